/* The table of Ops, and arguments checked by it. */
#include "op.h"

#include "arena.h"
#include "hex.h"
#include "ops.generated.h"

#include <stdio.h>
#include <stdlib.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int by_name(const void *name, const void *shape)
{
    return strcmp(name, ((const struct op_shape *)shape)->name);
}

const struct op_shape *find_op(const char *name)
{
    return bsearch(name, OP_SHAPES, COUNT(OP_SHAPES), sizeof OP_SHAPES[0], by_name);
}

const struct op_shape *op_at(size_t index)
{
    return &OP_SHAPES[index];
}

size_t op_count(void)
{
    return COUNT(OP_SHAPES);
}

const struct profile_facts *find_profile(const char *id)
{
    for (size_t i = 0; i < COUNT(PROFILES); i++)
        if (strcmp(PROFILES[i].id, id) == 0)
            return &PROFILES[i];
    return NULL;
}

const struct profile_facts *profile_at(size_t index)
{
    return &PROFILES[index];
}

size_t profile_count(void)
{
    return COUNT(PROFILES);
}

static bool is_choice(const struct parameter *parameter, const char *word)
{
    for (const char *const *choice = parameter->choices; *choice != NULL; choice++)
        if (strcmp(*choice, word) == 0)
            return true;
    return false;
}

static bool in_range(const json_t *value, json_int_t lowest, json_int_t highest)
{
    return json_is_integer(value) && json_integer_value(value) >= lowest &&
           json_integer_value(value) <= highest;
}

static bool is_actor_name(const json_t *value)
{
    size_t length = json_string_length(value);
    const char *name = json_string_value(value);
    if (name == NULL || length == 0 || length > 128)
        return false;
    for (size_t i = 0; i < length; i++)
        if (name[i] < '!' || name[i] > '~' || name[i] == '#')
            return false;
    return true;
}

static bool fits(const struct parameter *parameter, const json_t *value)
{
    uint64_t ignored;
    const char *text = json_string_value(value);
    switch (parameter->kind) {
    case KIND_U16:
        return in_range(value, 0, 0xffff);
    case KIND_U32:
        return in_range(value, 0, 0xffffffff);
    case KIND_HANDLE:
        return in_range(value, 0, 0x7fffffff);
    case KIND_PID:
        return in_range(value, 1, 0x7fffffff);
    case KIND_FLAG:
        return json_is_boolean(value);
    case KIND_LIST:
        return json_is_array(value);
    case KIND_OBJECT:
        return json_is_object(value);
    case KIND_ACTOR:
        return is_actor_name(value);
    case KIND_U64:
        return text != NULL && parse_u64(text, &ignored);
    case KIND_HEX:
        return text != NULL && is_hex(text, json_string_length(value));
    case KIND_TEXT:
        return text != NULL && strlen(text) == json_string_length(value);
    case KIND_CHOICE:
        return text != NULL && is_choice(parameter, text);
    }
    return false;
}

static const char *expected(enum parameter_kind kind)
{
    static const char *const WORDS[] = {
        [KIND_U16] = "a 16-bit number",
        [KIND_U32] = "a 32-bit number",
        [KIND_U64] = "a \"0x…\" string",
        [KIND_HANDLE] = "a handle",
        [KIND_PID] = "a process id",
        [KIND_FLAG] = "true or false",
        [KIND_HEX] = "a hex string",
        [KIND_TEXT] = "a string",
        [KIND_ACTOR] = "the name of an actor",
        [KIND_CHOICE] = "one of its words",
        [KIND_LIST] = "a list",
        [KIND_OBJECT] = "an object",
    };
    return WORDS[kind];
}

static const struct parameter *find_parameter(const struct op_shape *op, const char *name)
{
    for (size_t i = 0; i < op->count; i++)
        if (strcmp(op->parameters[i].name, name) == 0)
            return &op->parameters[i];
    return NULL;
}

bool check_arguments(const struct op_shape *op, const json_t *args, char *problem, size_t size)
{
    const char *name;
    json_t *value;
    if (!json_is_object(args)) {
        snprintf(problem, size, "%s: expected an object of arguments", op->name);
        return false;
    }
    json_object_foreach((json_t *)args, name, value)
    {
        const struct parameter *parameter = find_parameter(op, name);
        if (parameter == NULL) {
            snprintf(problem, size, "%s takes no argument \"%.40s\"", op->name, name);
            return false;
        }
        if (!fits(parameter, value)) {
            snprintf(problem, size, "%s: %s: expected %s", op->name, name,
                     expected(parameter->kind));
            return false;
        }
    }
    for (size_t i = 0; i < op->count; i++) {
        const struct parameter *parameter = &op->parameters[i];
        if (parameter->required && json_object_get(args, parameter->name) == NULL) {
            snprintf(problem, size, "%s needs the argument \"%s\"", op->name, parameter->name);
            return false;
        }
    }
    return true;
}
