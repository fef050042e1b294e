/* Plays the steps that one actor makes by itself, and writes a record of each. */
#ifndef KACS_PLAY_H
#define KACS_PLAY_H

#include <stddef.h>

/*
 * Works off what the inbox of the slot holds: { steps, base, bindings, ended }, and for a branch of
 * a par block { branch, repeat, line, branches }. Records and bindings go to the slot. NULL, or why
 * the agent could not do it: then nothing that was recorded counts.
 */
const char *play_inbox(int slot, size_t length, const char *actor);

#endif
