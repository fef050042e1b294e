/*
 * A call made where something fails that mostly does not: no descriptor is free, or the kernel has
 * its fault injection fail at the nth point where it can.
 */
#ifndef KACS_FAILING_H
#define KACS_FAILING_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>

struct failing {
    bool no_descriptors;
    /* 0: nothing is injected. */
    uint32_t nth;
    /* Afterwards: whether the kernel got as far as the nth point. */
    bool injected;
    /* Why it cannot be had; NULL: it could, and the call was made. */
    const char *problem;
    struct rlimit limit;
    int file;
};

/* Around the call; false: it is not to be made, see `problem`. */
bool failing_begin(struct failing *how);
void failing_end(struct failing *how);
/* Whether this kernel has fault injection, and lets us use it. */
bool has_fault_injection(void);

#endif
