/* A Program while it runs. */
#ifndef KACS_RUN_H
#define KACS_RUN_H

#include "actors.h"
#include "op.h"
#include "resolve.h"

struct run {
    unsigned long number;
    /* The start line of its par blocks. */
    int line;
    json_t *bindings;
    /* How named steps ended. */
    json_t *ended;
    struct text *records;
    /* Why it cannot go on; empty: it can. */
    char problem[300];
    /* The branch of a block that this is, and its round; NULL: the whole Program. */
    const struct branch *branch;
    json_int_t iteration;
};

/* Plays the steps; the records go to the text, each with a comma behind it. */
void run_steps(struct run *run, json_t *steps);
/* One call by an actor that is named directly; what became of it is in the call. */
void run_call(struct run *run, struct actor *actor, struct call *call);

/* Whether an Op needs more than the actor that makes it. */
bool is_shared_op(const struct op_shape *op);
/* Carries out such an Op. */
void shared_op(struct run *run, struct actor *actor, struct call *call);

/* The actor of a step, held. NULL: the step is skipped, or its actor is dead; see `why`. */
struct actor *run_actor(struct run *run, const json_t *step, char why[REFERENCE_BYTES],
                        char name[NAME_MAX_BYTES]);
/* Steps that one actor makes by itself: `count` of them from `base` on. */
void run_batch(struct run *run, struct actor *actor, json_t *steps, size_t base, size_t count);
/* A par block. */
void run_block(struct run *run, json_t *block, size_t index);
/* Its branches, played by threads of the agent: for those that no actor can play by itself. */
void run_strands(struct run *run, json_t *block, size_t index);
/* A point in time. */
uint64_t run_now(void);

/* What an order to play steps says, written to the inbox of the actor. */
struct branch {
    size_t base;
    /* For a branch of a par block; `repeat` 0: for none. */
    json_int_t number, repeat;
    /* How many meet at the start line; 0: none is waited for. */
    size_t branches;
    /* The number of the first round. */
    json_int_t iteration;
};
bool write_inbox(struct run *run, struct actor *actor, struct message *order, json_t *steps,
                 size_t first, size_t count, const struct branch *branch);
/* Takes over what an actor recorded. */
void take_records(struct run *run, const struct actor *actor);
void record_crash(struct run *run, size_t step, const char *op, const char *actor,
                  const json_t *args, const struct actor *dead, const struct branch *branch,
                  json_int_t iteration);
/* How long the longest call of some steps may take. */
int deadline_of(const json_t *steps, size_t first, size_t count);
void run_problem(struct run *run, const char *what, const char *why);
/* The number that a step has in its record. */
size_t run_step_number(const struct run *run, size_t index);
/* Notes how a named step ended. */
void run_bind(struct run *run, const json_t *step, const struct call *call);

#endif
