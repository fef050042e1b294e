/*
 * Where the kernel has been in the calls of the actors (kcov): each thread has the kernel write the
 * addresses that it passes, and what is new of them goes into memory that all processes share.
 */
#ifndef KACS_KERNEL_COVERAGE_H
#define KACS_KERNEL_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether this kernel has kcov, and lets us use it: it is tried. */
bool has_kernel_coverage(void);

/* Around a call; nothing happens before somebody has asked for coverage. */
void kernel_coverage_begin(void);
void kernel_coverage_end(void);
/* The thread ends, or is the first of a process that was forked. */
void kernel_coverage_leave(void);

/* What was passed since the last time; how many. What there is no room for comes the next time. */
size_t kernel_coverage_take(uint32_t *edges, size_t room);

#endif
