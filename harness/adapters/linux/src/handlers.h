/* What carries out an Op that an actor can do by itself. */
#ifndef KACS_HANDLERS_H
#define KACS_HANDLERS_H

#include "op.h"

typedef void (*handler)(struct call *call);

/* NULL: the Op needs more than the actor (a new actor, another one, the observer). */
handler find_handler(const struct op_shape *op);

/* System calls and ioctls of KACS that fit the closed tables; false: the call is none of them. */
bool run_syscall_row(struct call *call);
bool run_ioctl_row(struct call *call);
bool is_syscall_row(const char *op);
bool is_ioctl_row(const char *op);

void run_query(struct call *call);
void run_get_sd(struct call *call);
void run_set_sd(struct call *call);
void run_access_check(struct call *call);
void run_access_check_list(struct call *call);
void run_open(struct call *call);
void run_get_mount_policy(struct call *call);
void run_set_mount_policy(struct call *call);
void run_raw_ioctl(struct call *call);
void run_raw_syscall(struct call *call);

void run_close(struct call *call);
void run_duplicate_handle(struct call *call);
void run_descriptor_flags(struct call *call);
void run_world_open(struct call *call);
void run_read(struct call *call);
void run_list_directory(struct call *call);
void run_readlink(struct call *call);
void run_stat(struct call *call);
void run_socket(struct call *call);
void run_socket_pair(struct call *call);
void run_listen(struct call *call);
void run_connect(struct call *call);
void run_accept(struct call *call);
void run_send_message(struct call *call);
void run_receive_message(struct call *call);
void run_credentials(struct call *call);
void run_sleep(struct call *call);
void run_events(struct call *call);
void run_describe(struct call *call);

/* The payload of a query class of a token handle: its length, or a negative errno. */
long query_token(int token, uint32_t class, unsigned char *payload, size_t capacity);

#endif
