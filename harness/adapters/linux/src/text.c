/* JSON text. */
#include "text.h"

#include <stdio.h>

static const char DIGITS[] = "0123456789abcdef";

/* Bytes of a well-formed UTF-8 sequence at this place; 0: there is none. */
static size_t sequence(const unsigned char *at, size_t left)
{
    if (at[0] < 0x80)
        return 1;
    size_t length = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
    if (at[0] < 0xc2 || at[0] > 0xf4 || length > left)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    if ((at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] > 0x9f))
        return 0;
    if ((at[0] == 0xf0 && at[1] < 0x90) || (at[0] == 0xf4 && at[1] > 0x8f))
        return 0;
    return length;
}

void text_quoted(struct text *text, const char *bytes, size_t count)
{
    const unsigned char *at = (const unsigned char *)bytes;
    text_add(text, "\"", 1);
    for (size_t i = 0; i < count;) {
        size_t length = sequence(at + i, count - i);
        if (at[i] == '"' || at[i] == '\\') {
            text_add(text, "\\", 1);
            text_add(text, bytes + i, 1);
        } else if (at[i] < 0x20) {
            char escape[] = {'\\', 'u', '0', '0', DIGITS[at[i] >> 4], DIGITS[at[i] & 15]};
            text_add(text, escape, sizeof escape);
        } else if (length == 0) {
            text_add(text, "\\ufffd", 6);
        } else {
            text_add(text, bytes + i, length);
        }
        i += length == 0 ? 1 : length;
    }
    text_add(text, "\"", 1);
}

void text_quoted_words(struct text *text, const char *words)
{
    text_quoted(text, words, strlen(words));
}

void text_number(struct text *text, int64_t number)
{
    char digits[24];
    char *at = digits + sizeof digits;
    uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
    do {
        *--at = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (number < 0)
        *--at = '-';
    text_add(text, at, (size_t)(digits + sizeof digits - at));
}

void text_u64(struct text *text, uint64_t number)
{
    char digits[20];
    char *at = digits + sizeof digits;
    *--at = '"';
    do {
        *--at = DIGITS[number & 15];
        number >>= 4;
    } while (number > 0);
    *--at = 'x';
    *--at = '0';
    *--at = '"';
    text_add(text, at, (size_t)(digits + sizeof digits - at));
}

void text_hex(struct text *text, const void *bytes, size_t count)
{
    const unsigned char *from = bytes;
    text_add(text, "\"", 1);
    if (count > (text->size - text->used) / 2) {
        text->overflow = true;
        return;
    }
    char *to = text->at + text->used;
    for (size_t i = 0; i < count; i++) {
        to[2 * i] = DIGITS[from[i] >> 4];
        to[2 * i + 1] = DIGITS[from[i] & 15];
    }
    text->used += 2 * count;
    text_add(text, "\"", 1);
}

void text_json(struct text *text, const json_t *value)
{
    size_t room = text->size - text->used;
    size_t length = json_dumpb(value, text->at + text->used, room, JSON_COMPACT);
    if (length > room)
        text->overflow = true;
    else
        text->used += length;
}
