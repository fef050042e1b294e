/* Text that is built piece by piece in memory of fixed size; too much of it is noticed. */
#ifndef KACS_TEXT_H
#define KACS_TEXT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct text {
    char *at;
    size_t used, size;
    bool overflow;
};

static inline void text_init(struct text *text, char *at, size_t size)
{
    *text = (struct text){at, 0, size, false};
}

static inline void text_add(struct text *text, const char *bytes, size_t count)
{
    if (count > text->size - text->used) {
        text->overflow = true;
        return;
    }
    memcpy(text->at + text->used, bytes, count);
    text->used += count;
}

static inline void text_put(struct text *text, const char *words)
{
    text_add(text, words, strlen(words));
}

/* A value of jansson's. */
void text_json(struct text *text, const json_t *value);
/* A JSON string with its quotes. */
void text_quoted(struct text *text, const char *bytes, size_t count);
void text_quoted_words(struct text *text, const char *words);
void text_number(struct text *text, int64_t number);
/* "0x…" with its quotes. */
void text_u64(struct text *text, uint64_t number);
/* Bytes as hex, with quotes. */
void text_hex(struct text *text, const void *bytes, size_t count);

#endif
