/* Hex text and numbers out of JSON strings. */
#ifndef KACS_HEX_H
#define KACS_HEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether all of it is pairs of lower-case hex digits. */
bool is_hex(const char *text, size_t length);
/* The bytes of text for which is_hex() holds. */
void hex_bytes(void *to, const char *text, size_t length);
/* "0x" and one to sixteen digits. */
bool parse_u64(const char *text, uint64_t *number);

#endif
