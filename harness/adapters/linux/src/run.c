/* The executor of Programs: runs of steps by one actor go to it as a whole. */
#include "run.h"

#include "arena.h"
#include "handlers.h"
#include "record.h"
#include "shared.h"

#include <stdio.h>
#include <string.h>

static const char *words_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

void run_problem(struct run *run, const char *what, const char *why)
{
    if (run->problem[0] == '\0')
        snprintf(run->problem, sizeof run->problem, "%s: %s", what, why);
}

struct actor *run_actor(struct run *run, const json_t *step, char why[REFERENCE_BYTES],
                        char name[NAME_MAX_BYTES])
{
    const char *given = words_of(step, "actor");
    const char *bound = given;
    why[0] = '\0';
    if (strcmp(given, "init") != 0) {
        snprintf(why, REFERENCE_BYTES, "%.120s.actor", given);
        json_t *value = look_up(why, run->bindings);
        bound = json_string_value(value);
        if (bound == NULL)
            return NULL;
        why[0] = '\0';
    }
    snprintf(name, NAME_MAX_BYTES, "%s", bound);
    return actor_find(name);
}

uint64_t run_now(void)
{
    return atomic_fetch_add(&shared->clock, 1) + 1;
}

size_t run_step_number(const struct run *run, size_t index)
{
    return run->branch == NULL ? index : run->branch->base;
}

/* A call that the agent itself had made, since that point in time. */
static void note(struct run *run, size_t index, const char *actor, const struct call *call,
                 uint64_t started)
{
    const struct place place = {.branch = run->branch == NULL ? 0 : run->branch->number,
                                .iteration = run->iteration,
                                .started = started,
                                .ended = run_now()};
    record_call(run->records, run_step_number(run, index), actor, call,
                run->branch == NULL ? NULL : &place);
}

static void skip(struct run *run, size_t index, const char *why, const char *reference)
{
    record_skip(run->records, run_step_number(run, index), why, reference);
}

static bool condition_holds(const struct run *run, const json_t *step)
{
    const json_t *condition = json_object_get(step, "onlyIf");
    const char *name = words_of(condition, "step");
    const char *wanted = words_of(condition, "ended");
    if (condition == NULL)
        return true;
    const char *ended = name == NULL ? NULL : words_of(run->ended, name);
    return ended != NULL && wanted != NULL && strcmp(ended, wanted) == 0;
}

void run_bind(struct run *run, const json_t *step, const struct call *call)
{
    const char *as = words_of(step, "as");
    if (as == NULL || call->end == CALL_FAULT)
        return;
    const char *ended = call->end == CALL_RETURNED  ? "returned"
                        : call->end == CALL_REFUSED ? "refused"
                                                    : "crashed";
    json_object_set_new(run->ended, as, json_string(ended));
    if (call->end == CALL_RETURNED)
        json_object_set_new(run->bindings, as,
                            json_loadb(call->value.at, call->value.used, 0, NULL));
}

void run_call(struct run *run, struct actor *actor, struct call *call)
{
    if (is_shared_op(call->op)) {
        shared_op(run, actor, call);
        return;
    }
    json_t *step = json_pack("{s:s,s:s,s:O}", "op", call->op->name, "actor", actor->name, "args",
                             call->args);
    json_t *steps = json_array();
    struct text records;
    size_t room = LINE_BYTES_MAX;
    char *memory = arena_allocate(room);
    if (memory == NULL || json_array_append_new(steps, step) != 0) {
        call_fault(call, "the call needs more memory than a request may have");
        return;
    }
    text_init(&records, memory, room);
    struct text *kept = run->records;
    run->records = &records;
    run_batch(run, actor, steps, 0, 1);
    run->records = kept;
    if (run->problem[0] != '\0') {
        call_fault(call, run->problem);
        return;
    }
    outcome_of_record(call, records.at, records.used);
}

