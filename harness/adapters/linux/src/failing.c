/* Linux: RLIMIT_NOFILE, and fail-nth of Documentation/fault-injection/fault-injection.rst. */
#include "failing.h"

#include "own_descriptors.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef FAIL_NTH
#define FAIL_NTH "/proc/thread-self/fail-nth"
#endif

bool has_fault_injection(void)
{
    return access(FAIL_NTH, R_OK | W_OK) == 0;
}

static bool set_nth(const struct failing *how, uint32_t nth)
{
    char digits[16];
    int length = snprintf(digits, sizeof digits, "%u", nth);
    return pwrite(how->file, digits, (size_t)length, 0) == length;
}

/* Existing descriptors are none the worse for it. */
static bool take_descriptors(struct failing *how)
{
    if (getrlimit(RLIMIT_NOFILE, &how->limit) != 0)
        return false;
    struct rlimit none = {.rlim_cur = 0, .rlim_max = how->limit.rlim_max};
    return setrlimit(RLIMIT_NOFILE, &none) == 0;
}

static void give_descriptors(const struct failing *how)
{
    setrlimit(RLIMIT_NOFILE, &how->limit);
}

bool failing_begin(struct failing *how)
{
    how->file = how->nth == 0 ? -1 : own_descriptor(open(FAIL_NTH, O_RDWR | O_CLOEXEC));
    if (how->nth > 0 && how->file < 0) {
        how->problem = "failNth: this kernel has no fault injection that the actor may use";
        return false;
    }
    if (how->no_descriptors && !take_descriptors(how)) {
        how->problem = "noDescriptors: RLIMIT_NOFILE cannot be lowered";
        how->no_descriptors = false;
        failing_end(how);
        return false;
    }
    /* Last of all: from here on the kernel counts. */
    if (how->file >= 0 && !set_nth(how, how->nth)) {
        how->problem = "failNth: fault injection cannot be switched on";
        failing_end(how);
        return false;
    }
    return true;
}

void failing_end(struct failing *how)
{
    char digits[16] = "";
    if (how->file >= 0) {
        /* The kernel counts down; at 0 it has failed. */
        how->injected = pread(how->file, digits, sizeof digits - 1, 0) > 0 && atoi(digits) == 0;
        set_nth(how, 0);
    }
    if (how->no_descriptors)
        give_descriptors(how);
    if (how->file >= 0)
        close(how->file);
}
