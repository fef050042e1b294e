/*
 * The token ioctls but QUERY, one row each: words, sizes and offsets as in PSD-004 v0.20 §13.2 and
 * §13.6(2). A list or bytes that the struct points to lie in a buffer of their own.
 */
#include "arena.h"
#include "guard.h"
#include "handlers.h"
#include "shared.h"
#include "sys.h"

#include <string.h>

#define STRUCT_MAX 256
#define FIELDS_MAX 6

struct field {
    const char *name;
    uint8_t offset, width;
};

enum points_to {
    POINTS_NOWHERE,
    /* Hex bytes; 0 where they are not given. */
    POINTS_TO_BYTES,
    /* Entries of two 32-bit numbers. */
    POINTS_TO_PAIRS,
};

struct ioctl_row {
    const char *op;
    uint32_t word;
    uint32_t size;
    struct field in[FIELDS_MAX];
    enum points_to points_to;
    /* What the pointer leads to, and where pointer and length (or count) stand. */
    const char *data;
    uint8_t pointer_at, length_at;
    /* Where the length is stated otherwise; the members of a pair. */
    const char *length_name, *first, *second;
    /* What comes back: a handle, a number, or 64-bit words to the end of the struct. */
    struct field out;
};

static const struct ioctl_row ROWS[] = {
    {.op = "KACS_IOC_ADJUST_PRIVS", .word = 0x40184B01, .size = 24, .in = {{"pad", 4, 4}},
     .points_to = POINTS_TO_PAIRS, .data = "entries", .pointer_at = 8, .length_at = 0,
     .length_name = "count", .first = "luid", .second = "attributes",
     .out = {"previousEnabled", 16, 8}},
    {.op = "KACS_IOC_DUPLICATE", .word = 0xC0104B02, .size = 16,
     .in = {{"accessMask", 0, 4}, {"tokenType", 4, 4}, {"level", 8, 4}}, .out = {"handle", 12, 4}},
    {.op = "KACS_IOC_INSTALL", .word = 0x00004B03},
    {.op = "KACS_IOC_RESTRICT", .word = 0xC0284B04, .size = 40,
     .in = {{"privilegesToDelete", 0, 8},
            {"denyIndexCount", 8, 4},
            {"restrictSidCount", 12, 4},
            {"flags", 20, 4}},
     .points_to = POINTS_TO_BYTES, .data = "data", .pointer_at = 24, .length_at = 16,
     .length_name = "dataLength", .out = {"handle", 32, 4}},
    {.op = "KACS_IOC_LINK_TOKENS", .word = 0x40104B05, .size = 16,
     .in = {{"elevated", 0, 4}, {"filtered", 4, 4}, {"sessionId", 8, 8}}},
    {.op = "KACS_IOC_GET_LINKED_TOKEN", .word = 0xC0044B06, .size = 4, .out = {"handle", 0, 4}},
    {.op = "KACS_IOC_ADJUST_GROUPS", .word = 0x40184B07, .size = 24, .in = {{"pad", 4, 4}},
     .points_to = POINTS_TO_PAIRS, .data = "entries", .pointer_at = 8, .length_at = 0,
     .length_name = "count", .first = "index", .second = "enable",
     .out = {"previousState", 16, 0}},
    {.op = "KACS_IOC_IMPERSONATE", .word = 0x00004B08},
    {.op = "KACS_IOC_ADJUST_DEFAULT", .word = 0x40104B09, .size = 16,
     .in = {{"ownerIndex", 12, 2}, {"groupIndex", 14, 2}}, .points_to = POINTS_TO_BYTES,
     .data = "dacl", .pointer_at = 0, .length_at = 8, .length_name = "daclLength"},
    {.op = "KACS_IOC_ADJUST_SESSIONID", .word = 0x40044B0A, .size = 4, .in = {{"sessionId", 0, 4}}},
};

static const struct ioctl_row *find_row(const char *op)
{
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        if (strcmp(ROWS[i].op, op) == 0)
            return &ROWS[i];
    return NULL;
}

bool is_ioctl_row(const char *op)
{
    return find_row(op) != NULL;
}

static void put(unsigned char *to, uint64_t number, size_t width)
{
    for (size_t i = 0; i < width; i++)
        to[i] = (unsigned char)(number >> (8 * i));
}

