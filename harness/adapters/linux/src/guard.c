/* Guarded memory: for each thread a few areas, each between two pages that are not there. */
#include "guard.h"

#include "limits.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define FRONT 64
#define PAGE ((size_t)4096)
#define POISON_RUN 16

struct area {
    unsigned char *base;
    unsigned char *buffer;
    size_t size;
    bool read_only;
};

static _Thread_local struct area areas[GUARDS];
static _Thread_local unsigned turn;

/* Two patterns that differ in every bit, each different from byte to byte. */
unsigned char guard_pattern(size_t offset)
{
    unsigned char byte = (unsigned char)(offset * 37 + (offset >> 8) + 0xa5);
    return turn % 2 == 0 ? byte : (unsigned char)~byte;
}

static bool prepare(struct area *area)
{
    if (area->base != NULL)
        return true;
    void *whole = mmap(NULL, GUARDED_BYTES + 3 * PAGE, PROT_NONE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (whole == MAP_FAILED)
        return false;
    if (mprotect((char *)whole + PAGE, GUARDED_BYTES + PAGE, PROT_READ | PROT_WRITE) != 0) {
        munmap(whole, GUARDED_BYTES + 3 * PAGE);
        return false;
    }
    area->base = whole;
    return true;
}

unsigned char *guard_buffer(enum guarded which, size_t size)
{
    struct area *area = &areas[which];
    if (size > GUARDED_BYTES || !prepare(area))
        return NULL;
    area->buffer = area->base + 2 * PAGE + GUARDED_BYTES - size;
    area->size = size;
    for (size_t i = 0; i < FRONT; i++)
        (area->buffer - FRONT)[i] = guard_pattern(i);
    for (size_t i = 0; i < size; i++)
        area->buffer[i] = guard_pattern(i);
    return area->buffer;
}

unsigned char *guard_bytes(enum guarded which, const void *bytes, size_t size)
{
    unsigned char *buffer = guard_buffer(which, size);
    if (buffer != NULL && size > 0)
        memcpy(buffer, bytes, size);
    return buffer;
}

bool guard_intact(enum guarded which, size_t written)
{
    const struct area *area = &areas[which];
    for (size_t i = 0; i < FRONT; i++)
        if ((area->buffer - FRONT)[i] != guard_pattern(i))
            return false;
    for (size_t i = written; i < area->size; i++)
        if (area->buffer[i] != guard_pattern(i))
            return false;
    return true;
}

void guard_read_only(enum guarded which)
{
    struct area *area = &areas[which];
    area->read_only = true;
    mprotect(area->base + PAGE, GUARDED_BYTES + PAGE, PROT_READ);
}

uintptr_t guard_unmapped(void)
{
    /* The first page of an area is not there, and nobody maps anything over it. */
    prepare(&areas[GUARD_STRUCT]);
    return (uintptr_t)areas[GUARD_STRUCT].base;
}

void guard_turn(void)
{
    turn++;
    for (int i = 0; i < GUARDS; i++) {
        struct area *area = &areas[i];
        if (area->read_only)
            mprotect(area->base + PAGE, GUARDED_BYTES + PAGE, PROT_READ | PROT_WRITE);
        area->read_only = false;
        if (area->size > 32 * PAGE)
            madvise(area->base + PAGE, GUARDED_BYTES + PAGE, MADV_DONTNEED);
        area->size = 0;
    }
}

void guard_leave(void)
{
    for (int i = 0; i < GUARDS; i++) {
        if (areas[i].base != NULL)
            munmap(areas[i].base, GUARDED_BYTES + 3 * PAGE);
        areas[i].base = NULL;
    }
}

bool guard_sees_poison(const unsigned char *bytes, size_t size)
{
    static const unsigned char POISON[] = {0x6b, 0x5a, 0xa5, 0xbb, 0xcc};
    size_t run = 0;
    for (size_t i = 0; i < size; i++) {
        run = i > 0 && bytes[i] == bytes[i - 1] ? run + 1 : 1;
        if (run >= POISON_RUN && memchr(POISON, bytes[i], sizeof POISON) != NULL)
            return true;
    }
    return false;
}
