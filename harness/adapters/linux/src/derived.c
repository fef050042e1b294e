/* Derived values: logon SIDs, ids in decimal, the first number that a command printed. */
#include "derived.h"

#include "hex.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* S-1-5-5-high-low of a session id, 20 bytes (PSD-004 v0.20 §4.7). */
static json_t *logon_sid(uint64_t id)
{
    char text[64];
    size_t used = (size_t)snprintf(text, sizeof text, "010300000000000505000000");
    for (int half = 1; half >= 0; half--)
        for (int byte = 0; byte < 4; byte++)
            used += (size_t)snprintf(text + used, sizeof text - used, "%02x",
                                     (unsigned)(id >> (32 * half + 8 * byte)) & 0xff);
    return json_string(text);
}

static bool bound_id(const json_t *bound, uint64_t *id)
{
    const char *text = json_string_value(json_object_get(bound, "id"));
    return text != NULL && parse_u64(text, id);
}

static json_t *decimal(uint64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, number);
    return json_string(text);
}

/* The first number in what a command printed. */
static bool printed(const json_t *bound, uint64_t *number)
{
    const json_t *stdout_hex = json_object_get(bound, "stdout");
    size_t length = json_string_length(stdout_hex);
    const char *hex = json_string_value(stdout_hex);
    bool found = false;
    *number = 0;
    for (size_t i = 0; i + 1 < length; i += 2) {
        unsigned char byte;
        if (!is_hex(hex + i, 2))
            break;
        hex_bytes(&byte, hex + i, 2);
        bool is_digit = byte >= '0' && byte <= '9';
        if (found && !is_digit)
            break;
        if (is_digit)
            *number = *number * 10 + (byte - '0');
        found = found || is_digit;
    }
    return found;
}

json_t *derived_value(const char *name, const json_t *bound, bool *is_derived)
{
    uint64_t number;
    *is_derived = true;
    if (strcmp(name, "logonSid") == 0)
        return bound_id(bound, &number) ? logon_sid(number) : NULL;
    if (strcmp(name, "idText") == 0)
        return bound_id(bound, &number) ? decimal(number) : NULL;
    if (strcmp(name, "pidText") == 0) {
        const json_t *pid = json_object_get(bound, "pid");
        return json_is_integer(pid) ? decimal((uint64_t)json_integer_value(pid)) : NULL;
    }
    if (strcmp(name, "printedText") == 0)
        return printed(bound, &number) ? decimal(number) : NULL;
    if (strcmp(name, "printedId") == 0) {
        char text[24];
        if (!printed(bound, &number))
            return NULL;
        snprintf(text, sizeof text, "0x%" PRIx64, number);
        return json_string(text);
    }
    *is_derived = false;
    return NULL;
}
