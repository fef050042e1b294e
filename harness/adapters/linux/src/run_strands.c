/*
 * Branches that no actor can play by itself: several actors in one, or calls that make, end or look
 * at actors. A thread of the agent plays each, from the common start on, step by step.
 */
#include "run.h"

#include "arena.h"
#include "shared.h"
#include "start_line.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define STACK_BYTES ((size_t)512 << 10)

/* The memory of a thread is its own: what goes in and what comes out of it is text. */
struct strand {
    pthread_t thread;
    bool was_started;
    int line;
    unsigned long number;
    struct branch branch;
    struct text plan, records, bound;
    char problem[300];
};

static void put_plan(struct text *text, const char *name, const json_t *value)
{
    text_put(text, name);
    text_json(text, value);
}

static void play_rounds(struct strand *strand, struct run *run, json_t *steps)
{
    struct start_line *line = &shared->start_lines[strand->line];
    for (; run->iteration < strand->branch.repeat; run->iteration++) {
        if (!start_together(line, (uint32_t)strand->branch.branches))
            return;
        run_steps(run, steps);
        if (run->problem[0] == '\0')
            continue;
        start_line_break(line);
        return;
    }
}

static void *strand_main(void *argument)
{
    struct strand *strand = argument;
    json_t *plan = json_loadb(strand->plan.at, strand->plan.used, 0, NULL);
    struct run run = {.number = strand->number,
                      .line = strand->line,
                      .bindings = json_object_get(plan, "bindings"),
                      .ended = json_object_get(plan, "ended"),
                      .records = &strand->records,
                      .branch = &strand->branch};
    if (plan == NULL) {
        run_problem(&run, "par", "the branch needs more memory than there is");
        start_line_break(&shared->start_lines[strand->line]);
    } else {
        play_rounds(strand, &run, json_object_get(plan, "steps"));
        put_plan(&strand->bound, "{\"bindings\":", run.bindings);
        put_plan(&strand->bound, ",\"ended\":", run.ended);
        text_put(&strand->bound, "}");
    }
    snprintf(strand->problem, sizeof strand->problem, "%s", run.problem);
    arena_reset();
    arena_leave();
    return NULL;
}

/* Room for one strand among so many. */
static bool prepare(struct run *run, struct strand *strand, const json_t *steps, size_t among)
{
    size_t room = LINE_BYTES_MAX / among;
    struct text *texts[] = {&strand->plan, &strand->records, &strand->bound};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char *memory = arena_allocate(room);
        if (memory == NULL)
            return false;
        text_init(texts[i], memory, room);
    }
    put_plan(&strand->plan, "{\"steps\":", steps);
    put_plan(&strand->plan, ",\"bindings\":", run->bindings);
    put_plan(&strand->plan, ",\"ended\":", run->ended);
    text_put(&strand->plan, "}");
    strand->line = run->line;
    strand->number = run->number;
    return !strand->plan.overflow;
}

static bool start(struct strand *strand)
{
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    strand->was_started = pthread_create(&strand->thread, &attributes, strand_main, strand) == 0;
    pthread_attr_destroy(&attributes);
    return strand->was_started;
}

static void take_over(struct run *run, const struct strand *strand)
{
    json_t *bound = json_loadb(strand->bound.at, strand->bound.used, 0, NULL);
    text_add(run->records, strand->records.at, strand->records.used);
    if (strand->records.overflow || strand->bound.overflow)
        run_problem(run, "par", "what a branch did is longer than a line may be");
    if (strand->problem[0] != '\0')
        run_problem(run, "par", strand->problem);
    json_object_update(run->bindings, json_object_get(bound, "bindings"));
    json_object_update(run->ended, json_object_get(bound, "ended"));
}

void run_strands(struct run *run, json_t *block, size_t index)
{
    static _Thread_local struct strand strands[BRANCHES_MAX];
    const json_t *branches = json_object_get(block, "par");
    const json_t *repeat = json_object_get(block, "repeat");
    struct start_line *line = &shared->start_lines[run->line];
    size_t count = 0, all = json_array_size(branches);
    bool good = true;
    for (size_t i = 0; i < all && good; i++) {
        const json_t *steps = json_array_get(branches, i);
        if (json_array_size(steps) == 0)
            continue;
        strands[count] = (struct strand){
            .branch = {.base = index,
                       .number = (json_int_t)i,
                       .repeat = repeat == NULL ? 1 : json_integer_value(repeat)}};
        good = prepare(run, &strands[count++], steps, all);
    }
    start_line_open(line);
    for (size_t i = 0; i < count && good; i++) {
        strands[i].branch.branches = count;
        good = start(&strands[i]);
    }
    if (!good) {
        start_line_break(line);
        run_problem(run, "par", "the branches need more than the agent can have");
    }
    for (size_t i = 0; i < count; i++) {
        if (!strands[i].was_started)
            continue;
        pthread_join(strands[i].thread, NULL);
        take_over(run, &strands[i]);
    }
}
