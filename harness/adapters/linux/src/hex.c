/* Hex text. */
#include "hex.h"

static int digit(char character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    if (character >= 'a' && character <= 'f')
        return character - 'a' + 10;
    return -1;
}

bool is_hex(const char *text, size_t length)
{
    if (length % 2 != 0)
        return false;
    for (size_t i = 0; i < length; i++)
        if (digit(text[i]) < 0)
            return false;
    return true;
}

void hex_bytes(void *to, const char *text, size_t length)
{
    unsigned char *bytes = to;
    for (size_t i = 0; i + 1 < length; i += 2)
        bytes[i / 2] = (unsigned char)(digit(text[i]) << 4 | digit(text[i + 1]));
}

bool parse_u64(const char *text, uint64_t *number)
{
    if (text[0] != '0' || text[1] != 'x' || text[2] == '\0')
        return false;
    *number = 0;
    for (size_t i = 2; text[i] != '\0'; i++) {
        int value = digit(text[i]);
        if (value < 0 || i >= 18)
            return false;
        *number = *number << 4 | (unsigned)value;
    }
    return true;
}
