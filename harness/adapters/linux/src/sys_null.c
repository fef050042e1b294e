/* No system at all, for fuzzing: calls do nothing, and return this and that in turn. */
#include "sys.h"

#include <errno.h>

const bool SYS_IS_SEAM = false;

static unsigned long turn;

/* Successes and refusals in turn. */
static long answer(void)
{
    static const long ANSWERS[] = {0, 3, -EINVAL, 7, -ERANGE, -EACCES, 0x1234, -ENOSYS};
    return ANSWERS[turn++ % (sizeof ANSWERS / sizeof ANSWERS[0])];
}

long sys_call(long number, const unsigned long arguments[6])
{
    (void)number;
    (void)arguments;
    return answer();
}

long sys_ioctl(int descriptor, unsigned long word, void *argument)
{
    (void)descriptor;
    (void)word;
    (void)argument;
    return answer();
}

long sys_call_failing(struct failing *how, long number, const unsigned long arguments[6])
{
    how->injected = true;
    return sys_call(number, arguments);
}

long sys_ioctl_failing(struct failing *how, int descriptor, unsigned long word, void *argument)
{
    how->injected = true;
    return sys_ioctl(descriptor, word, argument);
}

int sys_pidfd(pid_t process)
{
    (void)process;
    errno = ESRCH;
    return -1;
}

long sys_close(int descriptor)
{
    (void)descriptor;
    return answer();
}

long sys_dup(int descriptor)
{
    (void)descriptor;
    return answer();
}

long sys_descriptor_flags(int descriptor, int set)
{
    (void)descriptor;
    (void)set;
    return answer();
}

long sys_open(const char *path, int flags)
{
    (void)path;
    (void)flags;
    return answer();
}

long sys_read(int descriptor, void *to, size_t size)
{
    long length = answer();
    (void)descriptor;
    if (length > 0 && (size_t)length <= size)
        memset(to, 'r', (size_t)length);
    return length > (long)size ? -EINVAL : length;
}

long sys_read_link(const char *path, char *to, size_t size)
{
    (void)path;
    return sys_read(0, to, size);
}

long sys_list(const char *path, struct text *names)
{
    text_put(names, "[\"1\"]");
    (void)path;
    return answer();
}

long sys_stat(const char *path, int descriptor, struct file_facts *facts)
{
    (void)path;
    (void)descriptor;
    *facts = (struct file_facts){0};
    return answer();
}

long sys_socket(int type)
{
    (void)type;
    return answer();
}

long sys_socket_pair(int type, int ends[2])
{
    (void)type;
    ends[0] = 3;
    ends[1] = 4;
    return answer();
}

long sys_listen(int type, char *address, size_t size)
{
    (void)type;
    if (size > 0)
        address[0] = '\0';
    return answer();
}

long sys_connect(int descriptor, const char *address)
{
    (void)descriptor;
    (void)address;
    return answer();
}

long sys_accept(int descriptor)
{
    (void)descriptor;
    return answer();
}

long sys_send_handle(int socket, int descriptor)
{
    (void)socket;
    (void)descriptor;
    return answer();
}

long sys_receive_handle(int socket)
{
    (void)socket;
    return answer();
}

long sys_credentials(struct credentials *credentials)
{
    credentials->group_count = 0;
    return answer();
}

long sys_sleep(uint32_t ms)
{
    (void)ms;
    return answer();
}

long sys_events(bool open, struct text *events)
{
    (void)open;
    text_put(events, "[]");
    return answer();
}
