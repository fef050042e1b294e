/* What the generated table consists of. */
#ifndef KACS_OP_SHAPE_H
#define KACS_OP_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum parameter_kind {
    KIND_U16,
    KIND_U32,
    KIND_U64,
    KIND_HANDLE,
    KIND_PID,
    KIND_FLAG,
    KIND_HEX,
    KIND_TEXT,
    KIND_ACTOR,
    KIND_CHOICE,
    KIND_LIST,
    KIND_OBJECT,
};

struct parameter {
    const char *name;
    enum parameter_kind kind;
    bool required;
    /* The words of a choice, NULL behind the last. */
    const char *const *choices;
};

struct op_shape {
    const char *name;
    const char *capability;
    const struct parameter *parameters;
    size_t count;
};

/* What a profile changes for the agent. */
struct profile_facts {
    const char *id;
    /* The token spec of the boot identity, in the layout of the profile. */
    const unsigned char *boot_token;
    size_t boot_token_length;
    uint32_t adjust_groups_word;
    uint32_t adjust_groups_bytes;
};

#endif
