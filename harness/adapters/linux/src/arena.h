/* Memory of one request: each thread has an area of its own, and gives it back as a whole. */
#ifndef KACS_ARENA_H
#define KACS_ARENA_H

#include <stddef.h>

/* Makes jansson take its memory from here; before any thread starts. */
void arena_setup(void);
/* NULL when the area is used up: nothing else bounds what a request may need. */
void *arena_allocate(size_t size);
void arena_free(void *memory);
/* Everything that this thread allocated is gone. */
void arena_reset(void);
/* The area of a thread that ends. */
void arena_leave(void);

#endif
