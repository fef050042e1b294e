/* Records of calls that the agent itself writes, and what a record of an actor says. */
#ifndef KACS_RECORD_H
#define KACS_RECORD_H

#include "op.h"

void record_skip(struct text *records, size_t step, const char *why, const char *reference);
/* A call and what came of it. */
void record_call(struct text *records, size_t step, const char *actor, const struct call *call);
/* `"outcome":{…}`, for a record that has begun. */
void record_outcome(struct text *records, const struct call *call);
/* A call by an actor that is not there (any more): it crashed, or the agent knows nobody. */
void call_gone(struct call *call, const char *actor);
/* What the one record says, as the end of the call. */
void outcome_of_record(struct call *call, const char *record, size_t length);
/* What a call did, as a result of the protocol. */
void write_result(struct text *text, const struct call *call);

#endif
