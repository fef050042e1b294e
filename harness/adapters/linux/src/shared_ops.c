/* Which Ops these are. */
#include "shared_ops.h"

#include "arena.h"
#include "handlers.h"

#include <string.h>

struct row {
    const char *op;
    shared_handler run;
};

static const struct row ROWS[] = {
    {"world.spawn", shared_spawn},
    {"world.fork", shared_fork},
    {"world.thread", shared_thread},
    {"world.exec", shared_exec},
    {"world.exit", shared_exit},
    {"world.kill", shared_kill},
    {"world.makeFile", shared_make_file},
    {"world.passHandle", shared_pass_handle},
    {"world.observe", shared_observe},
};

bool is_shared_op(const struct op_shape *op)
{
    return find_handler(op) == NULL;
}

void call_dead(struct call *call, const struct actor *actor)
{
    /* The place of an actor whom nobody holds is soon another's. */
    char *words = arena_allocate(sizeof actor->death + sizeof actor->signal);
    call->end = CALL_CRASHED;
    call->fault = "the actor is gone";
    if (words == NULL || actor->death[0] == '\0')
        return;
    call->signal = memcpy(words + sizeof actor->death, actor->signal, sizeof actor->signal);
    call->fault = memcpy(words, actor->death, sizeof actor->death);
}

bool call_room(struct call *call, size_t size)
{
    char *memory = arena_allocate(size);
    if (memory == NULL) {
        call_fault(call, "the answer needs more memory than a request may have");
        return false;
    }
    text_init(&call->value, memory, size);
    return true;
}

void shared_op(struct run *run, struct actor *actor, struct call *call)
{
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        if (strcmp(ROWS[i].op, call->op->name) != 0)
            continue;
        ROWS[i].run(run, actor, call);
        return;
    }
    call_fault(call, "this agent does not carry it out");
}
