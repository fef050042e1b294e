/* New actors, and actors that go on as another program or end. */
#include "shared_ops.h"

#include "shared.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void give_birth(struct call *call, const struct actor *child, const char *number,
                       pid_t value)
{
    if (!call_room(call, 256))
        return;
    text_put(&call->value, "{\"actor\":");
    text_quoted_words(&call->value, child->name);
    text_put(&call->value, ",\"");
    text_put(&call->value, number);
    text_put(&call->value, "\":");
    text_number(&call->value, value);
    text_put(&call->value, "}");
}

/* The child says by itself whether it is there. */
static bool await_child(struct call *call, struct actor *child)
{
    struct asking first = {.deadline_ms = call_deadline_ms};
    if (actor_await(child, &first) != ASKED_WELL) {
        call_dead(call, child);
        return false;
    }
    if (first.report.first != 0) {
        call_refused(call, first.report.first);
        actor_ended(child);
        return false;
    }
    child->thread = (pid_t)first.report.second;
    return true;
}

/* Has `parent` make an actor: held, if it is there. */
static struct actor *birth(struct run *run, struct actor *parent, struct call *call,
                           enum order_kind kind)
{
    int channel;
    struct asking asking = {.order = {.kind = kind}, .sent = &channel, .sent_count = 1};
    struct actor *child = actor_new(run->number, &channel);
    if (child == NULL) {
        call_fault(call, "there are as many actors as the agent can hold");
        return NULL;
    }
    asking.order.first = child->slot;
    memcpy(asking.order.name, child->name, sizeof child->name);
    enum asked how = actor_ask_in_turn(parent, &asking);
    close(channel);
    if (how == ASKED_DEAD) {
        call_dead(call, parent);
    } else if (asking.report.first < 0) {
        call_refused(call, asking.report.first);
    } else {
        child->is_first = kind != ORDER_THREAD;
        child->process = child->is_first ? (pid_t)asking.report.first : parent->process;
        if (await_child(call, child))
            return child;
    }
    actor_drop(child);
    return NULL;
}

/* Only the boot identity can mint; an actor that lost it has `init` make the process. */
static bool lacks_identity(const struct call *call)
{
    return call->end == CALL_REFUSED &&
           (call->number == EPERM || call->number == EACCES || call->number == EINVAL);
}

void shared_spawn(struct run *run, struct actor *actor, struct call *call)
{
    const char *identity = text_argument(call, "identity");
    bool own = strcmp(identity, "own") == 0;
    struct actor *child = birth(run, actor, call, own ? ORDER_SPAWN_OWN : ORDER_SPAWN_INHERIT);
    if (child == NULL && own && lacks_identity(call) && strcmp(actor->name, "init") != 0) {
        struct actor *initial = actor_initial();
        call->end = CALL_RETURNED;
        if (initial != NULL) {
            child = birth(run, initial, call, ORDER_SPAWN_OWN);
            actor_release(initial);
        }
    }
    if (child == NULL)
        return;
    give_birth(call, child, "pid", child->process);
    actor_release(child);
}

void shared_fork(struct run *run, struct actor *actor, struct call *call)
{
    struct actor *child = birth(run, actor, call, ORDER_FORK);
    if (child == NULL)
        return;
    give_birth(call, child, "pid", child->process);
    actor_release(child);
}

void shared_thread(struct run *run, struct actor *actor, struct call *call)
{
    struct actor *child = birth(run, actor, call, ORDER_THREAD);
    if (child == NULL)
        return;
    give_birth(call, child, "tid", child->thread);
    actor_release(child);
}

void shared_exec(struct run *run, struct actor *actor, struct call *call)
{
    const char *path = text_argument(call, "path");
    struct asking asking = {.order = {.kind = ORDER_EXEC}};
    (void)run;
    if (path != NULL && strlen(path) >= PATH_BYTES) {
        call_refused(call, -ENAMETOOLONG);
        return;
    }
    actor_wait(actor, actor_queue(actor));
    if (path != NULL) {
        asking.order.length = (uint32_t)strlen(path);
        memcpy(slot_inbox(actor->slot), path, strlen(path));
    }
    enum asked how = actor_ask(actor, &asking);
    if (how == ASKED_DEAD) {
        call_dead(call, actor);
    } else if (asking.report.first < 0) {
        call_refused(call, asking.report.first);
    } else {
        /* Whichever thread it was, it is the only one now, and has the number of the process. */
        actors_only(actor);
        actor->is_first = true;
        actor->thread = (pid_t)asking.report.second;
        if (call_room(call, 8))
            text_put(&call->value, "{}");
    }
    actor_next(actor);
}

void shared_exit(struct run *run, struct actor *actor, struct call *call)
{
    struct asking asking = {.order = {.kind = ORDER_EXIT}};
    (void)run;
    if (strcmp(actor->name, "init") == 0) {
        call_fault(call, "the initial actor does not exit");
        return;
    }
    actor_wait(actor, actor_queue(actor));
    if (actor->is_dead) {
        call_dead(call, actor);
    } else if (actor->is_first) {
        channel_send(actor->channel, &asking.order, NULL, 0);
        int count = 0;
        if (channel_receive(actor->channel, &asking.report, NULL, &count, call_deadline_ms) < 0)
            actors_process_killed(actor->process);
        else
            actor_ended(actor);
        if (call_room(call, 8))
            text_put(&call->value, "{}");
    } else if (actor_ask(actor, &asking) == ASKED_DEAD) {
        call_dead(call, actor);
    } else {
        actor_ended(actor);
        if (call_room(call, 8))
            text_put(&call->value, "{}");
    }
    actor_next(actor);
}

void shared_kill(struct run *run, struct actor *actor, struct call *call)
{
    pid_t process = (pid_t)number_argument(call, "pid", 0);
    struct asking asking = {.order = {.kind = ORDER_KILL, .first = process}};
    bool own = actors_own_process(process);
    (void)run;
    if (!own) {
        char path[32];
        snprintf(path, sizeof path, "/proc/%d", process);
        /* Nobody's process dies because a message names its number. */
        if (access(path, F_OK) == 0)
            call_fault(call, "the process is none of those that the agent made");
        else
            call_refused(call, -ESRCH);
        return;
    }
    if (actor_ask_in_turn(actor, &asking) == ASKED_DEAD) {
        call_dead(call, actor);
        return;
    }
    if (!call_succeeded(call, asking.report.first))
        return;
    actors_process_killed(process);
    if (call_room(call, 8))
        text_put(&call->value, "{}");
}
