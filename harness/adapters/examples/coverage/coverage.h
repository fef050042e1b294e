/* What an adapter in C or C++ links in so that the fuzzer sees where its own code was (the
 * capability `coverage`): coverage.c, beside code that was compiled with
 *
 *   -fsanitize-coverage=trace-pc          gcc and clang
 *   -fsanitize-coverage=trace-pc-guard    clang, one edge an index
 */
#ifndef KACS_COVERAGE_H
#define KACS_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Whether anything in this program was compiled for it: then `coverage` can be claimed. */
bool coverage_works(void);
/* The edges that this process, or one forked from it, reached since the last time; how many. What
 * there is no room for comes the next time. */
size_t coverage_take(uint32_t *edges, size_t room);

#ifdef __cplusplus
}
#endif

#endif
