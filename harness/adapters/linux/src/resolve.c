/* References, and what is made of them (contracts, "Programs"). */
#include "resolve.h"

#include "arena.h"
#include "derived.h"
#include "hex.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 64

struct resolving {
    const json_t *bindings;
    char *reference;
};

static json_t *value_of(json_t *value, const struct resolving *how, int depth);

static bool is_reference(const json_t *value)
{
    return json_is_string(json_object_get(value, "ref"));
}

static bool is_bytes(const json_t *value)
{
    return json_is_string(json_object_get(value, "hex")) &&
           json_is_array(json_object_get(value, "patches"));
}

static bool is_list_of(const json_t *value, const char *key)
{
    return json_is_array(json_object_get(value, key)) && json_object_size(value) == 1;
}

static bool refers(const json_t *value, int depth)
{
    const char *key;
    json_t *item;
    size_t index;
    if (depth > DEPTH_MAX)
        return true;
    if (json_is_array(value)) {
        json_array_foreach(value, index, item) if (refers(item, depth + 1)) return true;
        return false;
    }
    if (!json_is_object(value))
        return false;
    if (is_reference(value) || is_bytes(value) || is_list_of(value, "text") ||
        is_list_of(value, "sum"))
        return true;
    json_object_foreach((json_t *)value, key, item) if (refers(item, depth + 1)) return true;
    return false;
}

bool has_references(const json_t *value)
{
    return refers(value, 0);
}

void collect_names(const json_t *value, json_t *names)
{
    const char *key;
    json_t *item;
    size_t index;
    if (json_is_array(value)) {
        json_array_foreach(value, index, item) collect_names(item, names);
        return;
    }
    json_object_foreach((json_t *)value, key, item)
    {
        if (strcmp(key, "ref") == 0 && json_is_string(item)) {
            char name[REFERENCE_BYTES];
            size_t length = strcspn(json_string_value(item), ".");
            snprintf(name, sizeof name, "%.*s", (int)length, json_string_value(item));
            json_object_set_new(names, name, json_true());
        } else {
            collect_names(item, names);
        }
    }
}

json_t *look_up(const char *path, const json_t *bindings)
{
    char key[REFERENCE_BYTES];
    size_t length = strcspn(path, ".");
    snprintf(key, sizeof key, "%.*s", (int)length, path);
    json_t *value = json_object_get(bindings, key);
    if (value == NULL || path[length] == '\0')
        return json_incref(value);
    path += length + 1;
    bool is_derived;
    json_t *derived = derived_value(path, value, &is_derived);
    if (is_derived)
        return derived;
    for (;;) {
        length = strcspn(path, ".");
        snprintf(key, sizeof key, "%.*s", (int)length, path);
        if (json_is_array(value)) {
            char *end;
            unsigned long index = strtoul(key, &end, 10);
            value = *end == '\0' && end != key ? json_array_get(value, index) : NULL;
        } else {
            value = json_object_get(value, key);
        }
        if (value == NULL || path[length] == '\0')
            return json_incref(value);
        path += length + 1;
    }
}

static json_t *referenced(const json_t *object, const struct resolving *how)
{
    const char *path = json_string_value(json_object_get(object, "ref"));
    json_t *value = path == NULL ? NULL : look_up(path, how->bindings);
    if (value == NULL)
        snprintf(how->reference, REFERENCE_BYTES, "%s", path == NULL ? "?" : path);
    return value;
}

/* A number, "0x…", or hex text of the same width, as little-endian hex digits. */
static bool patch_text(char *to, size_t width, const json_t *value)
{
    uint64_t number;
    const char *text = json_string_value(value);
    if (json_is_integer(value)) {
        number = (uint64_t)json_integer_value(value);
    } else if (text == NULL || !parse_u64(text, &number)) {
        if (text == NULL || strlen(text) != 2 * width)
            return false;
        memcpy(to, text, 2 * width);
        return true;
    }
    for (size_t i = 0; i < width; i++) {
        unsigned byte = i < 8 ? (unsigned)(number >> (8 * i)) & 0xff : 0;
        to[2 * i] = "0123456789abcdef"[byte >> 4];
        to[2 * i + 1] = "0123456789abcdef"[byte & 15];
    }
    return true;
}

