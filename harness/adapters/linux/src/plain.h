/* Ordinary Linux calls, each with the kernel's way to answer: zero or more, or a negative errno. */
#ifndef KACS_PLAIN_H
#define KACS_PLAIN_H

#include "sys.h"

long plain_call(long number, const unsigned long arguments[6]);
long plain_exec(const char *path, char *const words[]);
long plain_close(int descriptor);
long plain_dup(int descriptor);
long plain_descriptor_flags(int descriptor, int set);
long plain_read(int descriptor, void *to, size_t size);
long plain_read_link(const char *path, char *to, size_t size);
long plain_list(const char *path, struct text *names);
/* The open descriptors from 3 on that are not the agent's own, in order. */
size_t plain_handles(int *numbers, size_t room);
long plain_stat(const char *path, int descriptor, struct file_facts *facts);
long plain_copy_program(const char *path);
long plain_socket(int type);
long plain_socket_pair(int type, int ends[2]);
long plain_listen(int type, char *address, size_t size);
long plain_connect(int descriptor, const char *address);
long plain_accept(int descriptor);
long plain_send_handle(int socket, int descriptor);
long plain_receive_handle(int socket);
long plain_credentials(struct credentials *credentials);
long plain_sleep(uint32_t ms);
/* SIGKILL, and then until the process is gone, but not for ever. */
long plain_kill(pid_t process);
int plain_pidfd(pid_t process);
/* A child that belongs to the same parent as its maker. */
long plain_fork(void);

#endif
