/* World controls over descriptors and files. */
#include "arena.h"
#include "handlers.h"
#include "limits.h"
#include "sys.h"

#include <fcntl.h>

void run_close(struct call *call)
{
    if (call_succeeded(call, sys_close((int)number_argument(call, "handle", 0))))
        text_put(&call->value, "{}");
}

void run_duplicate_handle(struct call *call)
{
    call_handle(call, sys_dup((int)number_argument(call, "handle", 0)));
}

void run_descriptor_flags(struct call *call)
{
    int set = has_argument(call, "set") ? (int)number_argument(call, "set", 0) : -1;
    long flags = sys_descriptor_flags((int)number_argument(call, "handle", 0), set);
    if (call_succeeded(call, flags))
        text_put(&call->value,
                 flags & FD_CLOEXEC ? "{\"closeOnExec\":true}" : "{\"closeOnExec\":false}");
}

void run_world_open(struct call *call)
{
    call_handle(call, sys_open(text_argument(call, "path"),
                               (int)number_argument(call, "flags", O_RDONLY)));
}

void run_read(struct call *call)
{
    size_t room = LINE_BYTES_MAX / 4;
    size_t limit = number_argument(call, "limit", room);
    unsigned char *bytes = arena_allocate(limit < room ? limit + 1 : room);
    if (bytes == NULL) {
        call_fault(call, "no memory to read into");
        return;
    }
    long length = sys_read((int)number_argument(call, "handle", 0), bytes,
                           limit < room ? limit : room);
    if (!call_succeeded(call, length))
        return;
    text_put(&call->value, "{\"data\":");
    text_hex(&call->value, bytes, (size_t)length);
    text_put(&call->value, "}");
}

void run_list_directory(struct call *call)
{
    text_put(&call->value, "{\"names\":");
    long result = sys_list(text_argument(call, "path"), &call->value);
    text_put(&call->value, "}");
    if (result < 0)
        call->value.used = 0;
    call_succeeded(call, result);
}

void run_readlink(struct call *call)
{
    char target[PATH_BYTES];
    long length = sys_read_link(text_argument(call, "path"), target, sizeof target);
    if (!call_succeeded(call, length))
        return;
    text_put(&call->value, "{\"target\":");
    text_quoted(&call->value, target, (size_t)length);
    text_put(&call->value, "}");
}

void run_stat(struct call *call)
{
    struct file_facts facts;
    long result = sys_stat(text_argument(call, "path"),
                           (int)number_argument(call, "handle", (uint64_t)-1), &facts);
    if (!call_succeeded(call, result))
        return;
    text_put(&call->value, "{\"mode\":");
    text_number(&call->value, facts.mode);
    text_put(&call->value, ",\"uid\":");
    text_number(&call->value, facts.uid);
    text_put(&call->value, ",\"gid\":");
    text_number(&call->value, facts.gid);
    text_put(&call->value, ",\"size\":");
    text_u64(&call->value, facts.size);
    text_put(&call->value, "}");
}