/* A step that needs more than its actor. */
static void run_shared(struct run *run, json_t *step, size_t index, const struct op_shape *op)
{
    char why[REFERENCE_BYTES], name[NAME_MAX_BYTES];
    struct call call = {.op = op};
    if (!condition_holds(run, step)) {
        skip(run, index, "condition", NULL);
        return;
    }
    struct actor *actor = run_actor(run, step, why, name);
    if (why[0] != '\0') {
        skip(run, index, "unbound", why);
        return;
    }
    call.args = resolve(json_object_get(step, "args"), run->bindings, why);
    if (call.args == NULL) {
        if (why[0] == '\0')
            run_problem(run, op->name, "the arguments need too much");
        else
            skip(run, index, "unbound", why);
    } else if (!check_arguments(op, call.args, run->problem, sizeof run->problem)) {
        run_problem(run, op->name, "its arguments do not fit");
    } else {
        uint64_t started = run_now();
        if (actor == NULL)
            call_gone(&call, name);
        else
            shared_op(run, actor, &call);
        if (call.end == CALL_FAULT)
            run_problem(run, op->name, call.fault);
        else
            note(run, index, name, &call, started);
        run_bind(run, step, &call);
    }
    if (actor != NULL)
        actor_release(actor);
}

/* How many steps from `first` on the same actor makes by itself. */
static size_t alike(const json_t *steps, size_t first)
{
    const char *actor = words_of(json_array_get(steps, first), "actor");
    size_t end = first;
    for (; end < json_array_size(steps); end++) {
        const json_t *step = json_array_get(steps, end);
        const char *name = words_of(step, "op");
        const struct op_shape *op = name == NULL ? NULL : find_op(name);
        const char *other = words_of(step, "actor");
        if (op == NULL || is_shared_op(op) || other == NULL || strcmp(other, actor) != 0)
            break;
    }
    return end - first;
}

/* Steps of an actor whom nobody knows, or who is dead. */
static void run_lost(struct run *run, json_t *steps, size_t first, size_t count, const char *why,
                     const char *name)
{
    for (size_t i = first; i < first + count; i++) {
        const json_t *step = json_array_get(steps, i);
        struct call call = {.op = find_op(words_of(step, "op")),
                            .args = json_object_get(step, "args")};
        if (!condition_holds(run, step)) {
            skip(run, i, "condition", NULL);
        } else if (why[0] != '\0') {
            skip(run, i, "unbound", why);
        } else {
            call_gone(&call, name);
            if (call.end == CALL_FAULT) {
                run_problem(run, call.op->name, call.fault);
                return;
            }
            note(run, i, name, &call, run_now());
            run_bind(run, step, &call);
        }
    }
}

static bool is_sound(const json_t *step)
{
    const char *op = words_of(step, "op");
    return op != NULL && find_op(op) != NULL && words_of(step, "actor") != NULL &&
           json_is_object(json_object_get(step, "args"));
}

void run_steps(struct run *run, json_t *steps)
{
    size_t at = 0;
    while (at < json_array_size(steps) && run->problem[0] == '\0') {
        json_t *step = json_array_get(steps, at);
        char why[REFERENCE_BYTES], name[NAME_MAX_BYTES], where[40];
        snprintf(where, sizeof where, "step %zu", at);
        if (json_is_array(json_object_get(step, "par")) && run->branch == NULL) {
            run_block(run, step, at++);
        } else if (!is_sound(step)) {
            run_problem(run, where, "expected an actor, an Op and its arguments");
        } else if (is_shared_op(find_op(words_of(step, "op")))) {
            run_shared(run, step, at++, find_op(words_of(step, "op")));
        } else {
            size_t count = alike(steps, at);
            struct actor *actor = run_actor(run, step, why, name);
            if (actor == NULL) {
                run_lost(run, steps, at, count, why, name);
            } else {
                run_batch(run, actor, steps, at, count);
                actor_release(actor);
            }
            at += count;
        }
        if (run->records->overflow)
            run_problem(run, where, "the answer is longer than a line may be");
    }
}
