/* Linux: Documentation/dev-tools/kcov.rst. */
#include "kernel_coverage.h"

#include "own_descriptors.h"
#include "shared.h"

#include <fcntl.h>
#include <linux/kcov.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef KCOV_FILE
#define KCOV_FILE "/sys/kernel/debug/kcov"
#endif

/* Addresses of one call; what it passes after so many is not seen. */
#define WORDS ((size_t)64 << 10)
/* How far from its place an edge is looked for. */
#define TRIES 32

/* The kernel's list for one thread: how many there are, then the addresses. */
struct recorder {
    int file;
    bool was_tried, is_on;
    uint64_t *words;
};

static _Thread_local struct recorder own = {.file = -1};

static void close_recorder(struct recorder *recorder)
{
    if (recorder->words != NULL)
        munmap(recorder->words, WORDS * sizeof *recorder->words);
    if (recorder->file >= 0)
        close(recorder->file);
    recorder->words = NULL;
    recorder->file = -1;
}

static bool open_recorder(struct recorder *recorder)
{
    recorder->was_tried = true;
    recorder->file = own_descriptor(open(KCOV_FILE, O_RDWR | O_CLOEXEC));
    if (recorder->file < 0)
        return false;
    if (ioctl(recorder->file, KCOV_INIT_TRACE, WORDS) == 0) {
        void *words = mmap(NULL, WORDS * sizeof *recorder->words, PROT_READ | PROT_WRITE,
                           MAP_SHARED, recorder->file, 0);
        recorder->words = words == MAP_FAILED ? NULL : words;
    }
    if (recorder->words == NULL)
        close_recorder(recorder);
    return recorder->words != NULL;
}

static void start(struct recorder *recorder)
{
    recorder->is_on = ioctl(recorder->file, KCOV_ENABLE, KCOV_TRACE_PC) == 0;
    __atomic_store_n(&recorder->words[0], 0, __ATOMIC_RELAXED);
}

/* How many addresses there are. */
static size_t stop(struct recorder *recorder)
{
    uint64_t count = __atomic_load_n(&recorder->words[0], __ATOMIC_RELAXED);
    ioctl(recorder->file, KCOV_DISABLE, 0);
    recorder->is_on = false;
    return count < WORDS ? (size_t)count : WORDS - 1;
}

bool has_kernel_coverage(void)
{
    struct recorder recorder = {.file = -1};
    size_t count = 0;
    if (open_recorder(&recorder)) {
        start(&recorder);
        syscall(SYS_getppid);
        count = recorder.is_on ? stop(&recorder) : 0;
    }
    close_recorder(&recorder);
    return count > 0;
}

/* The upper half tells at most which of few regions it is. */
static uint32_t edge_of(uint64_t address)
{
    uint32_t edge = (uint32_t)address ^ (uint32_t)(address >> 32);
    return edge == 0 ? 1 : edge;
}

static void reach(uint32_t edge)
{
    uint32_t at = edge * 0x9e3779b1u >> 16;
    for (int tries = 0; tries < TRIES; tries++, at = (at + 1) % EDGES_MAX) {
        uint32_t there = atomic_load_explicit(&shared->edges[at], memory_order_relaxed);
        if (there == 0 && atomic_compare_exchange_strong(&shared->edges[at], &there, edge))
            return;
        if (there == edge)
            return;
    }
    /* So full a table has nothing more to say. */
}

void kernel_coverage_begin(void)
{
    if (atomic_load_explicit(&shared->wants_coverage, memory_order_relaxed) == 0)
        return;
    if (!own.was_tried)
        open_recorder(&own);
    if (own.words != NULL)
        start(&own);
}

void kernel_coverage_end(void)
{
    if (!own.is_on)
        return;
    size_t count = stop(&own);
    for (size_t i = 1; i <= count; i++)
        reach(edge_of(own.words[i]));
}

void kernel_coverage_leave(void)
{
    close_recorder(&own);
    own.was_tried = false;
    own.is_on = false;
}

size_t kernel_coverage_take(uint32_t *edges, size_t room)
{
    size_t count = 0;
    atomic_store(&shared->wants_coverage, 1);
    for (size_t at = 0; at < EDGES_MAX && count < room; at++)
        if (atomic_load_explicit(&shared->edges[at], memory_order_relaxed) != 0)
            edges[count++] = atomic_exchange(&shared->edges[at], 0);
    return count;
}
