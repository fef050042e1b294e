/*
 * Ioctls, as memory that the model reads by itself: the struct, and what it points to behind it.
 * Which fields are pointers is said here, by number; what they mean the model knows.
 */
#include "arena.h"
#include "hex.h"
#include "seam.h"
#include "sys.h"

#include <errno.h>
#include <string.h>

#define QUERY_WORD 0xC0104B00u
/* Larger payloads go by the call of the model itself: hex text of memory is slow. */
#define RAW_QUERY_MAX 256
#define STRUCT_MAX 256
#define NO_POINTER 0xff

/* Where pointer and length (in units) of a struct stand, and where a handle comes back. */
struct shape {
    uint32_t word;
    uint8_t pointer_at, length_at, unit, handle_at;
    bool comes_back;
};

static const struct shape SHAPES[] = {
    {QUERY_WORD, 8, 4, 1, NO_POINTER, true},       {0x40184B01, 8, 0, 8, NO_POINTER, false},
    {0xC0104B02, NO_POINTER, 0, 0, 12, false},     {0xC0284B04, 24, 16, 1, 32, false},
    {0xC0044B06, NO_POINTER, 0, 0, 0, false},      {0x40184B07, 8, 0, 8, NO_POINTER, false},
    {0x40904B07, 8, 0, 8, NO_POINTER, false},      {0x40104B09, 0, 8, 1, NO_POINTER, false},
};

static const struct shape *shape_of(unsigned long word)
{
    for (size_t i = 0; i < sizeof SHAPES / sizeof SHAPES[0]; i++)
        if (SHAPES[i].word == word)
            return &SHAPES[i];
    return NULL;
}

static uint64_t number_at(const unsigned char *bytes, size_t at, size_t width)
{
    uint64_t number = 0;
    for (size_t i = 0; i < width; i++)
        number |= (uint64_t)bytes[at + i] << (8 * i);
    return number;
}

/* The memory of a call: the struct, and the bytes that it points to. */
struct memory {
    uintptr_t address;
    size_t size;
    /* Where the bytes come from, how many there are. */
    uintptr_t behind;
    size_t count;
    const struct shape *shape;
};

static json_t *memory_argument(json_t *args, struct memory *memory, const unsigned char *bytes)
{
    const struct shape *shape = memory->shape;
    unsigned char *whole;
    if (shape == NULL || shape->pointer_at == NO_POINTER)
        return seam_hex(bytes, memory->size);
    memory->behind = number_at(bytes, shape->pointer_at, 8);
    size_t wanted = number_at(bytes, shape->length_at, 4) * shape->unit;
    unsigned char *more = seam_copy(memory->behind, wanted, &memory->count);
    whole = arena_allocate(memory->size + memory->count);
    if (whole == NULL || more == NULL)
        return NULL;
    memcpy(whole, bytes, memory->size);
    memcpy(whole + memory->size, more, memory->count);
    bool is_memory = memory->behind != 0 && (memory->count > 0 || wanted == 0);
    if (is_memory)
        json_object_set_new(args, "addresses",
                            json_pack("[{s:i,s:i}]", "at", (int)shape->pointer_at, "of",
                                      (int)memory->size));
    return seam_hex(whole, memory->size + memory->count);
}

/* What the model left in the memory. */
static long bring_back(const struct memory *memory, const json_t *result)
{
    const json_t *hex = json_object_get(result, "argument");
    size_t length = json_string_length(hex) / 2;
    unsigned char *bytes = arena_allocate(length + 8);
    if (bytes == NULL || length < memory->size)
        return 0;
    hex_bytes(bytes, json_string_value(hex), 2 * length);
    const struct shape *shape = memory->shape;
    if (shape != NULL && shape->pointer_at != NO_POINTER && memory->behind != 0)
        /* The model has the memory elsewhere. */
        memcpy(bytes + shape->pointer_at, &memory->behind, 8);
    seam_write(memory->address, bytes, memory->size);
    if (shape != NULL && shape->comes_back && length == memory->size + memory->count)
        seam_write(memory->behind, bytes + memory->size, memory->count);
    if (shape == NULL || shape->handle_at == NO_POINTER || !json_object_get(result, "value"))
        return 0;
    return seam_place(-1, (int32_t)number_at(bytes, shape->handle_at, 4), true);
}

