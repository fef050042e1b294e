/* Records of calls that the agent itself writes, and what a record of an actor says. */
#ifndef KACS_RECORD_H
#define KACS_RECORD_H

#include "op.h"

void record_skip(struct text *records, size_t step, const char *why, const char *reference);
/* The place of a call in a par block, and in time. */
struct place {
    json_int_t branch, iteration;
    uint64_t started, ended;
};

/* A call and what came of it; `place` is NULL outside of blocks. */
void record_call(struct text *records, size_t step, const char *actor, const struct call *call,
                 const struct place *place);
/* A call by an actor that is not there (any more): it crashed, or the agent knows nobody. */
void call_gone(struct call *call, const char *actor);
/* What the one record says, as the end of the call. */
void outcome_of_record(struct call *call, const char *record, size_t length);
/* What a call did, as a result of the protocol. */
void write_result(struct text *text, const struct call *call);

#endif
