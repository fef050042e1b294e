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

void run_raw_ioctl(struct call *call)
{
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
    long result = sys_ioctl((int)number_argument(call, "handle", 0),
                            (unsigned long)number_argument(call, "word", 0), argument);
    text_put(&call->value, "{");
    if (call_succeeded(call, result)) {
        text_put(&call->value, "\"value\":");
        text_number(&call->value, result);
        text_put(&call->value, ",");
    }
    text_put(&call->value, "\"argument\":");
    text_hex(&call->value, memory, size);
    text_put(&call->value, "}");
}

void run_raw_syscall(struct call *call)
{
    const json_t *list = json_object_get(call->args, "args");
    unsigned long arguments[6] = {0};
    enum guarded buffer = GUARD_STRUCT;
    if (json_array_size(list) > 6) {
        call_fault(call, "args: expected at most six");
        return;
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        const char *text = json_string_value(item);
        size_t length = json_string_length(item);
        uint64_t number;
        if (text != NULL && parse_u64(text, &number)) {
            arguments[i] = number;
        } else if (text != NULL && is_hex(text, length) && buffer < GUARDS) {
            unsigned char *bytes = guard_buffer(buffer++, length / 2);
            if (bytes == NULL) {
                call_fault(call, "args: expected at most 16 MiB");
                return;
            }
            hex_bytes(bytes, text, length);
            arguments[i] = (unsigned long)bytes;
        } else {
            call_fault(call, "args: expected \"0x…\", or hex text, of that at most four");
            return;
        }
    }
    long result = sys_call((long)number_argument(call, "number", 0), arguments);
    if (!call_succeeded(call, result < 0 && result >= -4095 ? result : 0))
        return;
    text_put(&call->value, "{\"value\":");
    text_u64(&call->value, (uint64_t)result);
    text_put(&call->value, "}");
}
