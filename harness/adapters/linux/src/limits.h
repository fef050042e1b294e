/* Every bound of the agent in one place. */
#ifndef KACS_LIMITS_H
#define KACS_LIMITS_H

#include <stddef.h>

/* The longest line that is read or written. */
#define LINE_BYTES_MAX ((size_t)16 << 20)
/* What one request may allocate, in the thread that works on it. */
#define ARENA_BYTES ((size_t)512 << 20)
/* What stays of an arena between requests. */
#define ARENA_KEEP ((size_t)64 << 10)

/* Requests that are worked on at once. */
#define WINDOW 8
/* Actors that are alive at once. */
#define ACTORS_MAX 256
/* Branches of a par block. */
#define BRANCHES_MAX 32
/* Handles that one observation looks at. */
#define OBSERVED_MAX 64
/* Bytes of one guarded buffer. */
#define GUARDED_BYTES ((size_t)16 << 20)
/* Edges of the kernel that are kept until somebody asks, and in one answer; a power of two. */
#define EDGES_MAX 65536
/* Text of an actor's name. */
#define NAME_MAX_BYTES 128
#define PATH_BYTES 4096

/* Descriptors of the agent itself lie above those of the cases. */
#define DESCRIPTORS 8192
#define OWN_DESCRIPTORS 256

/* What one call may take, unless it sleeps on purpose. */
#define CALL_DEADLINE_MS 4000
/* How long a killed process may take to be gone. */
#define DEATH_DEADLINE_MS 3000

#endif
