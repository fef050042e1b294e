/* The Ops and what carries them out. */
#include "handlers.h"

#include <string.h>

struct row {
    const char *op;
    handler run;
};

static void run_syscall(struct call *call)
{
    if (!run_syscall_row(call))
        call_fault(call, "no such system call");
}

static void run_ioctl(struct call *call)
{
    if (!run_ioctl_row(call))
        call_fault(call, "no such ioctl");
}

static const struct row ROWS[] = {
    {"KACS_IOC_QUERY", run_query},
    {"kacs_get_sd", run_get_sd},
    {"kacs_set_sd", run_set_sd},
    {"kacs_access_check", run_access_check},
    {"kacs_access_check_list", run_access_check_list},
    {"kacs_open", run_open},
    {"kacs_get_mount_policy", run_get_mount_policy},
    {"kacs_set_mount_policy", run_set_mount_policy},
    {"raw.ioctl", run_raw_ioctl},
    {"raw.syscall", run_raw_syscall},
    {"world.close", run_close},
    {"world.duplicateHandle", run_duplicate_handle},
    {"world.descriptorFlags", run_descriptor_flags},
    {"world.open", run_world_open},
    {"world.read", run_read},
    {"world.listDirectory", run_list_directory},
    {"world.readlink", run_readlink},
    {"world.stat", run_stat},
    {"world.socket", run_socket},
    {"world.socketPair", run_socket_pair},
    {"world.listen", run_listen},
    {"world.connect", run_connect},
    {"world.accept", run_accept},
    {"world.sendMessage", run_send_message},
    {"world.receiveMessage", run_receive_message},
    {"world.credentials", run_credentials},
    {"world.sleep", run_sleep},
    {"world.events", run_events},
    {"world.describe", run_describe},
};

handler find_handler(const struct op_shape *op)
{
    if (is_syscall_row(op->name))
        return run_syscall;
    if (is_ioctl_row(op->name))
        return run_ioctl;
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        if (strcmp(ROWS[i].op, op->name) == 0)
            return ROWS[i].run;
    return NULL;
}
