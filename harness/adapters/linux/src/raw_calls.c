/* Any ioctl and any system call, with good pointers and bad ones. */
#include "arena.h"
#include "guard.h"
#include "handlers.h"
#include "hex.h"
#include "sys.h"

#include <string.h>

/* Writes the addresses of parts of the memory into it. */
static bool write_addresses(struct call *call, unsigned char *memory, size_t size)
{
    const json_t *entry;
    size_t index;
    json_array_foreach(json_object_get(call->args, "addresses"), index, entry)
    {
        const json_t *at = json_object_get(entry, "at");
        const json_t *of = json_object_get(entry, "of");
        if (!json_is_integer(at) || !json_is_integer(of) || json_object_size(entry) != 2 ||
            json_integer_value(at) < 0 || json_integer_value(of) < 0) {
            call_fault(call, "addresses: an entry is not as its schema says");
            return false;
        }
        uint64_t address = (uintptr_t)memory + (uint64_t)json_integer_value(of);
        if ((uint64_t)json_integer_value(at) + sizeof address <= size)
            memcpy(memory + json_integer_value(at), &address, sizeof address);
    }
    return true;
}

static void *struct_address(const struct call *call, unsigned char *memory, size_t size)
{
    const char *pointer = text_argument(call, "pointer");
    if (pointer == NULL || strcmp(pointer, "buffer") == 0)
        return memory + number_argument(call, "start", 0);
    if (strcmp(pointer, "null") == 0)
        return NULL;
    if (strcmp(pointer, "unmapped") == 0)
        return (void *)guard_unmapped();
    if (strcmp(pointer, "straddling") == 0)
        return memory + size - 1;
    guard_read_only(GUARD_STRUCT);
    return memory + number_argument(call, "start", 0);
}

static struct failing failing_of(const struct call *call)
{
    return (struct failing){.no_descriptors = number_argument(call, "noDescriptors", 0) != 0,
                            .nth = (uint32_t)number_argument(call, "failNth", 0)};
}

/* Whether the call was made at all. */
static bool was_made(struct call *call, const struct failing *how)
{
    if (how->problem != NULL)
        call_fault(call, how->problem);
    return how->problem == NULL;
}

static void put_injected(struct call *call, const struct failing *how)
{
    text_put(&call->value, "\"injected\":");
    text_put(&call->value, how->injected ? "true" : "false");
}

void run_raw_ioctl(struct call *call)
{
    struct failing how = failing_of(call);
    size_t size;
    const unsigned char *bytes = bytes_argument(call, "argument", &size);
    unsigned char *memory = bytes == NULL ? NULL : guard_bytes(GUARD_STRUCT, bytes, size);
    if (memory == NULL) {
        call_fault(call, "argument: expected at most 16 MiB");
        return;
    }
    if (!write_addresses(call, memory, size))
        return;
    void *argument = struct_address(call, memory, size);
    long result = sys_ioctl_failing(&how, (int)number_argument(call, "handle", 0),
                                    (unsigned long)number_argument(call, "word", 0), argument);
    if (!was_made(call, &how))
        return;
    text_put(&call->value, "{");
    if (call_succeeded(call, result)) {
        text_put(&call->value, "\"value\":");
        text_number(&call->value, result);
        text_put(&call->value, ",");
    }
    text_put(&call->value, "\"argument\":");
    text_hex(&call->value, memory, size);
    if (how.nth > 0) {
        text_put(&call->value, ",");
        put_injected(call, &how);
    }
    text_put(&call->value, "}");
}

/* The arguments of a system call; false: they are not as the schema says. */
static bool read_arguments(struct call *call, unsigned long arguments[6])
{
    const json_t *list = json_object_get(call->args, "args");
    enum guarded buffer = GUARD_STRUCT;
    if (json_array_size(list) > 6) {
        call_fault(call, "args: expected at most six");
        return false;
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        const char *text = json_string_value(item);
        size_t length = json_string_length(item);
        uint64_t number;
        if (text != NULL && parse_u64(text, &number)) {
            arguments[i] = number;
        } else if (text != NULL && is_hex(text, length) && buffer < GUARDS) {
            unsigned char *bytes = guard_buffer(buffer, length / 2);
            if (bytes == NULL) {
                call_fault(call, "args: expected at most 16 MiB");
                return false;
            }
            hex_bytes(bytes, text, length);
            arguments[i] = (unsigned long)bytes;
            if (number_argument(call, "readOnly", 0) != 0)
                guard_read_only(buffer);
            buffer++;
        } else {
            call_fault(call, "args: expected \"0x…\", or hex text, of that at most four");
            return false;
        }
    }
    return true;
}

void run_raw_syscall(struct call *call)
{
    struct failing how = failing_of(call);
    unsigned long arguments[6] = {0};
    if (!read_arguments(call, arguments))
        return;
    long result = sys_call_failing(&how, (long)number_argument(call, "number", 0), arguments);
    if (!was_made(call, &how))
        return;
    if (call_succeeded(call, result < 0 && result >= -4095 ? result : 0)) {
        text_put(&call->value, "{\"value\":");
        text_u64(&call->value, (uint64_t)result);
        text_put(&call->value, how.nth > 0 ? "," : "");
    } else if (how.nth > 0) {
        text_put(&call->value, "{");
    } else {
        return;
    }
    if (how.nth > 0)
        put_injected(call, &how);
    text_put(&call->value, "}");
}
