/*
 * Checks of kernel coverage on a kcov of a few lines, in place of the kernel's: what is asked of it,
 * when, and what becomes of the addresses that it writes. Prints what does not hold.
 */
#include "../src/kernel_coverage.h"
#include "../src/own_descriptors.h"
#include "../src/shared.h"

#include <asm/ioctl.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/kcov.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define TEXT UINT64_C(0xffffffff81000000)
/* The lower half, with the ones of the upper. */
#define EDGE(address) ((uint32_t)(address) ^ 0xffffffffu)

/* The kernel: what it lets one do, and what it was asked. */
static bool is_there, refuses_init, refuses_enable;
static int opened;
static _Thread_local int enabled_file = -1;
static _Thread_local uint64_t *words, capacity;
static int failures;

static void check(bool holds, const char *what)
{
    if (!holds)
        printf("%s\n", what);
    failures += !holds;
}

int open(const char *path, int flags, ...)
{
    (void)path;
    (void)flags;
    if (!is_there) {
        errno = ENOENT;
        return -1;
    }
    opened++;
    return memfd_create("kcov", MFD_CLOEXEC);
}

static int refuse(int number)
{
    errno = number;
    return -1;
}

int ioctl(int file, unsigned long request, ...)
{
    va_list list;
    va_start(list, request);
    unsigned long argument = va_arg(list, unsigned long);
    va_end(list);
    if (request == KCOV_INIT_TRACE) {
        capacity = argument;
        return refuses_init ? refuse(EBUSY) : ftruncate(file, (off_t)(8 * argument));
    }
    if (request == (unsigned long)KCOV_ENABLE) {
        if (refuses_enable || enabled_file >= 0 || argument != KCOV_TRACE_PC)
            return refuse(EBUSY);
        words = mmap(NULL, 8 * capacity, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        enabled_file = file;
        return 0;
    }
    if (request != (unsigned long)KCOV_DISABLE || argument != 0 || enabled_file != file)
        return refuse(EINVAL);
    munmap(words, 8 * capacity);
    enabled_file = -1;
    return 0;
}

/* The kernel passes an address in the calling thread. */
static void pass(uint64_t address)
{
    if (enabled_file < 0 || words[0] + 1 >= capacity)
        return;
    words[++words[0]] = address;
}

long syscall(long number, ...)
{
    (void)number;
    pass(TEXT);
    return 1;
}

static int open_files(void)
{
    int count = 0;
    for (int file = 3; file < DESCRIPTORS; file++)
        count += fcntl(file, F_GETFD) >= 0;
    return count;
}

static uint32_t edges[EDGES_MAX];

static size_t take(void)
{
    return kernel_coverage_take(edges, EDGES_MAX);
}

static bool has_edge(size_t count, uint32_t edge)
{
    for (size_t i = 0; i < count; i++)
        if (edges[i] == edge)
            return true;
    return false;
}

static void check_whether(void)
{
    int before = open_files();
    check(!has_kernel_coverage(), "without the file there is none");
    is_there = refuses_init = true;
    check(!has_kernel_coverage(), "nor where it takes no size");
    refuses_init = false;
    refuses_enable = true;
    check(!has_kernel_coverage(), "nor where it cannot be switched on");
    refuses_enable = false;
    check(has_kernel_coverage(), "with all of that there is");
    check(open_files() == before, "trying it leaves nothing open");
    check(enabled_file < 0, "and nothing switched on");
}

static void check_calls(void)
{
    opened = 0;
    kernel_coverage_begin();
    pass(TEXT + 1);
    kernel_coverage_end();
    check(opened == 0, "as long as nobody asks nothing is recorded");
    check(take() == 0, "at first there is nothing");
    kernel_coverage_begin();
    pass(TEXT + 1);
    pass(TEXT + 2);
    pass(TEXT + 1);
    kernel_coverage_end();
    check(enabled_file < 0, "between calls it is switched off");
    size_t count = take();
    check(count == 2 && has_edge(count, EDGE(TEXT + 1)) && has_edge(count, EDGE(TEXT + 2)),
          "each address is one edge");
    check(take() == 0, "an edge is told of once");
    pass(TEXT + 3);
    kernel_coverage_begin();
    pass(TEXT + 1);
    kernel_coverage_end();
    check(take() == 1, "a call begins with no address of the one before it");
    check(opened == 1, "a thread has one list for all its calls");
}

static void check_bounds(void)
{
    kernel_coverage_begin();
    for (uint64_t i = 0; i < 2 * EDGES_MAX; i++)
        pass(TEXT + 16 * i);
    kernel_coverage_end();
    size_t count = kernel_coverage_take(edges, 10);
    check(count == 10, "no more is taken than there is room for");
    count += take();
    check(count > EDGES_MAX / 2 && count < EDGES_MAX, "the rest comes the next time");
    kernel_coverage_begin();
    words[0] = UINT64_MAX;
    kernel_coverage_end();
    take();
    refuses_enable = true;
    kernel_coverage_begin();
    pass(TEXT + 5);
    kernel_coverage_end();
    check(take() == 0, "where it cannot be switched on the call goes without");
    refuses_enable = false;
}

static void *other_thread(void *ignored)
{
    kernel_coverage_begin();
    pass(TEXT + 7);
    kernel_coverage_end();
    kernel_coverage_leave();
    return ignored;
}

static void check_threads(void)
{
    int before = open_files();
    pthread_t thread;
    kernel_coverage_begin();
    pass(TEXT + 6);
    check(pthread_create(&thread, NULL, other_thread, NULL) == 0, "a thread can be made");
    pthread_join(thread, NULL);
    kernel_coverage_end();
    check(take() == 2, "each thread has a list of its own");
    check(open_files() == before, "a thread that ends takes it along");
    fflush(stdout);
    kernel_coverage_begin();
    pid_t child = fork();
    if (child == 0) {
        /* The kernel records nothing in the child of one whose calls it records. */
        enabled_file = -1;
        failures = 0;
        kernel_coverage_leave();
        check(open_files() == before - 1, "a child has nothing of its parent's");
        kernel_coverage_begin();
        pass(TEXT + 8);
        kernel_coverage_end();
        fflush(stdout);
        _exit(failures);
    }
    int status;
    waitpid(child, &status, 0);
    pass(TEXT + 9);
    kernel_coverage_end();
    check(status == 0, "the child is well");
    size_t count = take();
    check(count == 2 && has_edge(count, EDGE(TEXT + 8)) && has_edge(count, EDGE(TEXT + 9)),
          "what a child passes is told of with the rest");
    kernel_coverage_leave();
    check(open_files() == before - 1, "whoever leaves leaves nothing");
}

int main(void)
{
    own_descriptors_setup();
    check(shared_create() == 0, "there is memory to share");
    check_whether();
    check_calls();
    check_bounds();
    check_threads();
    return failures > 0;
}
