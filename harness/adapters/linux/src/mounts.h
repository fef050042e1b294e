/* What a guest needs mounted. */
#ifndef KACS_MOUNTS_H
#define KACS_MOUNTS_H

#include <stdbool.h>
#include <stddef.h>

/* Mounts it all; what had to be done, and what could not be, one line each. */
void mount_all(char *notes, size_t size);
/* Whether a file system had to be given a mount policy. */
bool mounts_were_adopted(void);

#endif
