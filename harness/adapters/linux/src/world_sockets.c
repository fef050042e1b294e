/* World controls over Unix sockets. */
#include "handlers.h"
#include "limits.h"
#include "sys.h"

#include <sys/socket.h>

static int type_of(const struct call *call)
{
    const char *type = text_argument(call, "type");
    return type[1] == 'e' ? SOCK_SEQPACKET : SOCK_STREAM;
}

static int handle_of(const struct call *call, const char *name)
{
    return (int)number_argument(call, name, 0);
}

void run_socket(struct call *call)
{
    call_handle(call, sys_socket(type_of(call)));
}

void run_socket_pair(struct call *call)
{
    int ends[2];
    if (!call_succeeded(call, sys_socket_pair(type_of(call), ends)))
        return;
    text_put(&call->value, "{\"first\":");
    text_number(&call->value, ends[0]);
    text_put(&call->value, ",\"second\":");
    text_number(&call->value, ends[1]);
    text_put(&call->value, "}");
}

void run_listen(struct call *call)
{
    char address[NAME_MAX_BYTES];
    long handle = sys_listen(type_of(call), address, sizeof address);
    if (!call_succeeded(call, handle))
        return;
    text_put(&call->value, "{\"handle\":");
    text_number(&call->value, handle);
    text_put(&call->value, ",\"address\":");
    text_quoted_words(&call->value, address);
    text_put(&call->value, "}");
}

void run_connect(struct call *call)
{
    long result = sys_connect(handle_of(call, "socket"), text_argument(call, "address"));
    if (call_succeeded(call, result))
        text_put(&call->value, "{}");
}

void run_accept(struct call *call)
{
    call_handle(call, sys_accept(handle_of(call, "handle")));
}

void run_send_message(struct call *call)
{
    long result = sys_send_handle(handle_of(call, "socket"), handle_of(call, "handle"));
    if (call_succeeded(call, result))
        text_put(&call->value, "{}");
}

void run_receive_message(struct call *call)
{
    call_handle(call, sys_receive_handle(handle_of(call, "socket")));
}