static uint64_t get(const unsigned char *from, size_t width)
{
    uint64_t number = 0;
    for (size_t i = 0; i < width; i++)
        number |= (uint64_t)from[i] << (8 * i);
    return number;
}

/* The pairs of the list as bytes. */
static unsigned char *pair_bytes(struct call *call, const struct ioctl_row *row, size_t *length)
{
    const json_t *list = json_object_get(call->args, row->data);
    unsigned char *bytes = arena_allocate(8 * json_array_size(list) + 1);
    const json_t *entry;
    size_t index;
    *length = 8 * json_array_size(list);
    if (bytes == NULL)
        return NULL;
    json_array_foreach(list, index, entry)
    {
        const json_t *first = json_object_get(entry, row->first);
        const json_t *second = json_object_get(entry, row->second);
        if (!json_is_integer(first) || !json_is_integer(second) || json_object_size(entry) != 2) {
            call_fault(call, "an entry of the list is not as its schema says");
            return NULL;
        }
        put(bytes + 8 * index, (uint64_t)json_integer_value(first), 4);
        put(bytes + 8 * index + 4, (uint64_t)json_integer_value(second), 4);
    }
    return bytes;
}

static void point(struct call *call, const struct ioctl_row *row, unsigned char *argument)
{
    size_t length = 0;
    uint64_t stated;
    const unsigned char *bytes = row->points_to == POINTS_TO_PAIRS
                                     ? pair_bytes(call, row, &length)
                                     : bytes_argument(call, row->data, &length);
    unsigned char *buffer = bytes == NULL ? NULL : guard_bytes(GUARD_FIRST, bytes, length);
    if (buffer == NULL) {
        if (call->end != CALL_FAULT)
            call_fault(call, "the bytes need more memory than a buffer has");
        return;
    }
    stated = row->points_to == POINTS_TO_PAIRS ? length / 8 : length;
    put(argument + row->length_at, number_argument(call, row->length_name, stated), 4);
    if (has_argument(call, row->data))
        put(argument + row->pointer_at, (uintptr_t)buffer, 8);
}

static void give(struct call *call, const struct ioctl_row *row, const unsigned char *argument,
                 size_t size)
{
    text_put(&call->value, "{");
    if (row->out.name != NULL) {
        text_quoted_words(&call->value, row->out.name);
        text_put(&call->value, ":");
    }
    if (row->out.width == 8) {
        text_u64(&call->value, get(argument + row->out.offset, 8));
    } else if (row->out.width == 4) {
        text_number(&call->value, (int32_t)get(argument + row->out.offset, 4));
    } else if (row->out.name != NULL) {
        for (size_t at = row->out.offset; at + 8 <= size; at += 8) {
            text_put(&call->value, at == row->out.offset ? "[" : ",");
            text_u64(&call->value, get(argument + at, 8));
        }
        text_put(&call->value, "]");
    }
    text_put(&call->value, "}");
}

bool run_ioctl_row(struct call *call)
{
    const struct ioctl_row *row = find_row(call->op->name);
    unsigned char start[STRUCT_MAX] = {0};
    if (row == NULL)
        return false;
    uint32_t word = row->word;
    uint32_t size = row->size;
    if (row->out.name != NULL && row->out.width == 0) {
        const struct profile_facts *profile = profile_at(shared->profile);
        word = profile->adjust_groups_word;
        size = profile->adjust_groups_bytes;
    }
    for (size_t i = 0; i < FIELDS_MAX && row->in[i].name != NULL; i++) {
        const struct field *field = &row->in[i];
        put(start + field->offset, number_argument(call, field->name, 0), field->width);
    }
    if (row->points_to != POINTS_NOWHERE)
        point(call, row, start);
    unsigned char *argument = guard_bytes(GUARD_STRUCT, start, size);
    if (argument == NULL)
        call_fault(call, "no memory for the argument");
    if (call->end == CALL_FAULT)
        return true;
    int token = (int)number_argument(call, "token", 0);
    long result = sys_ioctl(token, word, size == 0 ? NULL : argument);
    if (call_succeeded(call, result))
        give(call, row, argument, size);
    return true;
}
