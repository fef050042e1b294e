/* One call: its Op, its arguments, and what came of it. */
#ifndef KACS_OP_H
#define KACS_OP_H

#include "op_shape.h"
#include "text.h"

#include <jansson.h>

enum call_end {
    CALL_RETURNED,
    CALL_REFUSED,
    /* The agent cannot carry the call out: never a verdict on the kernel. */
    CALL_FAULT,
    /* Who was to make it is dead; `fault` says how, `signal` by what. */
    CALL_CRASHED,
};

struct call {
    const struct op_shape *op;
    json_t *args;
    enum call_end end;
    /* The errno of a refusal. */
    int number;
    /* The JSON object of a success, or of `out` of a refusal if there is any. */
    struct text value;
    /* Why it could not be carried out. */
    const char *fault;
    const char *signal;
};

/* NULL: there is no such Op. */
const struct op_shape *find_op(const char *name);
const struct op_shape *op_at(size_t index);
size_t op_count(void);
/* NULL: no profile that the agent was built with. */
const struct profile_facts *find_profile(const char *id);
const struct profile_facts *profile_at(size_t index);
size_t profile_count(void);

/* False: the arguments do not fit, and `problem` says why in words. */
bool check_arguments(const struct op_shape *op, const json_t *args, char *problem, size_t size);

/* Arguments that are there and fit, after check_arguments(). */
uint64_t number_argument(const struct call *call, const char *name, uint64_t otherwise);
const char *text_argument(const struct call *call, const char *name);
bool has_argument(const struct call *call, const char *name);
/* The bytes of a hex argument, in memory of the request; NULL only where memory ran out. */
const unsigned char *bytes_argument(const struct call *call, const char *name, size_t *length);

/* How a call ends. */
void call_fault(struct call *call, const char *why);
void call_refused(struct call *call, long error);
/* A result of the kernel: true if it is a success, else the call is refused with it. */
bool call_succeeded(struct call *call, long result);
void call_handle(struct call *call, long result);

/* The name of an errno; unknown ones are E and the number. */
void errno_text(char *to, size_t size, int number);

#endif
