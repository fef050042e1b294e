/* Par blocks: each branch goes to its actor as a whole, and all of them start together. */
#include "run.h"

#include "record.h"
#include "shared.h"
#include "start_line.h"

#include <string.h>

struct side {
    struct actor *actor;
    char name[NAME_MAX_BYTES];
    struct asking asking;
    struct branch branch;
    json_t *steps;
};

/* Whether a branch has only calls that one actor makes by itself, and which; NULL: it has others. */
static const char *only_actor(const json_t *steps)
{
    const char *actor = json_string_value(json_object_get(json_array_get(steps, 0), "actor"));
    for (size_t i = 0; actor != NULL && i < json_array_size(steps); i++) {
        const json_t *step = json_array_get(steps, i);
        const char *name = json_string_value(json_object_get(step, "op"));
        const char *other = json_string_value(json_object_get(step, "actor"));
        const struct op_shape *op = name == NULL ? NULL : find_op(name);
        if (op == NULL || other == NULL || strcmp(actor, other) != 0 || is_shared_op(op))
            actor = NULL;
    }
    return actor;
}

/* Whether each branch can be played by an actor of its own, without the agent. */
static bool plays_by_itself(const json_t *branches)
{
    const char *actors[BRANCHES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(branches); i++) {
        const json_t *steps = json_array_get(branches, i);
        if (json_array_size(steps) == 0)
            continue;
        actors[count] = only_actor(steps);
        if (actors[count] == NULL)
            return false;
        for (size_t j = 0; j < count; j++)
            if (strcmp(actors[j], actors[count]) == 0)
                return false;
        count++;
    }
    return true;
}

/* Finds the actor of a branch; false: the branch is not played. */
static bool prepare_side(struct run *run, struct side *side, json_t *steps, size_t index)
{
    char why[REFERENCE_BYTES];
    side->steps = steps;
    side->actor = run_actor(run, json_array_get(steps, 0), why, side->name);
    if (side->actor != NULL)
        return true;
    if (why[0] == '\0')
        run_problem(run, "par", "the actor of a branch is gone");
    for (size_t i = 0; why[0] != '\0' && i < json_array_size(steps); i++)
        record_skip(run->records, index, "unbound", why);
    return false;
}

/* False: it waits for another branch, which is to be looked at first. */
static bool finish_side(struct run *run, struct side *side)
{
    struct actor *actor = side->actor;
    enum asked how = actor_await(actor, &side->asking);
    if (how == ASKED_WAITING)
        return false;
    if (how == ASKED_WELL && side->asking.report.first != 0) {
        start_line_break(&shared->start_lines[run->line]);
        run_problem(run, "par", side->asking.report.name);
        return true;
    }
    take_records(run, actor);
    if (how == ASKED_WELL)
        return true;
    struct slot *slot = &shared->slots[actor->slot];
    size_t at = atomic_load(&slot->progress);
    const json_t *step = json_array_get(side->steps, at);
    start_line_break(&shared->start_lines[run->line]);
    if (step != NULL)
        record_crash(run, side->branch.base, json_string_value(json_object_get(step, "op")),
                     actor->name, json_object_get(step, "args"), actor, &side->branch,
                     (json_int_t)atomic_load(&slot->iteration));
    return true;
}

static void finish_all(struct run *run, struct side *sides, size_t count)
{
    bool done[BRANCHES_MAX] = {false};
    size_t left = count;
    while (left > 0) {
        size_t before = left;
        for (size_t i = 0; i < count; i++) {
            if (done[i])
                continue;
            done[i] = finish_side(run, &sides[i]);
            left -= done[i];
        }
        /* All of them waiting for each other is nothing that ends by itself. */
        if (left == before)
            start_line_break(&shared->start_lines[run->line]);
    }
}

void run_block(struct run *run, json_t *block, size_t index)
{
    static _Thread_local struct side sides[BRANCHES_MAX];
    json_t *branches = json_object_get(block, "par");
    json_t *repeat = json_object_get(block, "repeat");
    size_t count = 0, known = 0;
    bool good = json_array_size(branches) <= BRANCHES_MAX;
    if (!good)
        run_problem(run, "par", "expected at most 32 branches");
    if (good && !plays_by_itself(branches)) {
        run_strands(run, block, index);
        return;
    }
    for (size_t i = 0; good && i < json_array_size(branches); i++) {
        json_t *steps = json_array_get(branches, i);
        if (json_array_size(steps) == 0)
            continue;
        struct side *side = &sides[count];
        *side = (struct side){.branch = {.base = index, .number = (json_int_t)i,
                                         .repeat = repeat ? json_integer_value(repeat) : 1}};
        good = prepare_side(run, side, steps, index);
        count += good;
    }
    known = count;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (sides[i].actor == sides[j].actor && good) {
                run_problem(run, "par", "expected each branch to have an actor of its own");
                good = false;
            }
    start_line_open(&shared->start_lines[run->line]);
    /* All of them take their place in each queue before any of them waits for its turn. */
    for (size_t i = 0; good && i < count; i++)
        actor_wait(sides[i].actor, actor_queue(sides[i].actor));
    for (size_t i = 0; good && i < count; i++) {
        struct side *side = &sides[i];
        side->branch.branches = count;
        side->asking.deadline_ms =
            deadline_of(side->steps, 0, json_array_size(side->steps)) + call_deadline_ms;
        write_inbox(run, side->actor, &side->asking.order, side->steps, 0,
                    json_array_size(side->steps), &side->branch);
    }
    bool sent = good && run->problem[0] == '\0';
    for (size_t i = 0; sent && i < count; i++)
        channel_send(sides[i].actor->channel, &sides[i].asking.order, NULL, 0);
    if (sent)
        finish_all(run, sides, count);
    for (size_t i = 0; good && i < count; i++)
        actor_next(sides[i].actor);
    for (size_t i = 0; i < known; i++)
        actor_release(sides[i].actor);
}
