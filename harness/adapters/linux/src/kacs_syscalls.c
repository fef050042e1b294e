/*
 * The system calls that need nothing but their arguments, one row each: numbers and order of
 * arguments as in PSD-004 v0.20 §13.1.
 */
#include "guard.h"
#include "handlers.h"
#include "sys.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum source {
    /* A number, or 0 where it is not given. */
    FROM_NUMBER = 1,
    /* A pidfd of the process, which the agent opens. */
    FROM_PROCESS,
    /* The same; -1, the caller itself, where none is given. */
    FROM_PROCESS_OR_SELF,
    /* The address of bytes, and their length. */
    FROM_BYTES,
    FROM_LENGTH,
};

enum gives {
    GIVES_NOTHING,
    GIVES_HANDLE,
    GIVES_U64,
    GIVES_U32,
};

struct argument {
    enum source source;
    const char *name;
};

struct syscall_row {
    const char *op;
    int number;
    enum gives gives;
    const char *result;
    struct argument arguments[4];
};

static const struct syscall_row ROWS[] = {
    {"kacs_open_self_token", 1000, GIVES_HANDLE, "handle",
     {{FROM_NUMBER, "flags"}, {FROM_NUMBER, "accessMask"}}},
    {"kacs_open_process_token", 1001, GIVES_HANDLE, "handle",
     {{FROM_PROCESS, "pid"}, {FROM_NUMBER, "accessMask"}}},
    {"kacs_open_thread_token", 1002, GIVES_HANDLE, "handle",
     {{FROM_PROCESS, "pid"}, {FROM_NUMBER, "tid"}, {FROM_NUMBER, "accessMask"}}},
    {"kacs_create_token", 1003, GIVES_HANDLE, "handle",
     {{FROM_BYTES, "spec"}, {FROM_LENGTH, "spec"}}},
    {"kacs_create_session", 1004, GIVES_U64, "id", {{FROM_BYTES, "spec"}, {FROM_LENGTH, "spec"}}},
    {"kacs_set_psb", 1005, GIVES_NOTHING, NULL,
     {{FROM_PROCESS_OR_SELF, "pid"}, {FROM_NUMBER, "mitigations"}}},
    {"kacs_destroy_empty_session", 1006, GIVES_NOTHING, NULL, {{FROM_NUMBER, "id"}}},
    {"kacs_open_peer_token", 1010, GIVES_HANDLE, "handle", {{FROM_NUMBER, "socket"}}},
    {"kacs_impersonate_peer", 1011, GIVES_U32, "level", {{FROM_NUMBER, "socket"}}},
    {"kacs_revert", 1012, GIVES_NOTHING, NULL, {{0}}},
    {"kacs_set_impersonation_level", 1013, GIVES_NOTHING, NULL,
     {{FROM_NUMBER, "socket"}, {FROM_NUMBER, "level"}}},
    {"kacs_set_caap", 1025, GIVES_NOTHING, NULL,
     {{FROM_BYTES, "policySid"},
      {FROM_LENGTH, "policySid"},
      {FROM_BYTES, "spec"},
      {FROM_LENGTH, "spec"}}},
};

static const struct syscall_row *find_row(const char *op)
{
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        if (strcmp(ROWS[i].op, op) == 0)
            return &ROWS[i];
    return NULL;
}

bool is_syscall_row(const char *op)
{
    return find_row(op) != NULL;
}

/* The address that the call is to use: of the bytes, or a bad one. */
static unsigned long address_of(struct call *call, enum guarded where, const char *name)
{
    size_t length;
    const char *pointer = text_argument(call, "pointer");
    const unsigned char *bytes = bytes_argument(call, name, &length);
    unsigned char *buffer = bytes == NULL ? NULL : guard_bytes(where, bytes, length);
    if (buffer == NULL)
        call_fault(call, "the bytes need more memory than a buffer has");
    if (pointer != NULL && strcmp(pointer, "null") == 0)
        return 0;
    if (pointer != NULL && strcmp(pointer, "unmapped") == 0)
        return guard_unmapped();
    return (unsigned long)buffer;
}

static unsigned long length_of(const struct call *call, const char *name)
{
    size_t digits = json_string_length(json_object_get(call->args, name));
    return number_argument(call, "length", digits / 2);
}

static long open_process(const struct call *call, const char *name)
{
    int pidfd = sys_pidfd((pid_t)number_argument(call, name, 0));
    if (pidfd >= 0)
        return pidfd;
    /* A number that is no process leader's is no process. */
    return errno == EINVAL ? -ESRCH : -errno;
}

static void give(struct call *call, const struct syscall_row *row, long result)
{
    if (!call_succeeded(call, result))
        return;
    text_put(&call->value, "{");
    if (row->gives != GIVES_NOTHING) {
        text_quoted_words(&call->value, row->result);
        text_put(&call->value, ":");
        if (row->gives == GIVES_U64)
            text_u64(&call->value, (uint64_t)result);
        else
            text_number(&call->value, row->gives == GIVES_U32 ? (uint32_t)result : result);
    }
    text_put(&call->value, "}");
}

bool run_syscall_row(struct call *call)
{
    const struct syscall_row *row = find_row(call->op->name);
    unsigned long arguments[6] = {0};
    enum guarded buffer = GUARD_FIRST;
    long pidfd = -1;
    if (row == NULL)
        return false;
    for (size_t i = 0; i < 4 && row->arguments[i].source != 0; i++) {
        const struct argument *argument = &row->arguments[i];
        switch (argument->source) {
        case FROM_NUMBER:
            arguments[i] = number_argument(call, argument->name, 0);
            break;
        case FROM_PROCESS_OR_SELF:
        case FROM_PROCESS:
            if (argument->source == FROM_PROCESS || has_argument(call, argument->name))
                pidfd = open_process(call, argument->name);
            if (pidfd < -1) {
                call_refused(call, pidfd);
                return true;
            }
            arguments[i] = (unsigned long)pidfd;
            break;
        case FROM_BYTES:
            arguments[i] = address_of(call, buffer++, argument->name);
            break;
        case FROM_LENGTH:
            arguments[i] = length_of(call, argument->name);
            break;
        }
    }
    if (call->end != CALL_FAULT)
        give(call, row, sys_call(row->number, arguments));
    if (pidfd >= 0)
        close((int)pidfd);
    return true;
}
