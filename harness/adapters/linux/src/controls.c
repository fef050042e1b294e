/* Files that are made, the agent's program executed: by workers with the boot identity. */
#include "controls.h"

#include <stdio.h>
#include <string.h>

static json_t *value_of(const struct call *call)
{
    return json_loadb(call->value.at, call->value.used, 0, NULL);
}

static void tell(struct controls *controls, const char *what, const char *capability,
                 const struct call *failed)
{
    char name[32];
    size_t used = strlen(controls->lines), room = sizeof controls->lines - used;
    if (failed == NULL) {
        snprintf(controls->lines + used, room, "control: %s\n", what);
        return;
    }
    errno_text(name, sizeof name, failed->number);
    snprintf(controls->lines + used, room, "control failed: %s: %s: %.100s; %s is not claimed\n",
             what, failed->op->name, failed->end == CALL_REFUSED ? name : failed->fault, capability);
}

/* The path of a file that was made; NULL: there is none. */
static json_t *control_files(struct controls *controls, probe_call probe, const char *actor)
{
    struct call call;
    controls->files_work =
        probe(actor, "world.makeFile", json_object(), &call) == CALL_RETURNED;
    tell(controls, "a file is made", "files", controls->files_work ? NULL : &call);
    return controls->files_work ? json_object_get(value_of(&call), "path") : NULL;
}

static void control_exec(struct controls *controls, probe_call probe, const char *actor)
{
    struct call call;
    controls->exec_works = probe(actor, "world.exec", json_object(), &call) == CALL_RETURNED;
    tell(controls, "the agent's program is executed", "exec",
         controls->exec_works ? NULL : &call);
}

static void control_made_program(struct controls *controls, probe_call probe, const char *actor,
                                 json_t *path)
{
    struct call call;
    controls->files_work =
        probe(actor, "world.exec", json_pack("{s:O}", "path", path), &call) == CALL_RETURNED;
    tell(controls, "a file that was made is executed", "files",
         controls->files_work ? NULL : &call);
}

void run_controls(struct controls *controls, probe_call probe)
{
    struct call call;
    *controls = (struct controls){.files_work = true, .exec_works = true};
    if (probe("init", "world.spawn", json_pack("{s:s}", "identity", "own"), &call) !=
        CALL_RETURNED) {
        /* Without workers there is nothing else to be said: every case will say so itself. */
        return;
    }
    const char *actor = json_string_value(json_object_get(value_of(&call), "actor"));
    if (actor == NULL)
        return;
    json_t *path = control_files(controls, probe, actor);
    control_exec(controls, probe, actor);
    if (path != NULL && controls->exec_works)
        control_made_program(controls, probe, actor, path);
    probe(actor, "world.exit", json_object(), &call);
}
