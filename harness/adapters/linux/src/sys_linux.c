/* The running kernel as the system under test. */
#include "sys.h"

#include "plain.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

const bool SYS_IS_SEAM = false;

/* The system call of kacs_set_sd and what it needs (PSD-004 v0.20 §13.1, §13.6). */
#define KACS_SET_SD 1022
#define OWNER_INFORMATION 0x1u
#define GROUP_INFORMATION 0x2u
#define DACL_INFORMATION 0x4u
#define SACL_INFORMATION 0x8u
#define LABEL_INFORMATION 0x10u
#define SD_HEADER 20
#define LABEL_ACE 0x11

void sys_use_seam(const char *where)
{
    (void)where;
}

bool sys_begin(const char *profile, uint32_t seed)
{
    (void)profile;
    (void)seed;
    return true;
}

void sys_setup(const char *actor, int slot)
{
    (void)actor;
    (void)slot;
}

long sys_call(long number, const unsigned long arguments[6])
{
    return plain_call(number, arguments);
}

long sys_ioctl(int descriptor, unsigned long word, void *argument)
{
    long result = ioctl(descriptor, word, argument);
    return result < 0 ? -errno : result;
}

long sys_call_failing(struct failing *how, long number, const unsigned long arguments[6])
{
    if (!failing_begin(how))
        return 0;
    long result = sys_call(number, arguments);
    failing_end(how);
    return result;
}

long sys_ioctl_failing(struct failing *how, int descriptor, unsigned long word, void *argument)
{
    if (!failing_begin(how))
        return 0;
    long result = sys_ioctl(descriptor, word, argument);
    failing_end(how);
    return result;
}

long sys_fork(enum birth birth)
{
    (void)birth;
    return plain_fork();
}

long sys_thread_wanted(char *ticket, size_t size)
{
    if (size > 0)
        ticket[0] = '\0';
    return 0;
}

void sys_thread_begins(const char *ticket)
{
    (void)ticket;
}

long sys_exec(const char *path, char *const words[])
{
    return plain_exec(path, words);
}

void sys_exec_words(char *to, size_t size)
{
    if (size > 0)
        to[0] = '\0';
}

void sys_executed(const char *words)
{
    (void)words;
}

void sys_exit_thread(void)
{
}

void sys_exit_process(void)
{
    _exit(0);
}

long sys_kill(pid_t process)
{
    return plain_kill(process);
}

void sys_process_died(pid_t process)
{
    (void)process;
}

int sys_pidfd(pid_t process)
{
    return plain_pidfd(process);
}

long sys_close(int descriptor)
{
    return plain_close(descriptor);
}

long sys_dup(int descriptor)
{
    return plain_dup(descriptor);
}

long sys_descriptor_flags(int descriptor, int set)
{
    return plain_descriptor_flags(descriptor, set);
}

long sys_give(int descriptor, const char *actor)
{
    (void)actor;
    return fcntl(descriptor, F_GETFD) < 0 ? -errno : 0;
}

long sys_take(int descriptor, long number)
{
    (void)number;
    long taken = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    long result = taken < 0 ? -errno : taken;
    close(descriptor);
    return result;
}

long sys_open(const char *path, int flags)
{
    long made = open(path, flags | O_NONBLOCK);
    return made < 0 ? -errno : made;
}

long sys_read(int descriptor, void *to, size_t size)
{
    return plain_read(descriptor, to, size);
}

long sys_read_link(const char *path, char *to, size_t size)
{
    return plain_read_link(path, to, size);
}

long sys_list(const char *path, struct text *names)
{
    return plain_list(path, names);
}

long sys_stat(const char *path, int descriptor, struct file_facts *facts)
{
    return plain_stat(path, descriptor, facts);
}

long sys_make_file(char *path, size_t size, const unsigned char *descriptor, size_t length)
{
    (void)size;
    (void)descriptor;
    (void)length;
    return plain_copy_program(path);
}

static uint32_t number_at(const unsigned char *bytes, size_t at, size_t width)
{
    uint32_t number = 0;
    for (size_t i = 0; i < width; i++)
        number |= (uint32_t)bytes[at + i] << (8 * i);
    return number;
}

/* Whether the SACL is one mandatory label, which is set by another component than the rest. */
static bool is_label(const unsigned char *bytes, size_t length)
{
    size_t at = number_at(bytes, 12, 4);
    return at + 9 <= length && number_at(bytes, at + 4, 2) == 1 && bytes[at + 8] == LABEL_ACE;
}

long sys_label_file(const char *path, const unsigned char *descriptor, size_t length)
{
    if (length < SD_HEADER)
        return -EINVAL;
    unsigned long information = 0;
    if (number_at(descriptor, 4, 4) != 0)
        information |= OWNER_INFORMATION;
    if (number_at(descriptor, 8, 4) != 0)
        information |= GROUP_INFORMATION;
    if (number_at(descriptor, 16, 4) != 0)
        information |= DACL_INFORMATION;
    if (number_at(descriptor, 12, 4) != 0)
        information |= is_label(descriptor, length) ? LABEL_INFORMATION : SACL_INFORMATION;
    const unsigned long arguments[6] = {(unsigned long)AT_FDCWD, (unsigned long)path,
                                        information, (unsigned long)descriptor, length, 0};
    return plain_call(KACS_SET_SD, arguments);
}

long sys_classes(int token, struct text *text)
{
    (void)token;
    (void)text;
    return -ENOSYS;
}

long sys_socket(int type)
{
    return plain_socket(type);
}

long sys_socket_pair(int type, int ends[2])
{
    return plain_socket_pair(type, ends);
}

long sys_listen(int type, char *address, size_t size)
{
    return plain_listen(type, address, size);
}

long sys_connect(int descriptor, const char *address)
{
    return plain_connect(descriptor, address);
}

long sys_accept(int descriptor)
{
    return plain_accept(descriptor);
}

long sys_send_handle(int socket, int descriptor)
{
    return plain_send_handle(socket, descriptor);
}

long sys_receive_handle(int socket)
{
    return plain_receive_handle(socket);
}

long sys_credentials(struct credentials *credentials)
{
    return plain_credentials(credentials);
}

long sys_sleep(uint32_t ms)
{
    return plain_sleep(ms);
}

long sys_events(bool open, struct text *events)
{
    (void)open;
    (void)events;
    return -ENOSYS;
}