static long raw_ioctl(int descriptor, unsigned long word, uintptr_t address, bool no_descriptors)
{
    unsigned char bytes[1 << 14];
    struct memory memory = {.address = address, .size = (word >> 16) & 0x3fff,
                            .shape = shape_of(word)};
    json_t *args = json_pack("{s:i,s:I}", "handle", descriptor & 0x7fffffff, "word",
                             (json_int_t)(uint32_t)word);
    long problem;
    json_t *out;
    if (no_descriptors)
        json_object_set_new(args, "noDescriptors", json_true());
    if (memory.size > 0 && seam_read(bytes, address, memory.size) == memory.size) {
        json_object_set_new(args, "argument", memory_argument(args, &memory, bytes));
        if (!seam_writable(address))
            json_object_set_new(args, "pointer", json_string("readOnly"));
    } else if (memory.size > 0) {
        json_object_set_new(args, "pointer", json_string(address == 0 ? "null" : "unmapped"));
    }
    const json_t *value = seam_call("raw.ioctl", args, &problem, &out);
    if (value == NULL) {
        if (out != NULL && memory.size > 0)
            bring_back(&memory, out);
        return problem;
    }
    long placed = memory.size > 0 ? bring_back(&memory, value) : 0;
    return placed < 0 ? placed : (long)json_integer_value(json_object_get(value, "value"));
}

static bool overlaps(uintptr_t address, uintptr_t buffer, uint32_t length)
{
    return buffer != 0 && buffer < address + 16 && buffer + length > address;
}

/* KACS_IOC_QUERY with much room, or none of its own. */
static long query(int descriptor, uintptr_t address, const unsigned char *bytes)
{
    uint32_t length = (uint32_t)number_at(bytes, 4, 4);
    uintptr_t buffer = number_at(bytes, 8, 8);
    long problem;
    json_t *out;
    json_t *args = json_pack("{s:i,s:I,s:I}", "token", descriptor & 0x7fffffff, "class",
                             (json_int_t)number_at(bytes, 0, 4), "capacity", (json_int_t)length);
    if (buffer == 0)
        json_object_set_new(args, "pointer", json_string("null"));
    else if (overlaps(address, buffer, length))
        json_object_set_new(args, "pointer", json_string("overlap"));
    const json_t *value = seam_call("KACS_IOC_QUERY", args, &problem, &out);
    const json_t *reported = json_object_get(value == NULL ? out : value, "length");
    uint32_t actual = (uint32_t)json_integer_value(reported);
    if (reported != NULL)
        seam_write(address + 4, &actual, sizeof actual);
    if (value == NULL)
        return problem;
    const json_t *hex = json_object_get(value, "payload");
    size_t count = json_string_length(hex) / 2;
    unsigned char *payload = arena_allocate(count + 1);
    if (payload == NULL)
        return -ENOMEM;
    hex_bytes(payload, json_string_value(hex), 2 * count);
    return seam_write(buffer, payload, count) == count ? 0 : -EFAULT;
}

static long ask_ioctl(int descriptor, unsigned long word, void *argument, bool no_descriptors)
{
    unsigned char bytes[16];
    uintptr_t address = (uintptr_t)argument;
    if ((uint32_t)word == QUERY_WORD && seam_read(bytes, address, 16) == 16 &&
        seam_writable(address)) {
        uintptr_t buffer = number_at(bytes, 8, 8);
        uint32_t length = (uint32_t)number_at(bytes, 4, 4);
        bool is_large = length > RAW_QUERY_MAX;
        /* Side by side in the model's memory they would not overlap any more. */
        if (overlaps(address, buffer, length) || (is_large && (!buffer || seam_writable(buffer))))
            return query(descriptor, address, bytes);
    }
    return raw_ioctl(descriptor, (uint32_t)word, address, no_descriptors);
}

long sys_ioctl(int descriptor, unsigned long word, void *argument)
{
    return ask_ioctl(descriptor, word, argument, false);
}

/* The model is the one without descriptors; what stands for its handles here still needs some. */
long sys_ioctl_failing(struct failing *how, int descriptor, unsigned long word, void *argument)
{
    if (how->nth > 0) {
        how->problem = "failNth: a model has no fault injection";
        return 0;
    }
    return ask_ioctl(descriptor, word, argument, how->no_descriptors);
}
