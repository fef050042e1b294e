/* Security descriptors and AccessCheck (PSD-004 v0.20 §13.1, §13.6). */
#include "arena.h"
#include "guard.h"
#include "handlers.h"
#include "sys.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#define KACS_GET_SD 1021
#define KACS_SET_SD 1022
#define KACS_ACCESS_CHECK 1023
#define KACS_ACCESS_CHECK_LIST 1024
#define EFFECTIVE_TOKEN (-1)

/* The fields of struct kacs_access_check_args that the agent fills in. */
struct access_args {
    uint32_t size;
    int32_t token;
    uint64_t descriptor;
    uint32_t descriptor_length;
    uint32_t desired_access;
    unsigned char caller[64];
    uint64_t granted_out;
    unsigned char more_of_the_caller[40];
};

_Static_assert(offsetof(struct access_args, granted_out) == 88, "granted_out_ptr is at 88");
_Static_assert(sizeof(struct access_args) == 136, "struct kacs_access_check_args has 136 bytes");

#define GRANTED_END (offsetof(struct access_args, granted_out) + sizeof(uint64_t))

struct node_result {
    uint32_t granted;
    int32_t status;
};

/* What a call is about: a path, a process, or a handle with AT_EMPTY_PATH. */
struct target {
    long directory;
    const char *path;
    unsigned long flags;
    long pidfd;
};

static bool find_target(struct call *call, struct target *target)
{
    *target = (struct target){AT_FDCWD, text_argument(call, "path"), 0, -1};
    target->flags = number_argument(call, "flags", 0);
    if (target->path != NULL)
        return true;
    target->path = "";
    if (!has_argument(call, "flags"))
        target->flags = AT_EMPTY_PATH;
    target->directory = (int)number_argument(call, "handle", (uint64_t)AT_FDCWD);
    if (!has_argument(call, "pid"))
        return true;
    target->pidfd = sys_pidfd((pid_t)number_argument(call, "pid", 0));
    target->directory = target->pidfd;
    if (target->pidfd >= 0)
        return true;
    call_refused(call, errno == EINVAL ? -ESRCH : -errno);
    return false;
}

void run_get_sd(struct call *call)
{
    struct target target;
    size_t capacity = number_argument(call, "capacity", 0);
    if (!find_target(call, &target))
        return;
    unsigned char *buffer = guard_buffer(GUARD_FIRST, capacity);
    unsigned char *path =
        guard_bytes(GUARD_SECOND, target.path, strlen(target.path) + 1);
    if (buffer == NULL || path == NULL) {
        call_fault(call, "capacity: expected at most 16 MiB");
    } else {
        const unsigned long arguments[6] = {
            (unsigned long)target.directory, (unsigned long)path,
            number_argument(call, "securityInformation", 0),
            (unsigned long)buffer, capacity, target.flags};
        long length = sys_call(KACS_GET_SD, arguments);
        if (call_succeeded(call, length)) {
            size_t written = (size_t)length <= capacity ? (size_t)length : 0;
            text_put(&call->value, "{\"length\":");
            text_number(&call->value, length);
            text_put(&call->value, ",\"descriptor\":");
            text_hex(&call->value, buffer, written);
            text_put(&call->value, "}");
        }
    }
    if (target.pidfd >= 0)
        close((int)target.pidfd);
}

void run_set_sd(struct call *call)
{
    struct target target;
    size_t length;
    const unsigned char *bytes = bytes_argument(call, "descriptor", &length);
    if (!find_target(call, &target))
        return;
    unsigned char *buffer = bytes == NULL ? NULL : guard_bytes(GUARD_FIRST, bytes, length);
    unsigned char *path = guard_bytes(GUARD_SECOND, target.path, strlen(target.path) + 1);
    if (buffer == NULL || path == NULL) {
        call_fault(call, "the bytes need more memory than a buffer has");
    } else {
        const unsigned long arguments[6] = {
            (unsigned long)target.directory, (unsigned long)path,
            number_argument(call, "securityInformation", 0),
            (unsigned long)buffer, length, target.flags};
        if (call_succeeded(call, sys_call(KACS_SET_SD, arguments)))
            text_put(&call->value, "{}");
    }
    if (target.pidfd >= 0)
        close((int)target.pidfd);
}

