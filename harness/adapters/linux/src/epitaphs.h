/* How actors died whom nobody knows any more: who asks for one by name is told. */
#ifndef KACS_EPITAPHS_H
#define KACS_EPITAPHS_H

#include <stdbool.h>
#include <stddef.h>

void epitaph_write(const char *name, const char *death, const char *signal);
/* False: nobody of that name died, or it was long ago. */
bool epitaph_read(const char *name, char *death, size_t size, char *signal, size_t signal_size);

#endif
