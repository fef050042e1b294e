/* Records and results as text. */
#include "record.h"

#include "arena.h"
#include "epitaphs.h"

#include <string.h>

void record_skip(struct text *records, size_t step, const char *why, const char *reference)
{
    text_put(records, "{\"step\":");
    text_number(records, (int64_t)step);
    text_put(records, ",\"skipped\":\"");
    text_put(records, why);
    text_put(records, "\"");
    if (reference != NULL) {
        text_put(records, ",\"reference\":");
        text_quoted_words(records, reference);
    }
    text_put(records, "},");
}

static void put_refusal(struct text *text, const struct call *call)
{
    char name[32];
    errno_text(name, sizeof name, call->number);
    text_put(text, "\"errno\":\"");
    text_put(text, name);
    text_put(text, "\",\"number\":");
    text_number(text, call->number);
    if (call->value.used > 0) {
        text_put(text, ",\"out\":");
        text_add(text, call->value.at, call->value.used);
    }
}

static void put_crash(struct text *text, const struct call *call)
{
    text_put(text, "\"detail\":");
    text_quoted_words(text, call->fault);
    if (call->signal == NULL || call->signal[0] == '\0')
        return;
    text_put(text, ",\"signal\":");
    text_quoted_words(text, call->signal);
}

static void record_outcome(struct text *records, const struct call *call)
{
    switch (call->end) {
    case CALL_RETURNED:
        text_put(records, "\"outcome\":{\"kind\":\"returned\",\"value\":");
        text_add(records, call->value.at, call->value.used);
        break;
    case CALL_REFUSED:
        text_put(records, "\"outcome\":{\"kind\":\"refused\",");
        put_refusal(records, call);
        break;
    case CALL_CRASHED:
    case CALL_FAULT:
        text_put(records, "\"outcome\":{\"kind\":\"crashed\",");
        put_crash(records, call);
        break;
    }
    text_put(records, "}");
}

static void put_number(struct text *text, const char *name, int64_t number)
{
    text_put(text, name);
    text_number(text, number);
}

void record_call(struct text *records, size_t step, const char *actor, const struct call *call,
                 const struct place *place)
{
    put_number(records, "{\"step\":", (int64_t)step);
    if (place != NULL) {
        put_number(records, ",\"branch\":", place->branch);
        put_number(records, ",\"iteration\":", place->iteration);
    }
    text_put(records, ",\"op\":");
    text_quoted_words(records, call->op->name);
    text_put(records, ",\"actor\":");
    text_quoted_words(records, actor);
    text_put(records, ",\"args\":");
    text_json(records, call->args);
    text_put(records, ",");
    record_outcome(records, call);
    if (place != NULL) {
        put_number(records, ",\"startedAt\":", (int64_t)place->started);
        put_number(records, ",\"endedAt\":", (int64_t)place->ended);
    }
    text_put(records, "},");
}

void call_gone(struct call *call, const char *actor)
{
    char *words = arena_allocate(300);
    char *signal = arena_allocate(32);
    if (words == NULL || signal == NULL) {
        call_fault(call, "no memory");
        return;
    }
    if (epitaph_read(actor, words, 300, signal, 32)) {
        call->end = CALL_CRASHED;
        call->fault = words;
        call->signal = signal;
        return;
    }
    call_fault(call, "there is no such actor");
}

void outcome_of_record(struct call *call, const char *record, size_t length)
{
    /* A comma stands behind it. */
    json_t *whole = json_loadb(record, length > 0 ? length - 1 : 0, 0, NULL);
    json_t *outcome = json_object_get(whole, "outcome");
    const char *kind = json_string_value(json_object_get(outcome, "kind"));
    json_t *value = NULL;
    if (kind == NULL) {
        call_fault(call, "the actor recorded nothing");
    } else if (strcmp(kind, "returned") == 0) {
        value = json_object_get(outcome, "value");
    } else if (strcmp(kind, "refused") == 0) {
        call_refused(call, -(long)json_integer_value(json_object_get(outcome, "number")));
        value = json_object_get(outcome, "out");
    } else {
        call->end = CALL_CRASHED;
        call->fault = json_string_value(json_object_get(outcome, "detail"));
        call->signal = json_string_value(json_object_get(outcome, "signal"));
        if (call->fault == NULL)
            call->fault = "no answer in time";
    }
    if (value == NULL)
        return;
    size_t size = json_dumpb(value, NULL, 0, JSON_COMPACT);
    char *memory = arena_allocate(size + 1);
    if (memory == NULL) {
        call_fault(call, "the answer needs more memory than a request may have");
        return;
    }
    text_init(&call->value, memory, size);
    text_json(&call->value, value);
}

void write_result(struct text *text, const struct call *call)
{
    switch (call->end) {
    case CALL_RETURNED:
        text_put(text, "{\"value\":");
        text_add(text, call->value.at, call->value.used);
        text_put(text, "}");
        break;
    case CALL_REFUSED:
        text_put(text, "{");
        put_refusal(text, call);
        text_put(text, "}");
        break;
    case CALL_CRASHED:
    case CALL_FAULT:
        text_put(text, "{\"crashed\":{");
        put_crash(text, call);
        text_put(text, "}}");
        break;
    }
}
