/*
 * A bump allocator for each thread. It takes no locks, so that a child made by a fork can go on
 * with it whatever the other threads were doing.
 */
#include "arena.h"

#include "limits.h"

#include <jansson.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>

#define HEADER sizeof(size_t[2])

/* With AddressSanitizer nothing may be touched but what was asked for. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

#ifdef SANITIZED
#include <sanitizer/asan_interface.h>
#define ALLOW(at, count) ASAN_UNPOISON_MEMORY_REGION(at, count)
#define FORBID(at, count) ASAN_POISON_MEMORY_REGION(at, count)
#define MARGIN ((size_t)16)
#else
#define ALLOW(at, count) ((void)(at), (void)(count))
#define FORBID(at, count) ((void)(at), (void)(count))
#define MARGIN ((size_t)0)
#endif

static _Thread_local char *base;
static _Thread_local size_t used, highest;

void *arena_allocate(size_t size)
{
    if (base == NULL) {
        void *area = mmap(NULL, ARENA_BYTES, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (area == MAP_FAILED)
            return NULL;
        base = area;
        used = 0;
    }
    if (size > ARENA_BYTES)
        return NULL;
    size_t whole = HEADER + ((size + 15) & ~(size_t)15) + MARGIN;
    if (whole > ARENA_BYTES - used)
        return NULL;
    char *memory = base + used;
    FORBID(memory, whole);
    ALLOW(memory, HEADER + size);
    *(size_t *)memory = whole;
    used += whole;
    return memory + HEADER;
}

void arena_free(void *memory)
{
    if (memory == NULL)
        return;
    char *block = (char *)memory - HEADER;
    size_t whole = *(size_t *)block;
    FORBID(memory, whole - HEADER);
    if (block + whole != base + used)
        return;
    if (used > highest)
        highest = used;
    used -= whole;
}

void arena_reset(void)
{
    if (used > highest)
        highest = used;
    if (highest > ARENA_KEEP)
        madvise(base + ARENA_KEEP, highest - ARENA_KEEP, MADV_DONTNEED);
    FORBID(base, highest);
    used = 0;
    highest = 0;
}

void arena_leave(void)
{
    ALLOW(base, base == NULL ? 0 : ARENA_BYTES);
    if (base != NULL)
        munmap(base, ARENA_BYTES);
    base = NULL;
    used = 0;
    highest = 0;
}

void arena_setup(void)
{
    size_t seed = 1;
    if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) != sizeof seed || seed == 0)
        seed = (size_t)(uintptr_t)&seed;
    json_object_seed(seed);
    json_set_alloc_funcs(arena_allocate, arena_free);
}