static json_t *patched(const json_t *object, const struct resolving *how)
{
    const json_t *hex = json_object_get(object, "hex");
    size_t length = json_string_length(hex);
    char *text = arena_allocate(length + 1);
    const json_t *patch;
    size_t index;
    if (text == NULL)
        return NULL;
    memcpy(text, json_string_value(hex), length + 1);
    json_array_foreach(json_object_get(object, "patches"), index, patch)
    {
        json_int_t at = json_integer_value(json_object_get(patch, "at"));
        json_int_t width = json_integer_value(json_object_get(patch, "width"));
        json_t *value = referenced(patch, how);
        if (value == NULL)
            return NULL;
        bool inside = at >= 0 && width >= 0 && width <= (json_int_t)length &&
                      at <= (json_int_t)length && (size_t)(at + width) * 2 <= length;
        if (!inside || !patch_text(text + 2 * at, (size_t)width, value)) {
            snprintf(how->reference, REFERENCE_BYTES, "%.120s (as %d bytes)",
                     json_string_value(json_object_get(patch, "ref")), (int)width);
            return NULL;
        }
        json_decref(value);
    }
    return json_stringn(text, length);
}

/* A part of a text or sum, as a person would write it. */
static const char *part_text(json_t *part, const struct resolving *how, char digits[32])
{
    json_t *value = json_is_string(part) ? json_incref(part) : referenced(part, how);
    if (json_is_string(value))
        return json_string_value(value);
    if (json_is_boolean(value))
        return json_is_true(value) ? "true" : "false";
    if (!json_is_integer(value))
        return NULL;
    snprintf(digits, 32, "%lld", (long long)json_integer_value(value));
    return digits;
}

static json_t *joined(const json_t *parts, const struct resolving *how)
{
    char all[4096];
    size_t used = 0;
    json_t *part;
    size_t index;
    json_array_foreach(parts, index, part)
    {
        char digits[32];
        const char *text = part_text(part, how, digits);
        if (text == NULL)
            return NULL;
        size_t length = strlen(text);
        if (length >= sizeof all - used)
            return NULL;
        memcpy(all + used, text, length);
        used += length;
    }
    return json_stringn(all, used);
}

static json_t *summed(const json_t *parts, const struct resolving *how)
{
    uint64_t total = 0;
    json_t *part;
    size_t index;
    char digits[32];
    json_array_foreach(parts, index, part)
    {
        uint64_t term;
        const char *text = part_text(part, how, digits);
        if (text == NULL)
            return NULL;
        if (!parse_u64(text, &term))
            term = strtoull(text, NULL, 10);
        total += term;
    }
    snprintf(digits, sizeof digits, "0x%llx", (unsigned long long)total);
    return json_string(digits);
}

static json_t *each_of(json_t *value, const struct resolving *how, int depth)
{
    json_t *made = json_is_array(value) ? json_array() : json_object();
    const char *key;
    json_t *item;
    size_t index;
    if (json_is_array(value)) {
        json_array_foreach(value, index, item)
        {
            if (json_array_append_new(made, value_of(item, how, depth + 1)) != 0)
                return NULL;
        }
        return made;
    }
    json_object_foreach(value, key, item)
    {
        if (json_object_set_new(made, key, value_of(item, how, depth + 1)) != 0)
            return NULL;
    }
    return made;
}

static json_t *value_of(json_t *value, const struct resolving *how, int depth)
{
    if (depth > DEPTH_MAX)
        return NULL;
    if (!json_is_array(value) && !json_is_object(value))
        return json_incref(value);
    if (json_is_object(value)) {
        if (is_reference(value))
            return referenced(value, how);
        if (is_bytes(value))
            return patched(value, how);
        if (is_list_of(value, "text"))
            return joined(json_object_get(value, "text"), how);
        if (is_list_of(value, "sum"))
            return summed(json_object_get(value, "sum"), how);
    }
    return each_of(value, how, depth);
}

json_t *resolve(json_t *value, const json_t *bindings, char reference[REFERENCE_BYTES])
{
    const struct resolving how = {bindings, reference};
    reference[0] = '\0';
    return value_of(value, &how, 0);
}
