/* The agent's own descriptors lie above those of the cases, so that no case sees or meets them. */
#ifndef KACS_OWN_DESCRIPTORS_H
#define KACS_OWN_DESCRIPTORS_H

#include <stdbool.h>

/* Sets the limit of the process; once, before anything else. */
void own_descriptors_setup(void);
/* The lowest number that is ours. */
int own_descriptors_start(void);
bool is_own_descriptor(int descriptor);
/* Moves a descriptor there, close-on-exec; -1 if it was none. */
int own_descriptor(int descriptor);
/* The same number, kept across exec or not. */
void keep_on_exec(int descriptor, bool keep);

#endif
