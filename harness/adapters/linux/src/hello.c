/* The answer to hello: what this system is, and what the agent can do on it. */
#include "hub.h"

#include "actors.h"
#include "arena.h"
#include "controls.h"
#include "kernel_coverage.h"
#include "mounts.h"
#include "op.h"
#include "program_path.h"
#include "run.h"
#include "shared.h"
#include "sys.h"
#include "version.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#define HELLO_BYTES ((size_t)32 << 10)

/* Carried out by ordinary Linux calls, with KACS or without. */
static const char *const ORDINARY[] = {
    "processes", "threads", "fork",  "exec",        "handle-passing", "descriptor-flags",
    "files",     "raw",     "clock", "credentials", NULL,
};

/* Not carried out by this agent, or only by the seam. */
static const char *const MISSING[] = {"tool", "world-reset", "pip", "events", NULL};

static bool is_among(const char *const *list, const char *word)
{
    for (; *list != NULL; list++)
        if (strcmp(*list, word) == 0)
            return true;
    return false;
}

static enum call_end probe_by(const char *actor, const char *op, json_t *args, struct call *call)
{
    struct run run = {.bindings = json_object(), .ended = json_object()};
    struct actor *found = actor_find(actor);
    *call = (struct call){.op = find_op(op), .args = args};
    if (found == NULL) {
        call_fault(call, "the worker is gone");
        return call->end;
    }
    run_call(&run, found, call);
    actor_release(found);
    if (call->end == CALL_FAULT) {
        /* It may stand in the run. */
        static char why[sizeof run.problem];
        snprintf(why, sizeof why, "%s", call->fault);
        call->fault = why;
    }
    return call->end;
}

/* One call by `init`, outside of any Program. */
static enum call_end probe(const char *op, json_t *args, struct call *call)
{
    return probe_by("init", op, args, call);
}

static void close_probed(const struct call *call)
{
    struct call closed;
    json_t *value = json_loadb(call->value.at, call->value.used, 0, NULL);
    probe("world.close", json_pack("{s:O}", "handle", json_object_get(value, "handle")), &closed);
}

/* What kacs_open_self_token says; NULL: the system has KACS. */
static const char *why_no_kacs(char *words, size_t size)
{
    struct call call;
    struct utsname system = {0};
    enum call_end end = probe("kacs_open_self_token",
                              json_pack("{s:i,s:i}", "flags", 0, "accessMask", 8), &call);
    if (end == CALL_RETURNED)
        close_probed(&call);
    if (end == CALL_REFUSED && call.number == ENOSYS) {
        uname(&system);
        snprintf(words, size,
                 "not a KACS kernel: kacs_open_self_token returned ENOSYS (%s %s)",
                 system.sysname, system.release);
        return words;
    }
    return NULL;
}

/* The first profile from `wanted` on whose boot token the kernel takes. */
static bool detect_profile(size_t wanted)
{
    for (size_t n = 0; n < profile_count(); n++) {
        size_t i = (wanted + n) % profile_count();
        const struct profile_facts *profile = profile_at(i);
        char *memory = arena_allocate(2 * profile->boot_token_length + 2);
        struct text text;
        struct call call;
        if (memory == NULL)
            return false;
        text_init(&text, memory, 2 * profile->boot_token_length + 2);
        text_hex(&text, profile->boot_token, profile->boot_token_length);
        json_t *spec = json_stringn(memory + 1, 2 * profile->boot_token_length);
        if (probe("kacs_create_token", json_pack("{s:o}", "spec", spec), &call) != CALL_RETURNED)
            continue;
        close_probed(&call);
        shared->profile = (uint32_t)i;
        return true;
    }
    return false;
}

/* The agent's own tokens are minted in a layout that the kernel takes, whatever is asked for. */
static void choose_profile(const char *wanted, char *note, size_t size)
{
    const struct profile_facts *known = find_profile(wanted);
    size_t index = known == NULL ? 0 : (size_t)(known - profile_at(0));
    note[0] = '\0';
    shared->profile = (uint32_t)index;
    bool taken = shared->has_kacs && detect_profile(index);
    if (known != NULL && (shared->profile == index || !shared->has_kacs))
        return;
    snprintf(note, size, "layout of the agent's own tokens: %s%s", profile_at(shared->profile)->id,
             taken ? "" : ", for want of one that the kernel takes");
}

/*
 * A file without a label is Medium, and whoever executes it is lowered to that (PSD-004 v0.20
 * §4.3): the program itself is to be executed by any actor as it is. S-1-16-16384, no write up.
 */
static void label_program(char *note, size_t size)
{
    static const char LABEL[] = "010010800000000000000000140000000000000002001c0001000000"
                                "1100140001000000010100000000001000400000";
    struct call call;
    char name[32];
    if (SYS_IS_SEAM || !shared->has_kacs)
        return;
    json_t *args = json_pack("{s:s,s:i,s:s}", "path", program_path(), "securityInformation", 0x10,
                             "descriptor", LABEL);
    if (probe("kacs_set_sd", args, &call) == CALL_RETURNED) {
        snprintf(note, size, "labelled %.200s as System", program_path());
        return;
    }
    errno_text(name, sizeof name, call.number);
    snprintf(note, size, "could not label %.200s as System (%s): what it executes may be lowered",
             program_path(), name);
}

