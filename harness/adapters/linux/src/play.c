/* The executor of an actor: one step after the other, in the memory of its slot. */
#include "play.h"

#include "arena.h"
#include "guard.h"
#include "handlers.h"
#include "kernel_coverage.h"
#include "own_descriptors.h"
#include "resolve.h"
#include "shared.h"
#include "start_line.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* A step as far as it is the same each time. */
struct planned {
    json_t *args;
    bool refers;
    const struct op_shape *op;
    handler run;
    const char *as, *if_step, *if_ended;
    /* `,"op":…,"actor":…,"args":`, with the arguments where they are known. */
    struct text head;
};

struct play {
    struct slot *slot;
    const char *actor;
    json_t *bindings, *ended;
    json_int_t base;
    json_int_t branch, repeat, first_iteration;
    bool is_block;
    struct text records, bound;
    char problem[256];
};

static const char RETURNED[] = ",\"outcome\":{\"kind\":\"returned\",\"value\":";

static const char *words_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static void add_arguments(struct text *text, const json_t *args)
{
    size_t room = text->size - text->used;
    size_t length = json_dumpb(args, text->at + text->used, room, JSON_COMPACT);
    if (length > room)
        text->overflow = true;
    else
        text->used += length;
}

static bool plan_step(struct play *play, struct planned *planned, json_t *step)
{
    const char *name = words_of(step, "op");
    json_t *condition = json_object_get(step, "onlyIf");
    planned->op = name == NULL ? NULL : find_op(name);
    planned->run = planned->op == NULL ? NULL : find_handler(planned->op);
    planned->args = json_object_get(step, "args");
    planned->as = words_of(step, "as");
    planned->if_step = words_of(condition, "step");
    planned->if_ended = words_of(condition, "ended");
    if (planned->run == NULL || !json_is_object(planned->args)) {
        snprintf(play->problem, sizeof play->problem, "there is no Op named %.60s",
                 name == NULL ? "?" : name);
        return false;
    }
    planned->refers = has_references(planned->args);
    if (!planned->refers &&
        !check_arguments(planned->op, planned->args, play->problem, sizeof play->problem))
        return false;
    size_t digits = planned->refers ? 0 : json_dumpb(planned->args, NULL, 0, JSON_COMPACT);
    size_t size = digits + 400;
    char *memory = arena_allocate(size);
    if (memory == NULL)
        return false;
    text_init(&planned->head, memory, size);
    text_put(&planned->head, ",\"op\":");
    text_quoted_words(&planned->head, name);
    text_put(&planned->head, ",\"actor\":");
    text_quoted_words(&planned->head, play->actor);
    text_put(&planned->head, ",\"args\":");
    if (!planned->refers)
        add_arguments(&planned->head, planned->args);
    return true;
}

static void begin_record(struct play *play, json_int_t index, json_int_t iteration)
{
    text_put(&play->records, "{\"step\":");
    text_number(&play->records, play->is_block ? play->base : play->base + index);
    if (!play->is_block)
        return;
    text_put(&play->records, ",\"branch\":");
    text_number(&play->records, play->branch);
    text_put(&play->records, ",\"iteration\":");
    text_number(&play->records, play->first_iteration + iteration);
}

static void commit(struct play *play)
{
    atomic_store(&play->slot->bindings_used, play->bound.used);
    atomic_store(&play->slot->records_used, play->records.used);
}

static bool has_room(struct play *play)
{
    if (!play->records.overflow && !play->bound.overflow)
        return true;
    snprintf(play->problem, sizeof play->problem, "the answer is longer than a line may be");
    return false;
}

static bool skip(struct play *play, json_int_t index, const char *why, const char *reference)
{
    text_put(&play->records, "{\"step\":");
    text_number(&play->records, play->is_block ? play->base : play->base + index);
    text_put(&play->records, ",\"skipped\":\"");
    text_put(&play->records, why);
    text_put(&play->records, "\"");
    if (reference != NULL) {
        text_put(&play->records, ",\"reference\":");
        text_quoted_words(&play->records, reference);
    }
    text_put(&play->records, "},");
    commit(play);
    return has_room(play);
}

/* A handle that is the agent's own is none of the actor's. */
static bool names_own_descriptor(const struct call *call)
{
    for (size_t i = 0; i < call->op->count; i++) {
        const struct parameter *parameter = &call->op->parameters[i];
        if (parameter->kind != KIND_HANDLE || !has_argument(call, parameter->name))
            continue;
        uint64_t number = number_argument(call, parameter->name, 0);
        if (number < DESCRIPTORS && is_own_descriptor((int)number))
            return true;
    }
    return false;
}

/* Turns what was written as a success into a refusal; what the call wrote becomes its `out`. */
static void write_refusal(struct text *records, size_t start, const struct call *call)
{
    char name[32], head[128];
    errno_text(name, sizeof name, call->number);
    int length = snprintf(head, sizeof head,
                          ",\"outcome\":{\"kind\":\"refused\",\"errno\":\"%s\","
                          "\"number\":%d%s",
                          name, call->number, call->value.used > 0 ? ",\"out\":" : "");
    size_t needed = (size_t)length + call->value.used;
    if (needed > records->size - start) {
        records->overflow = true;
        return;
    }
    memmove(records->at + start + length, call->value.at, call->value.used);
    memcpy(records->at + start, head, (size_t)length);
    records->used = start + needed;
}

static void bind(struct play *play, const struct planned *planned, const struct call *call,
                 const char *value, size_t length)
{
    const char *ended = call->end == CALL_RETURNED ? "returned" : "refused";
    json_object_set_new(play->ended, planned->as, json_string(ended));
    text_quoted_words(&play->bound, planned->as);
    text_put(&play->bound, call->end == CALL_RETURNED ? ":{\"ended\":\"returned\",\"value\":"
                                                      : ":{\"ended\":\"refused\"");
    if (call->end == CALL_RETURNED) {
        text_add(&play->bound, value, length);
        json_object_set_new(play->bindings, planned->as, json_loadb(value, length, 0, NULL));
    }
    text_put(&play->bound, "},");
}

