/* What a guest needs mounted. */
#ifndef KACS_MOUNTS_H
#define KACS_MOUNTS_H

#include <stddef.h>

/* Mounts it all; what had to be done, and what could not be, one line each. */
void mount_all(char *notes, size_t size);

#endif
