/*
 * Memory that every process of the agent shares: a slot for each actor, with what it is to do and
 * what it has done so far, so that nothing of that is lost when it dies.
 */
#ifndef KACS_SHARED_H
#define KACS_SHARED_H

#include "limits.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define PAIRS_MAX 1024
#define SEAM_PATH_BYTES 108

/* A common start of the branches of a par block. */
struct start_line {
    _Atomic uint32_t arrived;
    _Atomic uint32_t lap;
    _Atomic uint32_t broken;
};

struct slot {
    /* Index of the step that it works on, within what it was told; one more after the last. */
    _Atomic uint32_t progress;
    /* Which life of the slot this is: rounds of a block, for the records of a death. */
    _Atomic uint32_t iteration;
    _Atomic uint64_t records_used;
    _Atomic uint64_t bindings_used;
    /* It waits for the other branches of a block. */
    _Atomic uint32_t waits;
    /* A number behind the call under way, for the records of a death. */
    _Atomic uint64_t started_at;
    /* Who lives here, and what the seam calls it. */
    char name[NAME_MAX_BYTES];
    char seam_name[NAME_MAX_BYTES];
};

/* A number of this system, and what it is called where the seam leads; 0: free. */
struct number_pair {
    _Atomic int32_t ours;
    _Atomic int32_t theirs;
};

struct shared {
    /* Points in time, for the order of calls. */
    _Atomic uint64_t clock;
    _Atomic uint32_t profile;
    /* Not set: the system has no KACS, and no identity is minted. */
    _Atomic uint32_t has_kacs;
    _Atomic uint32_t files_made;
    /* The kernel has coverage to give; somebody asked for it. */
    _Atomic uint32_t has_coverage, wants_coverage;
    char seam_path[SEAM_PATH_BYTES];
    char folder[64];
    struct start_line start_lines[WINDOW];
    struct slot slots[ACTORS_MAX];
    struct number_pair pairs[PAIRS_MAX];
    /* What calls passed in the kernel; a place is free while it is 0. */
    _Atomic uint32_t edges[EDGES_MAX];
};

extern struct shared *shared;

/* Makes the memory; -1 if it cannot be had. The descriptor is the agent's own. */
int shared_create(void);
/* Maps the memory of an agent that executed this program. */
bool shared_attach(int descriptor);
int shared_descriptor(void);

/* What an actor is told, the records of its calls, and what they bound. */
char *slot_inbox(int slot);
char *slot_records(int slot);
char *slot_bindings(int slot);
/* The memory of a slot that is used no more goes back. */
void slot_clear(int slot);

#endif