/* The struct as the caller wants it, with what the agent fills in; NULL: the call is at fault. */
static struct access_args *access_struct(struct call *call, uint32_t **granted)
{
    size_t given = 0, length;
    const unsigned char *args = bytes_argument(call, "args", &given);
    const unsigned char *descriptor = bytes_argument(call, "descriptor", &length);
    struct access_args whole = {.size = sizeof whole};
    size_t size = has_argument(call, "args") ? given : sizeof whole;
    if (args == NULL || descriptor == NULL || size > sizeof whole || size < 40) {
        call_fault(call, "args: expected 40 to 136 bytes");
        return NULL;
    }
    if (has_argument(call, "args"))
        memcpy(&whole, args, given);
    unsigned char *sd = guard_bytes(GUARD_FIRST, descriptor, length);
    *granted = (void *)guard_buffer(GUARD_SECOND, sizeof **granted);
    if (sd == NULL || *granted == NULL) {
        call_fault(call, "the bytes need more memory than a buffer has");
        return NULL;
    }
    **granted = 0;
    whole.token = has_argument(call, "token") ? (int32_t)number_argument(call, "token", 0)
                                              : EFFECTIVE_TOKEN;
    whole.descriptor = (uintptr_t)sd;
    whole.descriptor_length = (uint32_t)length;
    whole.desired_access = (uint32_t)number_argument(call, "desiredAccess", 0);
    if (size >= GRANTED_END)
        whole.granted_out = (uintptr_t)*granted;
    return (void *)guard_bytes(GUARD_STRUCT, &whole, size);
}

static void give_granted(struct call *call, uint32_t granted)
{
    text_put(&call->value, "{\"granted\":");
    text_number(&call->value, granted);
    text_put(&call->value, "}");
}

void run_access_check(struct call *call)
{
    uint32_t *granted;
    struct access_args *args = access_struct(call, &granted);
    size_t digits = json_string_length(json_object_get(call->args, "args"));
    if (args == NULL)
        return;
    const unsigned long arguments[6] = {(unsigned long)args};
    long result = sys_call(KACS_ACCESS_CHECK, arguments);
    if (call_succeeded(call, result))
        give_granted(call, (uint32_t)result);
    else if (result == -EACCES && (digits == 0 || digits >= 2 * GRANTED_END))
        give_granted(call, *granted);
}

void run_access_check_list(struct call *call)
{
    uint32_t *granted;
    size_t size;
    const unsigned char *nodes = bytes_argument(call, "nodes", &size);
    struct access_args *args = access_struct(call, &granted);
    if (args == NULL)
        return;
    /* Entries of 20 bytes: level, reserved, GUID. */
    size_t count = size / 20;
    if (has_argument(call, "args") &&
        json_string_length(json_object_get(call->args, "args")) < 2 * GRANTED_END) {
        call_fault(call, "args: expected at least 96 bytes");
        return;
    }
    unsigned char *tree = guard_bytes(GUARD_THIRD, nodes, size);
    unsigned char *whole = guard_buffer(GUARD_SECOND, 4 + count * sizeof(struct node_result));
    if (tree == NULL || whole == NULL) {
        call_fault(call, "the bytes need more memory than a buffer has");
        return;
    }
    struct node_result *results = (void *)(whole + 4);
    /* object_tree_ptr at 56, object_tree_count at 64. */
    uint64_t pointer = (uintptr_t)tree;
    uint32_t number = (uint32_t)count;
    memcpy(args->caller + 56 - 24, &pointer, sizeof pointer);
    memcpy(args->caller + 64 - 24, &number, sizeof number);
    args->granted_out = 0;
    const unsigned long arguments[6] = {(unsigned long)args, (unsigned long)results, count};
    if (!call_succeeded(call, sys_call(KACS_ACCESS_CHECK_LIST, arguments)))
        return;
    text_put(&call->value, "{\"results\":[");
    for (size_t i = 0; i < count; i++) {
        struct node_result one;
        memcpy(&one, (unsigned char *)results + i * sizeof one, sizeof one);
        text_put(&call->value, i == 0 ? "{\"granted\":" : ",{\"granted\":");
        text_number(&call->value, one.granted);
        text_put(&call->value, ",\"status\":");
        text_number(&call->value, one.status);
        text_put(&call->value, "}");
    }
    text_put(&call->value, "]}");
}
