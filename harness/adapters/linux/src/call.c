/* Arguments and ends of a call. */
#include "arena.h"
#include "hex.h"
#include "op.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

uint64_t number_argument(const struct call *call, const char *name, uint64_t otherwise)
{
    const json_t *value = json_object_get(call->args, name);
    uint64_t number = otherwise;
    if (json_is_integer(value))
        return (uint64_t)json_integer_value(value);
    if (json_is_boolean(value))
        return json_is_true(value);
    if (json_is_string(value))
        parse_u64(json_string_value(value), &number);
    return number;
}

const char *text_argument(const struct call *call, const char *name)
{
    return json_string_value(json_object_get(call->args, name));
}

bool has_argument(const struct call *call, const char *name)
{
    return json_object_get(call->args, name) != NULL;
}

const unsigned char *bytes_argument(const struct call *call, const char *name, size_t *length)
{
    const json_t *value = json_object_get(call->args, name);
    size_t digits = json_string_length(value);
    unsigned char *bytes = arena_allocate(digits / 2 + 1);
    *length = digits / 2;
    if (bytes != NULL && digits > 0)
        hex_bytes(bytes, json_string_value(value), digits);
    return bytes;
}

void call_fault(struct call *call, const char *why)
{
    call->end = CALL_FAULT;
    call->fault = why;
}

void call_refused(struct call *call, long error)
{
    call->end = CALL_REFUSED;
    call->number = (int)-error;
}

bool call_succeeded(struct call *call, long result)
{
    if (result >= 0)
        return true;
    call_refused(call, result);
    return false;
}

void call_handle(struct call *call, long result)
{
    if (!call_succeeded(call, result))
        return;
    text_put(&call->value, "{\"handle\":");
    text_number(&call->value, result);
    text_put(&call->value, "}");
}

void errno_text(char *to, size_t size, int number)
{
    const char *name = strerrorname_np(number);
    if (number > 0 && name != NULL)
        snprintf(to, size, "%s", name);
    else
        snprintf(to, size, "E%d", number < 0 ? -number : number);
}
