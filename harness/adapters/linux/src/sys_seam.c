/* Processes, threads and handles with a served model in the place of the kernel: both in step. */
#include "sys.h"

#include "limits.h"
#include "own_descriptors.h"
#include "plain.h"
#include "seam.h"
#include "shared.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

const bool SYS_IS_SEAM = true;

#define HANDLES_MAX 4096

/* The model has executed the program already, as part of the birth. */
static _Thread_local bool is_newborn;

void sys_setup(const char *actor, int slot)
{
    struct slot *here = &shared->slots[slot];
    snprintf(here->name, sizeof here->name, "%s", actor);
    snprintf(here->seam_name, sizeof here->seam_name, "%s", seam_actor());
}

long sys_fork(enum birth birth)
{
    static const char *const OPS[] = {
        [BIRTH_OWN] = "world.spawn", [BIRTH_INHERIT] = "world.spawn", [BIRTH_FORK] = "world.fork"};
    long problem;
    json_t *args = json_object();
    if (birth != BIRTH_FORK)
        json_object_set_new(args, "identity", json_string(birth == BIRTH_OWN ? "own" : "inherit"));
    const json_t *value = seam_call(OPS[birth], args, &problem, NULL);
    if (value == NULL)
        return problem;
    char actor[NAME_MAX_BYTES];
    snprintf(actor, sizeof actor, "%s", json_string_value(json_object_get(value, "actor")));
    int theirs = (int)json_integer_value(json_object_get(value, "pid"));
    long made = plain_fork();
    if (made != 0)
        return made;
    seam_forget_connection();
    seam_become(actor);
    seam_pair(getpid(), theirs);
    is_newborn = birth == BIRTH_INHERIT;
    return 0;
}

long sys_thread_wanted(char *ticket, size_t size)
{
    long problem;
    const json_t *value = seam_call("world.thread", json_object(), &problem, NULL);
    if (value == NULL)
        return problem;
    snprintf(ticket, size, "%d %s", (int)json_integer_value(json_object_get(value, "tid")),
             json_string_value(json_object_get(value, "actor")));
    return 0;
}

void sys_thread_begins(const char *ticket)
{
    const char *actor = strchr(ticket, ' ');
    seam_pair((int)syscall(SYS_gettid), atoi(ticket));
    if (actor != NULL)
        seam_become(actor + 1);
}

/* Only what the model kept open is to survive the exec. */
static void keep_as_model(void)
{
    static _Thread_local int numbers[HANDLES_MAX];
    long problem;
    const json_t *value =
        seam_call("world.observe", json_pack("{s:[]}", "tokens"), &problem, NULL);
    const json_t *handles = json_object_get(value, "handles");
    size_t count = plain_handles(numbers, HANDLES_MAX);
    for (size_t i = 0; i < count; i++) {
        bool kept = false;
        for (size_t j = 0; j < json_array_size(handles) && !kept; j++)
            kept = json_integer_value(json_array_get(handles, j)) == numbers[i];
        if (kept)
            keep_on_exec(numbers[i], true);
        else
            close(numbers[i]);
    }
}

long sys_exec(const char *path, char *const words[])
{
    char theirs[PATH_BYTES];
    json_t *args = json_object();
    if (path != NULL) {
        seam_path(theirs, sizeof theirs, path);
        json_object_set_new(args, "path", json_string(theirs));
    }
    long result = is_newborn ? 0 : seam_do("world.exec", args);
    if (result < 0)
        return result;
    is_newborn = false;
    keep_as_model();
    return plain_exec(path, words);
}

void sys_exec_words(char *to, size_t size)
{
    snprintf(to, size, "%s", seam_actor());
}

void sys_executed(const char *words)
{
    long problem;
    seam_become(words[0] == '\0' ? "init" : words);
    if (strcmp(words, "init") == 0)
        seam_pair(getpid(), 1);
    if (words[0] != '\0')
        return;
    /* The observer is a process of its own there as well. */
    const json_t *value = seam_call("world.spawn", json_pack("{s:s}", "identity", "own"),
                                    &problem, NULL);
    if (value == NULL)
        return;
    seam_become(json_string_value(json_object_get(value, "actor")));
    seam_pair(getpid(), (int)json_integer_value(json_object_get(value, "pid")));
}

void sys_exit_thread(void)
{
    seam_do("world.exit", json_object());
    seam_unpair((int)syscall(SYS_gettid));
}

void sys_exit_process(void)
{
    if (strcmp(seam_actor(), "init") != 0)
        seam_do("world.exit", json_object());
    seam_unpair(getpid());
    _exit(0);
}