static void put_capabilities(struct text *text, bool has_kacs, const struct controls *controls)
{
    const char *seen[64];
    size_t count = 0;
    text_put(text, "[\"programs\"");
    for (size_t i = 0; i < op_count(); i++) {
        const char *id = op_at(i)->capability;
        bool known = is_among(MISSING, id) && !(SYS_IS_SEAM && strcmp(id, "events") == 0);
        for (size_t j = 0; j < count; j++)
            known = known || strcmp(seen[j], id) == 0;
        known = known || (strcmp(id, "files") == 0 && !controls->files_work) ||
                (strcmp(id, "exec") == 0 && !controls->exec_works);
        if (known || count >= 64 || (!has_kacs && !is_among(ORDINARY, id)))
            continue;
        seen[count++] = id;
        text_put(text, ",");
        text_quoted_words(text, id);
    }
    if (!SYS_IS_SEAM && has_fault_injection())
        text_put(text, ",\"fault-injection\"");
    shared->has_coverage = !SYS_IS_SEAM && has_kernel_coverage();
    if (shared->has_coverage)
        text_put(text, ",\"coverage\"");
    text_put(text, "]");
}

/* Lines of text as a JSON list of strings; empty ones are none. */
static void put_lines(struct text *text, const char *lines)
{
    bool first = true;
    text_put(text, "[");
    while (lines != NULL && *lines != '\0') {
        size_t length = strcspn(lines, "\n");
        if (length > 0) {
            text_put(text, first ? "" : ",");
            text_quoted(text, lines, length < 900 ? length : 900);
            first = false;
        }
        lines += length + (lines[length] == '\n');
    }
    text_put(text, "]");
}

static void put_hello(struct text *text, const char *profile, const char *setup,
                      const char *no_kacs, const char *note, const struct controls *controls)
{
    struct utsname system = {0};
    char version[200], notes[600];
    uname(&system);
    snprintf(version, sizeof version, "%s %s %s", AGENT_VERSION, system.sysname, system.release);
    snprintf(notes, sizeof notes, "%s\n%s", no_kacs == NULL ? "" : no_kacs, note);
    text_put(text, "{\"protocol\":1,\"name\":\"kacs-agent");
    text_put(text, SYS_IS_SEAM ? " (seam)\",\"version\":" : "\",\"version\":");
    text_quoted_words(text, version);
    text_put(text, ",\"kind\":\"remote\",\"profiles\":[");
    text_quoted(text, profile, strnlen(profile, 200));
    text_put(text, "],\"capabilities\":");
    put_capabilities(text, no_kacs == NULL, controls);
    text_put(text, ",\"limits\":{\"window\":");
    text_number(text, WINDOW);
    text_put(text, ",\"lineBytesMax\":");
    text_number(text, LINE_BYTES_MAX);
    text_put(text, "},\"setup\":");
    put_lines(text, setup);
    text_put(text, ",\"notes\":");
    put_lines(text, notes);
    text_put(text, "}");
}

bool greet(const struct request *request, const char *setup)
{
    char words[300], note[300], label[400] = "", done[4000];
    struct controls controls = {.files_work = true, .exec_works = true};
    struct text text;
    char *memory = arena_allocate(HELLO_BYTES);
    json_t *protocol = json_object_get(request->params, "protocol");
    const char *profile = json_string_value(json_object_get(request->params, "profile"));
    if (json_integer_value(protocol) != 1) {
        char *offered = json_dumps(protocol, JSON_ENCODE_ANY);
        snprintf(words, sizeof words, "this adapter speaks protocol 1, not %.60s",
                 offered == NULL ? "nothing" : offered);
        answer_error(request->id, ERROR_VERSION, words);
        return false;
    }
    if (profile == NULL || profile[0] == '\0' || memory == NULL) {
        answer_error(request->id, ERROR_PARAMS, "hello takes { protocol, profile, seed }");
        return false;
    }
    uint32_t seed = (uint32_t)json_integer_value(json_object_get(request->params, "seed"));
    if (!sys_begin(profile, seed)) {
        answer_error(request->id, ERROR_ADAPTER, "the served model cannot be reached");
        return false;
    }
    struct actor *initial = actor_initial();
    if (initial == NULL) {
        answer_error(request->id, ERROR_ADAPTER, "the first worker cannot be started");
        return false;
    }
    actor_release(initial);
    const char *no_kacs = why_no_kacs(words, sizeof words);
    shared->has_kacs = no_kacs == NULL;
    choose_profile(profile, note, sizeof note);
    label_program(label, sizeof label);
    /* Where nothing was set up, what does not work is the system's own affair. */
    if (shared->has_kacs && (SYS_IS_SEAM || label[0] != '\0' || mounts_were_adopted()))
        run_controls(&controls, probe_by);
    snprintf(done, sizeof done, "%s\n%s\n%s", setup == NULL ? "" : setup, label, controls.lines);
    text_init(&text, memory, HELLO_BYTES);
    put_hello(&text, profile, done, no_kacs, note, &controls);
    answer_result(request->id, text.at, text.used);
    return true;
}
