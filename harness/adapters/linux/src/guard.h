/*
 * Memory as a hostile caller would hand it to the kernel: each buffer ends at a page that is not
 * there, with a pattern in front, so that one byte too much in either direction is seen.
 */
#ifndef KACS_GUARD_H
#define KACS_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The buffers that one call may have at once. */
enum guarded {
    GUARD_STRUCT,
    GUARD_FIRST,
    GUARD_SECOND,
    GUARD_THIRD,
    GUARDS,
};

/* A buffer of this many bytes, filled with the pattern of the call; NULL if it cannot be had. */
unsigned char *guard_buffer(enum guarded which, size_t size);
/* The same, holding these bytes. */
unsigned char *guard_bytes(enum guarded which, const void *bytes, size_t size);
/* Whether the bytes in front of the buffer, and those from `written` on, are as they were. */
bool guard_intact(enum guarded which, size_t written);
/* What the first `size` bytes were before the call. */
unsigned char guard_pattern(size_t offset);
/* The page that holds the last byte takes no writes any more. */
void guard_read_only(enum guarded which);
/* An address that is no memory. */
uintptr_t guard_unmapped(void);
/* Between calls: the other fill pattern, and large buffers go back. */
void guard_turn(void);
/* The buffers of a thread that ends. */
void guard_leave(void);

/* Sixteen bytes in a row of what a slab allocator puts into memory that nobody owns. */
bool guard_sees_poison(const unsigned char *bytes, size_t size);

#endif
