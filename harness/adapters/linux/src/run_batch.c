/* Runs of steps that an actor makes by itself. */
#include "run.h"

#include "arena.h"
#include "record.h"
#include "shared.h"

#include <stdio.h>
#include <string.h>

/* Of what is bound only what the steps refer to. */
static void put_bindings(struct text *text, const struct run *run, const json_t *names)
{
    const char *name;
    json_t *ignored;
    bool first = true;
    text_put(text, "{");
    json_object_foreach((json_t *)names, name, ignored)
    {
        const json_t *value = json_object_get(run->bindings, name);
        if (value == NULL)
            continue;
        text_put(text, first ? "" : ",");
        text_quoted_words(text, name);
        text_put(text, ":");
        text_json(text, value);
        first = false;
    }
    text_put(text, "}");
}

bool write_inbox(struct run *run, struct actor *actor, struct message *order, json_t *steps,
                 size_t first, size_t count, const struct branch *branch)
{
    struct text text;
    json_t *names = json_object();
    text_init(&text, slot_inbox(actor->slot), LINE_BYTES_MAX);
    text_put(&text, "{\"steps\":[");
    for (size_t i = first; i < first + count; i++) {
        json_t *step = json_array_get(steps, i);
        text_put(&text, i == first ? "" : ",");
        text_json(&text, step);
        collect_names(json_object_get(step, "args"), names);
    }
    text_put(&text, "],\"bindings\":");
    put_bindings(&text, run, names);
    text_put(&text, ",\"ended\":");
    text_json(&text, run->ended);
    text_put(&text, ",\"base\":");
    text_number(&text, (int64_t)branch->base);
    if (branch->repeat > 0) {
        text_put(&text, ",\"branch\":");
        text_number(&text, branch->number);
        text_put(&text, ",\"repeat\":");
        text_number(&text, branch->repeat);
        text_put(&text, ",\"iteration\":");
        text_number(&text, branch->iteration);
    }
    if (branch->branches > 0) {
        text_put(&text, ",\"line\":");
        text_number(&text, run->line);
        text_put(&text, ",\"branches\":");
        text_number(&text, (int64_t)branch->branches);
    }
    text_put(&text, "}");
    struct slot *slot = &shared->slots[actor->slot];
    atomic_store(&slot->records_used, 0);
    atomic_store(&slot->bindings_used, 0);
    atomic_store(&slot->progress, 0);
    atomic_store(&slot->iteration, 0);
    atomic_store(&slot->waits, 0);
    *order = (struct message){.kind = ORDER_RUN, .length = (uint32_t)text.used};
    if (text.overflow)
        run_problem(run, "program.run", "the steps are longer than a line may be");
    return !text.overflow;
}

static void take_bindings(struct run *run, char *text, size_t length)
{
    const char *name;
    json_t *entry;
    if (length == 0)
        return;
    /* A comma stands behind the last. */
    char *whole = arena_allocate(length + 1);
    if (whole == NULL) {
        run_problem(run, "program.run", "what the steps bound needs too much memory");
        return;
    }
    whole[0] = '{';
    memcpy(whole + 1, text, length);
    whole[length] = '}';
    json_t *bound = json_loadb(whole, length + 1, 0, NULL);
    json_object_foreach(bound, name, entry)
    {
        json_t *value = json_object_get(entry, "value");
        json_object_set(run->ended, name, json_object_get(entry, "ended"));
        if (value != NULL)
            json_object_set(run->bindings, name, value);
    }
}

void take_records(struct run *run, const struct actor *actor)
{
    struct slot *slot = &shared->slots[actor->slot];
    size_t records = atomic_load(&slot->records_used);
    size_t bindings = atomic_load(&slot->bindings_used);
    if (records > LINE_BYTES_MAX || bindings > LINE_BYTES_MAX)
        return;
    text_add(run->records, slot_records(actor->slot), records);
    take_bindings(run, slot_bindings(actor->slot), bindings);
    if (records > LINE_BYTES_MAX / 2)
        slot_clear(actor->slot);
}

int deadline_of(const json_t *steps, size_t first, size_t count)
{
    json_int_t longest = 0;
    for (size_t i = first; i < first + count; i++) {
        const json_t *args = json_object_get(json_array_get(steps, i), "args");
        json_int_t ms = json_integer_value(json_object_get(args, "ms"));
        if (ms > longest)
            longest = ms;
    }
    return call_deadline_ms + (int)(longest < 3600000 ? longest : 3600000);
}

void record_crash(struct run *run, size_t step, const char *op, const char *actor,
                  const json_t *args, const struct actor *dead, const struct branch *branch,
                  json_int_t iteration)
{
    struct call call = {.op = find_op(op), .args = (json_t *)args, .end = CALL_CRASHED,
                        .fault = dead->death[0] == '\0' ? "the actor is gone" : dead->death,
                        .signal = dead->signal};
    uint64_t now = run_now();
    uint64_t started = atomic_load(&shared->slots[dead->slot].started_at);
    const struct place place = {.branch = branch->number,
                                .iteration = iteration,
                                .started = started > 0 && started < now ? started : now - 1,
                                .ended = now};
    record_call(run->records, step, actor, &call, branch->repeat == 0 ? NULL : &place);
}

/* The actor died at one of the steps: that one crashed, and so does what it was to do then. */
static void crash_rest(struct run *run, const struct actor *actor, json_t *steps, size_t base,
                       size_t count, const struct branch *branch)
{
    size_t at = atomic_load(&shared->slots[actor->slot].progress);
    for (size_t i = at; i < count; i++) {
        const json_t *step = json_array_get(steps, base + i);
        char reference[REFERENCE_BYTES];
        json_t *args = resolve(json_object_get(step, "args"), run->bindings, reference);
        if (args == NULL) {
            record_skip(run->records, run_step_number(run, base + i), "unbound", reference);
            continue;
        }
        record_crash(run, run_step_number(run, base + i),
                     json_string_value(json_object_get(step, "op")), actor->name, args, actor,
                     branch, run->iteration);
    }
}

void run_batch(struct run *run, struct actor *actor, json_t *steps, size_t base, size_t count)
{
    struct asking asking = {.deadline_ms = deadline_of(steps, base, count)};
    const struct branch branch = {.base = run_step_number(run, base),
                                  .number = run->branch == NULL ? 0 : run->branch->number,
                                  .repeat = run->branch == NULL ? 0 : 1,
                                  .iteration = run->iteration};
    actor_wait(actor, actor_queue(actor));
    if (write_inbox(run, actor, &asking.order, steps, base, count, &branch)) {
        enum asked how = actor_ask(actor, &asking);
        if (how == ASKED_WELL && asking.report.first != 0) {
            run_problem(run, "the call", asking.report.name);
        } else {
            take_records(run, actor);
            if (how == ASKED_DEAD)
                crash_rest(run, actor, steps, base, count, &branch);
        }
    }
    actor_next(actor);
}
