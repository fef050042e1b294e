/*
 * Fuzz target: what the harness sends, through everything that reads it: lines, requests, steps,
 * references, arguments, and the structs that are made of them. The calls themselves do nothing.
 */
#include "arena.h"
#include "hex.h"
#include "op.h"
#include "own_descriptors.h"
#include "play.h"
#include "protocol.h"
#include "resolve.h"
#include "shared.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool setup(void)
{
    own_descriptors_setup();
    arena_setup();
    protocol_output(open("/dev/null", O_WRONLY | O_CLOEXEC));
    return shared_create() == 0;
}

/* As a request of the harness: its parts are looked at as the agent does. */
static void as_request(const uint8_t *data, size_t size)
{
    struct line line = {(char *)data, size};
    struct request request;
    char reference[REFERENCE_BYTES], problem[256];
    const json_t *step;
    size_t index;
    if (!parse_request(&line, &request))
        return;
    const struct op_shape *op = find_op(request.method);
    if (op != NULL)
        check_arguments(op, request.params, problem, sizeof problem);
    json_array_foreach(json_object_get(request.params, "steps"), index, step)
    {
        json_t *args = resolve(json_object_get(step, "args"),
                               json_object_get(request.params, "bindings"), reference);
        const char *name = json_string_value(json_object_get(step, "op"));
        op = name == NULL ? NULL : find_op(name);
        if (op != NULL && args != NULL)
            check_arguments(op, args, problem, sizeof problem);
    }
    answer_error(request.id, ERROR_METHOD, request.method);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool ready;
    if (!ready)
        ready = setup();
    if (!ready || size > LINE_BYTES_MAX)
        return 0;
    as_request(data, size);
    arena_reset();
    memcpy(slot_inbox(0), data, size);
    play_inbox(0, size, "a1");
    arena_reset();
    return 0;
}
