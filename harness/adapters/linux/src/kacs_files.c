/* kacs_open and mount policies (PSD-004 v0.20 §13.1, §13.6). */
#include "guard.h"
#include "handlers.h"
#include "sys.h"

#include <fcntl.h>
#include <string.h>

#define KACS_OPEN 1020
#define KACS_GET_MOUNT_POLICY 1026
#define KACS_SET_MOUNT_POLICY 1027
#define MOUNT_POLICY_BYTES 32

void run_open(struct call *call)
{
    size_t size;
    const unsigned char *bytes = bytes_argument(call, "how", &size);
    const char *name = text_argument(call, "path");
    unsigned char *how = bytes == NULL ? NULL : guard_bytes(GUARD_STRUCT, bytes, size);
    unsigned char *path = guard_bytes(GUARD_FIRST, name, strlen(name) + 1);
    unsigned char *status = guard_buffer(GUARD_SECOND, sizeof(uint32_t));
    if (how == NULL || path == NULL || status == NULL) {
        call_fault(call, "the bytes need more memory than a buffer has");
        return;
    }
    const unsigned long arguments[6] = {
        (unsigned long)(int)number_argument(call, "directory", (uint64_t)AT_FDCWD),
        (unsigned long)path, (unsigned long)how, size, (unsigned long)status};
    long handle = sys_call(KACS_OPEN, arguments);
    uint32_t what;
    memcpy(&what, status, sizeof what);
    if (!call_succeeded(call, handle))
        return;
    text_put(&call->value, "{\"handle\":");
    text_number(&call->value, handle);
    text_put(&call->value, ",\"status\":");
    text_number(&call->value, what);
    text_put(&call->value, "}");
}

void run_get_mount_policy(struct call *call)
{
    const unsigned char zeros[MOUNT_POLICY_BYTES] = {0};
    unsigned char *policy = guard_bytes(GUARD_STRUCT, zeros, sizeof zeros);
    if (policy == NULL) {
        call_fault(call, "no memory for the argument");
        return;
    }
    const unsigned long arguments[6] = {number_argument(call, "handle", 0), (unsigned long)policy,
                                        sizeof zeros};
    if (!call_succeeded(call, sys_call(KACS_GET_MOUNT_POLICY, arguments)))
        return;
    text_put(&call->value, "{\"policy\":");
    text_hex(&call->value, policy, sizeof zeros);
    text_put(&call->value, "}");
}

void run_set_mount_policy(struct call *call)
{
    size_t size;
    const unsigned char *bytes = bytes_argument(call, "policy", &size);
    unsigned char *policy = bytes == NULL ? NULL : guard_bytes(GUARD_STRUCT, bytes, size);
    if (policy == NULL) {
        call_fault(call, "the bytes need more memory than a buffer has");
        return;
    }
    const unsigned long arguments[6] = {number_argument(call, "handle", 0), (unsigned long)policy,
                                        size};
    if (call_succeeded(call, sys_call(KACS_SET_MOUNT_POLICY, arguments)))
        text_put(&call->value, "{}");
}
