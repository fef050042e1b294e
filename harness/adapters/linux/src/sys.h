/*
 * What the agent asks of the system under test. There are two of it: `sys_linux.c` makes the calls,
 * `sys_seam*.c` lets a served model answer those that are about KACS. All results are as the
 * kernel's: zero or more, or a negative errno.
 */
#ifndef KACS_SYS_H
#define KACS_SYS_H

#include "failing.h"
#include "text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Whether this agent was linked with the seam. */
extern const bool SYS_IS_SEAM;

long sys_call(long number, const unsigned long arguments[6]);
long sys_ioctl(int descriptor, unsigned long word, void *argument);
/* The same where something fails; with `problem` set no call was made. */
long sys_call_failing(struct failing *how, long number, const unsigned long arguments[6]);
long sys_ioctl_failing(struct failing *how, int descriptor, unsigned long word, void *argument);

/* Processes and threads. */
enum birth {
    BIRTH_OWN,
    BIRTH_INHERIT,
    BIRTH_FORK,
};

/* In the parent the child's number, in the child 0. */
long sys_fork(enum birth birth);
/* Asks for a thread: its caller then makes it, and the thread says so first of all. */
long sys_thread_wanted(char *ticket, size_t size);
void sys_thread_begins(const char *ticket);
/* Executes a file (NULL: this program) with these words; comes back only if it fails. */
long sys_exec(const char *path, char *const words[]);
/* In a process that was executed: what the one before it was. */
void sys_exec_words(char *to, size_t size);
void sys_executed(const char *words);
/* The end of the calling thread, or of its process. */
void sys_exit_thread(void);
_Noreturn void sys_exit_process(void);
long sys_kill(pid_t process);
/* A process died without having been asked to. */
void sys_process_died(pid_t process);
int sys_pidfd(pid_t process);

/* Descriptors. */
long sys_close(int descriptor);
long sys_dup(int descriptor);
/* F_SETFD if `set` is 0 or 1; then F_GETFD. */
long sys_descriptor_flags(int descriptor, int set);
/* Before a handle goes to another actor: its number there if that is settled, or -1. */
long sys_give(int descriptor, const char *actor);
/* The handle that came, under its number there. */
long sys_take(int descriptor, long number);

/* Files. */
long sys_open(const char *path, int flags);
long sys_read(int descriptor, void *to, size_t size);
long sys_read_link(const char *path, char *to, size_t size);
/* The names in a directory, as JSON. */
long sys_list(const char *path, struct text *names);
/* A path, or NULL and a descriptor. */
struct file_facts {
    uint32_t mode, uid, gid;
    uint64_t size;
};
long sys_stat(const char *path, int descriptor, struct file_facts *facts);
/* A copy of this program; whoever asks for it removes it. */
long sys_make_file(char *path, size_t size, const unsigned char *descriptor, size_t length);
/* The security descriptor of the copy, by an actor that may; 0 if there is nothing to do. */
long sys_label_file(const char *path, const unsigned char *descriptor, size_t length);

/* Sockets, SOCK_STREAM or SOCK_SEQPACKET. */
long sys_socket(int type);
long sys_socket_pair(int type, int ends[2]);
/* Listens under a name of its own choosing. */
long sys_listen(int type, char *address, size_t size);
long sys_connect(int descriptor, const char *address);
long sys_accept(int descriptor);
long sys_send_handle(int socket, int descriptor);
long sys_receive_handle(int socket);

/* All query classes of a token at once, as a JSON object; -ENOSYS: ask for each of them. */
long sys_classes(int token, struct text *text);

/* The rest. */
#define GROUPS_MAX 65536
struct credentials {
    uint32_t uid, euid, suid, gid, egid, sgid;
    /* How many there are, and room for GROUPS_MAX of them. */
    int group_count;
    gid_t *groups;
};
long sys_credentials(struct credentials *credentials);
long sys_sleep(uint32_t ms);
/* Starts to record events, or writes those since then as a JSON list. */
long sys_events(bool open, struct text *events);
/* Where a served model is reached that stands for the kernel: only for agents with the seam. */
void sys_use_seam(const char *where);
/* Once, when the profile is known; false: the model cannot be reached. */
bool sys_begin(const char *profile, uint32_t seed);
/* Called in each process before its first call. */
void sys_setup(const char *actor, int slot);

#endif
