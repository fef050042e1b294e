/* KACS_IOC_QUERY: a buffer of a pattern, and whether the kernel kept to what it reports. */
#include "arena.h"
#include "guard.h"
#include "handlers.h"
#include "sys.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define QUERY_WORD 0xC0104B00

/* PSD-004 v0.20 §13.6(3). */
struct query_args {
    uint32_t token_class;
    uint32_t length;
    uint64_t pointer;
};

_Static_assert(sizeof(struct query_args) == 16, "struct kacs_query_args has 16 bytes");

static void give(struct call *call, const struct query_args *query, const unsigned char *payload,
                 size_t size, bool intact)
{
    text_put(&call->value, "{\"length\":");
    text_number(&call->value, query->length);
    text_put(&call->value, intact ? ",\"intact\":true" : ",\"intact\":false");
    if (call->end == CALL_RETURNED) {
        text_put(&call->value, ",\"payload\":");
        text_hex(&call->value, payload, size);
    }
    text_put(&call->value, "}");
}

/* What nobody wrote must not come out: on standard error, where a person looks for the reason. */
static bool leaks(const struct query_args *query, const unsigned char *payload, size_t size)
{
    if (!guard_sees_poison(payload, size))
        return false;
    dprintf(STDERR_FILENO, "class %u: 16 equal bytes of slab poison in a payload of %zu bytes\n",
            query->token_class, size);
    return true;
}

void run_query(struct call *call)
{
    size_t capacity = number_argument(call, "capacity", 0);
    const char *pointer = text_argument(call, "pointer");
    bool is_null = pointer != NULL && strcmp(pointer, "null") == 0;
    bool overlaps = pointer != NULL && strcmp(pointer, "overlap") == 0;
    unsigned char *buffer = guard_buffer(GUARD_FIRST, capacity);
    struct query_args start = {
        .token_class = (uint32_t)number_argument(call, "class", 0),
        .length = (uint32_t)number_argument(call, "bufLen", capacity),
    };
    struct query_args *query = (void *)guard_bytes(GUARD_STRUCT, &start, sizeof start);
    if (buffer == NULL || query == NULL) {
        call_fault(call, "capacity: expected at most 16 MiB");
        return;
    }
    query->pointer = is_null ? 0 : overlaps ? (uintptr_t)query : (uintptr_t)buffer;
    long result = sys_ioctl((int)number_argument(call, "token", 0), QUERY_WORD, query);
    bool sizing = is_null || overlaps || start.length == 0;
    if (result < 0) {
        call_refused(call, result);
        if (result == -ERANGE)
            give(call, query, NULL, 0, guard_intact(GUARD_FIRST, 0));
        return;
    }
    size_t written = sizing ? 0 : query->length;
    bool intact = written <= capacity;
    if (!intact)
        written = capacity;
    intact = guard_intact(GUARD_FIRST, written) && intact && !leaks(query, buffer, written);
    give(call, query, buffer, written, intact);
}

long query_token(int token, uint32_t class, unsigned char *payload, size_t capacity)
{
    struct query_args query = {class, (uint32_t)capacity, (uintptr_t)payload};
    long result = sys_ioctl(token, QUERY_WORD, &query);
    if (result < 0)
        return result;
    return query.length <= capacity ? (long)query.length : -ERANGE;
}