/* Makes the call and writes its outcome behind what there is of the record. */
static bool make_call(struct play *play, const struct planned *planned, json_t *args)
{
    struct text *records = &play->records;
    size_t start = records->used;
    struct call call = {.op = planned->op, .args = args};
    text_add(records, RETURNED, sizeof RETURNED - 1);
    text_init(&call.value, records->at + records->used, records->size - records->used);
    atomic_store(&play->slot->started_at, atomic_fetch_add(&shared->clock, 1) + 1);
    kernel_coverage_begin();
    if (names_own_descriptor(&call))
        call_refused(&call, -EBADF);
    else
        planned->run(&call);
    kernel_coverage_end();
    uint64_t ended_at = atomic_fetch_add(&shared->clock, 1) + 1;
    guard_turn();
    if (call.end == CALL_FAULT) {
        snprintf(play->problem, sizeof play->problem, "%s: %s", planned->op->name, call.fault);
        return false;
    }
    records->overflow = records->overflow || call.value.overflow;
    if (call.end == CALL_RETURNED)
        records->used += call.value.used;
    if (planned->as != NULL)
        bind(play, planned, &call, call.value.at, call.value.used);
    if (call.end == CALL_REFUSED)
        write_refusal(records, start, &call);
    text_put(records, "}");
    if (play->is_block) {
        text_put(records, ",\"startedAt\":");
        text_number(records, (int64_t)atomic_load(&play->slot->started_at));
        text_put(records, ",\"endedAt\":");
        text_number(records, (int64_t)ended_at);
    }
    text_put(records, "},");
    return true;
}

static bool play_step(struct play *play, const struct planned *planned, json_int_t index,
                      json_int_t iteration)
{
    char reference[REFERENCE_BYTES];
    json_t *args = planned->args;
    atomic_store(&play->slot->progress, (uint32_t)index);
    atomic_store(&play->slot->iteration, (uint32_t)iteration);
    if (planned->if_step != NULL) {
        const char *ended = words_of(play->ended, planned->if_step);
        if (ended == NULL || planned->if_ended == NULL || strcmp(ended, planned->if_ended) != 0) {
            return skip(play, index, "condition", NULL);
        }
    }
    if (planned->refers) {
        args = resolve(args, play->bindings, reference);
        if (args == NULL && reference[0] != '\0')
            return skip(play, index, "unbound", reference);
        if (args == NULL) {
            snprintf(play->problem, sizeof play->problem, "%s: the arguments need too much",
                     planned->op->name);
            return false;
        }
        if (!check_arguments(planned->op, args, play->problem, sizeof play->problem))
            return false;
    }
    begin_record(play, index, iteration);
    text_add(&play->records, planned->head.at, planned->head.used);
    if (planned->refers)
        add_arguments(&play->records, args);
    if (!make_call(play, planned, args))
        return false;
    if (!has_room(play))
        return false;
    commit(play);
    return true;
}

static void play_all(struct play *play, const struct planned *planned, size_t count,
                     const json_t *inbox)
{
    const json_t *line = json_object_get(inbox, "line");
    uint32_t branches = (uint32_t)json_integer_value(json_object_get(inbox, "branches"));
    /* Rounds in which nobody is waited for and nothing is done would only take time. */
    json_int_t rounds = count > 0 || json_is_integer(line) ? play->repeat : 0;
    for (json_int_t iteration = 0; iteration < rounds; iteration++) {
        if (json_is_integer(line)) {
            struct start_line *start = &shared->start_lines[json_integer_value(line) % WINDOW];
            atomic_store(&play->slot->waits, 1);
            bool together = start_together(start, branches);
            atomic_store(&play->slot->waits, 0);
            if (!together)
                return;
        }
        for (size_t i = 0; i < count; i++)
            if (!play_step(play, &planned[i], (json_int_t)i, iteration))
                return;
    }
    atomic_store(&play->slot->progress, (uint32_t)count);
}

const char *play_inbox(int number, size_t length, const char *actor)
{
    static _Thread_local struct play play;
    json_t *inbox = json_loadb(slot_inbox(number), length, 0, NULL);
    json_t *steps = json_object_get(inbox, "steps");
    size_t count = json_array_size(steps);
    json_t *repeat = json_object_get(inbox, "repeat");
    play = (struct play){
        .slot = &shared->slots[number],
        .actor = actor,
        .bindings = json_object_get(inbox, "bindings"),
        .ended = json_object_get(inbox, "ended"),
        .base = json_integer_value(json_object_get(inbox, "base")),
        .branch = json_integer_value(json_object_get(inbox, "branch")),
        .repeat = repeat == NULL ? 1 : json_integer_value(repeat),
        .first_iteration = json_integer_value(json_object_get(inbox, "iteration")),
        .is_block = repeat != NULL,
    };
    text_init(&play.records, slot_records(number), LINE_BYTES_MAX);
    text_init(&play.bound, slot_bindings(number), LINE_BYTES_MAX);
    struct planned *planned = arena_allocate(count * sizeof *planned + 1);
    if (planned == NULL || play.bindings == NULL || play.ended == NULL)
        return "the steps need more memory than a request may have";
    for (size_t i = 0; i < count; i++)
        if (!plan_step(&play, &planned[i], json_array_get(steps, i)))
            return play.problem[0] == '\0' ? "the steps need too much memory" : play.problem;
    play_all(&play, planned, count, inbox);
    return play.problem[0] == '\0' ? NULL : play.problem;
}