long sys_kill(pid_t process)
{
    long result = seam_do("world.kill", json_pack("{s:i}", "pid", seam_theirs(process)));
    if (result < 0)
        return result;
    seam_unpair(process);
    return plain_kill(process);
}

void sys_process_died(pid_t process)
{
    long problem;
    seam_call_as("init", "world.kill", json_pack("{s:i}", "pid", seam_theirs(process)), &problem,
                 NULL);
    seam_unpair(process);
}

int sys_pidfd(pid_t process)
{
    int made = plain_pidfd(process);
    seam_note_pidfd(made, process);
    return made;
}

long sys_close(int descriptor)
{
    long result =
        seam_do("world.close", json_pack("{s:i}", "handle", descriptor & 0x7fffffff));
    return result < 0 ? result : plain_close(descriptor);
}

long sys_dup(int descriptor)
{
    long problem;
    json_t *args = json_pack("{s:i}", "handle", descriptor & 0x7fffffff);
    const json_t *value = seam_call("world.duplicateHandle", args, &problem, NULL);
    if (value == NULL)
        return problem;
    return seam_place(fcntl(descriptor, F_DUPFD_CLOEXEC, own_descriptors_start()),
                      (long)json_integer_value(json_object_get(value, "handle")), false);
}

long sys_descriptor_flags(int descriptor, int set)
{
    long problem;
    json_t *args = json_pack("{s:i}", "handle", descriptor & 0x7fffffff);
    if (set >= 0)
        json_object_set_new(args, "set", json_boolean(set > 0));
    const json_t *value = seam_call("world.descriptorFlags", args, &problem, NULL);
    if (value == NULL)
        return problem;
    if (set >= 0)
        plain_descriptor_flags(descriptor, set);
    return json_is_true(json_object_get(value, "closeOnExec")) ? FD_CLOEXEC : 0;
}

static const char *name_there(const char *actor)
{
    for (int i = 0; i < ACTORS_MAX; i++)
        if (strcmp(shared->slots[i].name, actor) == 0)
            return shared->slots[i].seam_name;
    return "nobody";
}

long sys_give(int descriptor, const char *actor)
{
    long problem;
    json_t *args = json_pack("{s:i,s:s}", "handle", descriptor & 0x7fffffff, "to",
                             name_there(actor));
    const json_t *value = seam_call("world.passHandle", args, &problem, NULL);
    if (value == NULL)
        return problem;
    return (long)json_integer_value(json_object_get(value, "handle"));
}

long sys_take(int descriptor, long number)
{
    return seam_place(descriptor, number, true);
}

/* One question instead of two dozen: observations are most of what a run does. */
long sys_classes(int token, struct text *text)
{
    long problem;
    const json_t *value =
        seam_call("world.observe", json_pack("{s:[i]}", "tokens", token), &problem, NULL);
    const json_t *classes = json_array_get(json_object_get(value, "tokens"), 0);
    if (classes == NULL)
        return problem;
    size_t room = text->size - text->used;
    size_t length = json_dumpb(classes, text->at + text->used, room, JSON_COMPACT);
    if (length > room)
        text->overflow = true;
    else
        text->used += length;
    return 0;
}

long sys_credentials(struct credentials *ids)
{
    long problem;
    const json_t *value = seam_call("world.credentials", json_object(), &problem, NULL);
    const json_t *group;
    size_t index;
    if (value == NULL)
        return problem;
    json_unpack((json_t *)value, "{s:i,s:i,s:i,s:i,s:i,s:i}", "uid", &ids->uid, "euid", &ids->euid,
                "suid", &ids->suid, "gid", &ids->gid, "egid", &ids->egid, "sgid", &ids->sgid);
    ids->group_count = 0;
    json_array_foreach(json_object_get(value, "groups"), index, group)
    {
        if (index < GROUPS_MAX)
            ids->groups[ids->group_count++] = (gid_t)json_integer_value(group);
    }
    return 0;
}

long sys_sleep(uint32_t ms)
{
    return seam_do("world.sleep", json_pack("{s:I}", "ms", (json_int_t)ms));
}

long sys_events(bool open, struct text *events)
{
    long problem;
    const json_t *value = seam_call(
        "world.events", json_pack("{s:s}", "action", open ? "open" : "drain"), &problem, NULL);
    if (value == NULL)
        return problem;
    size_t room = events->size - events->used;
    size_t length = json_dumpb(json_object_get(value, "events"), events->at + events->used, room,
                               JSON_COMPACT);
    if (length > room)
        events->overflow = true;
    else
        events->used += length;
    return 0;
}
