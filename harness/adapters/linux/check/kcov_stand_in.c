/*
 * A kcov in the agent itself, linked in before the C library (--wrap): the address that a system
 * call passes is its number. KCOV_FILE is /dev/zero then, of which each mapping is memory of its own.
 */
#include <asm/ioctl.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/kcov.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/types.h>

int __real_ioctl(int file, unsigned long request, ...);
void *__real_mmap(void *at, size_t size, int protection, int flags, int file, off_t offset);
long __real_syscall(long number, ...);

static _Thread_local int kcov_file = -1;
static _Thread_local uint64_t *words;
static _Thread_local unsigned long capacity;
static _Thread_local bool is_on;

int __wrap_ioctl(int file, unsigned long request, ...)
{
    va_list list;
    va_start(list, request);
    unsigned long argument = va_arg(list, unsigned long);
    va_end(list);
    if (request == KCOV_INIT_TRACE) {
        kcov_file = file;
        capacity = argument;
        return 0;
    }
    if (request == (unsigned long)KCOV_ENABLE || request == (unsigned long)KCOV_DISABLE) {
        bool wanted = request == (unsigned long)KCOV_ENABLE;
        if (fcntl(file, F_GETFD) < 0 || file != kcov_file || words == NULL || is_on == wanted) {
            errno = EINVAL;
            return -1;
        }
        is_on = wanted;
        return 0;
    }
    return __real_ioctl(file, request, argument);
}

void *__wrap_mmap(void *at, size_t size, int protection, int flags, int file, off_t offset)
{
    void *mapped = __real_mmap(at, size, protection, flags, file, offset);
    if (file >= 0 && file == kcov_file)
        words = mapped;
    return mapped;
}

long __wrap_syscall(long number, ...)
{
    long a[6];
    va_list list;
    va_start(list, number);
    for (int i = 0; i < 6; i++)
        a[i] = va_arg(list, long);
    va_end(list);
    if (is_on && words[0] + 1 < capacity)
        words[++words[0]] = (uint64_t)number;
    long result = __real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
    /* Nothing is recorded in a child until it asks for it. */
    if (number == SYS_clone && result == 0)
        is_on = false;
    return result;
}
