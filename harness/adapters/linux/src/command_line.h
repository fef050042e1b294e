/* What the kernel was told by whoever started it. */
#ifndef KACS_COMMAND_LINE_H
#define KACS_COMMAND_LINE_H

#include <stdbool.h>
#include <stddef.h>

/* The value of NAME=VALUE on the kernel command line; false: it is not given. */
bool command_line(const char *name, char *to, size_t size);

#endif
