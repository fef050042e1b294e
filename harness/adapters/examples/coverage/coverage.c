/* The edges that were reached since somebody asked: a table of numbers that the compiler's calls
 * fill. Compile this file itself without -fsanitize-coverage; see coverage.h.
 */
#define _GNU_SOURCE
#include "coverage.h"

#include <stdatomic.h>
#include <sys/mman.h>

enum { BITS = 16, PLACES = 1 << BITS, TRIES = 32 };

/* A place is free while it is 0. Aligned for every size of a page, see below. */
static _Alignas(1 << 16) _Atomic uint32_t reached[PLACES];
static _Atomic bool any;

/* Where the linker put the program: the same place has the same number in every run. */
extern const char __executable_start;

void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc_guard_init(uint32_t *start, const uint32_t *end);
void __sanitizer_cov_trace_pc_guard(const uint32_t *guard);

/* Processes that are forked later write into the same table. */
__attribute__((constructor)) static void share(void) {
    mmap(reached, sizeof reached, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED,
         -1, 0);
}

static void reach(uint32_t edge) {
    uint32_t at = edge * 0x9e3779b1u >> (32 - BITS);
    for (int tries = 0; tries < TRIES; tries++, at = (at + 1) % PLACES) {
        uint32_t there = atomic_load_explicit(&reached[at], memory_order_relaxed);
        if (there == 0 && atomic_compare_exchange_strong(&reached[at], &there, edge)) {
            atomic_store_explicit(&any, true, memory_order_relaxed);
            return;
        }
        if (there == edge) return;
    }
    /* So full a table has nothing more to say. */
}

void __sanitizer_cov_trace_pc(void) {
    reach((uint32_t)((uintptr_t)__builtin_return_address(0) - (uintptr_t)&__executable_start));
}

void __sanitizer_cov_trace_pc_guard_init(uint32_t *start, const uint32_t *end) {
    static uint32_t count;
    if (start == end || *start != 0) return;
    for (; start < end; start++) *start = ++count;
}

void __sanitizer_cov_trace_pc_guard(const uint32_t *guard) {
    if (*guard != 0) reach(*guard);
}

bool coverage_works(void) { return atomic_load(&any); }

size_t coverage_take(uint32_t *edges, size_t room) {
    size_t count = 0;
    for (int at = 0; at < PLACES && count < room; at++)
        if (atomic_load_explicit(&reached[at], memory_order_relaxed) != 0)
            edges[count++] = atomic_exchange(&reached[at], 0);
    return count;
}
