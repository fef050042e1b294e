/* An adapter in C11 for a small KACS of its own, after PSD-004 v0.20: JSON-RPC, one message a line,
 * on standard input and output (docs/adapters.md). Every process runs as SYSTEM with every
 * privilege, as nothing here installs a weaker token.
 *
 *   cc -std=c11 -O2 adapter.c -ljansson -o kacs-c
 *   kacs-conformance certify --adapter "stdio:./kacs-c" --profile psd-0.20
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "spec.h"

enum { HANDLES = 64, PROCESSES = 1024, SESSIONS = 4096, LINE_BYTES_MAX = 1 << 20 };
enum { TOKEN_QUERY = 0x0008, TOKEN_ALL = 0x000f01ff };
enum { CREATE_TOKEN_PRIVILEGE = 1 << 2, TCB_PRIVILEGE = 1 << 7 };
#define NODES "/sys/kernel/security/kacs/"
#define VALUE(...) json_pack("{s:o}", "value", json_pack(__VA_ARGS__))
#define DONE VALUE("{}")
#define REFUSE(name) json_pack("{s:s, s:i}", "errno", #name, "number", name)
#define NUMBER(name) json_integer_value(json_object_get(params, name))
#define TEXT(name) json_string_value(json_object_get(params, name))
#define ERROR(code, text) json_pack("{s:{s:i, s:s}}", "error", "code", code, "message", text)

/* It goes with its last token, or is destroyed before it had one. */
struct session { uint64_t id; uint8_t logon_type; int tokens; char *line; };

/* A token is its spec: queries read the answers out of it. */
struct token {
    uint8_t *spec;
    struct section sections[SECTIONS];
    struct session *session;
    uint64_t id, used;
    int references;
};
/* An open file: a token with rights, or a text in hex of which some was read. */
struct file { struct token *token; uint32_t rights; char *text; size_t position; };
struct process { struct token *token; struct file files[HANDLES]; };
/* A place is free while it has no line or token. The index of a process is its id. */
static struct session sessions[SESSIONS];
static struct process processes[PROCESSES];

static bool is(const char *text, const char *other) { return text && strcmp(text, other) == 0; }

static void put_bytes(FILE *out, const void *bytes, size_t size) {
    for (const uint8_t *byte = bytes; size > 0; size--) fprintf(out, "%02x", *byte++);
}

static void put(FILE *out, uint64_t value, int width) {
    for (; width > 0; width--, value >>= 8) fprintf(out, "%02x", (unsigned)(value & 0xff));
}

static struct session *find_session(uint64_t id) {
    for (struct session *s = sessions; s < sessions + SESSIONS; s++)
        if (s->line && s->id == id) return s;
    return NULL;
}

static void remove_session(struct session *session) {
    free(session->line), session->line = NULL;
}

static bool add_session(uint64_t id, struct session_spec spec) {
    struct session *session = sessions;
    struct timespec now;
    size_t size;
    while (session->line)
        if (++session == sessions + SESSIONS) return false;
    clock_gettime(CLOCK_REALTIME, &now);
    *session = (struct session){ .id = id, .logon_type = spec.logon_type };
    FILE *out = open_memstream(&session->line, &size);
    fprintf(out, "session_id=%ju user_sid=", (uintmax_t)id);
    put_bytes(out, spec.user.at, spec.user.size);
    fprintf(out, " logon_type=%u auth_package=", spec.logon_type);
    put_bytes(out, spec.package.at, spec.package.size);
    fprintf(out, " created_at=%jd%09ld\n", (intmax_t)now.tv_sec, now.tv_nsec);
    return fclose(out) == 0;
}

static struct token *mint(struct bytes spec) {
    static uint64_t next = 1;
    struct token *token = calloc(1, sizeof *token);
    if (!token || !read_token_spec(spec, token->sections) ||
        !(token->session = find_session(number_at(spec.at + 56, 8))) ||
        !(token->spec = malloc(spec.size)))
        return free(token), NULL;
    memcpy(token->spec, spec.at, spec.size);
    token->session->tokens++;
    token->id = next++;
    return token;
}

static void release(struct token *token) {
    if (--token->references > 0) return;
    if (--token->session->tokens == 0) remove_session(token->session);
    free(token->spec);
    free(token);
}

static void put_section(FILE *out, const struct token *token, int name) {
    put_bytes(out, token->spec + token->sections[name].at, token->sections[name].size);
}

/* A list of the spec is what a query shows, but for the count. */
static void put_list(FILE *out, const struct token *token, int name, uint32_t further) {
    put(out, token->sections[name].count + further, 4), put_section(out, token, name);
}

/* What the index in the header means: 0 the user, n the n-th group. */
static void put_indexed(FILE *out, const struct token *token, int at) {
    uint64_t index = number_at(token->spec + at, 4);
    const uint8_t *group = list_entry(token->spec, token->sections[GROUPS], index);
    if (group) put_bytes(out, group + 4, number_at(group, 4));
    else put_section(out, token, USER);
}

/* S-1-5-5-X-Y */
static void put_logon_sid(FILE *out, const struct token *token) {
    fputs("010300000000000505000000", out);
    put(out, token->session->id >> 32, 4), put(out, token->session->id, 4);
}

/* The payload of a class, §13.6(3), in hex. */
static char *query(const struct token *token, json_int_t class) {
    const uint8_t *spec = token->spec, *dacl = spec + token->sections[DACL].at;
    char *text;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    switch (class) {
    case 1: put_section(out, token, USER); break;
    case 2:
        put_list(out, token, GROUPS, 1);
        put(out, 20, 4), put_logon_sid(out, token), put(out, 0xc0000007, 4);
        break;
    case 3: /* Present, enabled, default (which is what was enabled), used. */
        put_bytes(out, spec + 16, 16), put_bytes(out, spec + 24, 8), put(out, token->used, 8);
        break;
    case 4: put(out, spec[4], 4); break;
    case 5: fputs("0101000000000010", out), put_bytes(out, spec + 8, 4); break;
    case 6: put_indexed(out, token, 64); break;
    case 7: put_indexed(out, token, 68); break;
    case 8: put_bytes(out, spec + 184, 4); break;
    case 9: put_list(out, token, RESTRICTING, 0); break;
    case 10: put_bytes(out, spec + 72, 16); break;
    case 11: /* The modification id begins as the token id. */
        put(out, token->id, 8), put(out, token->session->id, 8), put(out, token->id, 8);
        put(out, spec[4], 8), put_bytes(out, spec + 48, 8);
        break;
    case 12: put_bytes(out, spec + 176, 8); break;
    case 13: put(out, 1, 4); break;
    case 14: put_list(out, token, DEVICE_GROUPS, 0); break;
    case 15: put_section(out, token, CONFINEMENT); break;
    case 16: put_list(out, token, CAPABILITIES, 0); break;
    case 17: put_bytes(out, spec + 12, 4); break;
    case 18: put(out, token->session->logon_type, 4); break;
    case 19: put_logon_sid(out, token); break;
    case 20: put_bytes(out, dacl, dacl == spec ? 0 : number_at(dacl + 2, 2)); break;
    case 21: put(out, spec[5], 4); break;
    case 22: put_section(out, token, USER_CLAIMS); break;
    case 23: put_section(out, token, DEVICE_CLAIMS); break;
    case 24: put_list(out, token, GIDS, 0); break;
    }
    fclose(out);
    return text;
}

static struct file *file_of(struct process *process, json_int_t handle) {
    struct file *file = handle >= 0 && handle < HANDLES ? &process->files[handle] : NULL;
    return file && (file->token || file->text) ? file : NULL;
}

static json_t *open_file(struct process *process, struct file file) {
    int handle = 3;
    while (file_of(process, handle)) handle++;
    if (file.token) file.token->references++;
    if (handle < HANDLES) return process->files[handle] = file, VALUE("{s:i}", "handle", handle);
    if (file.token) release(file.token);
    return free(file.text), REFUSE(EMFILE);
}

static json_t *open_token(struct process *process, struct token *token, json_int_t wanted) {
    /* Generic read, write, execute and all, and maximum-allowed, as rights to a token. */
    static const uint32_t mapped[][2] = { { 1u << 31, 0x20008 }, { 1u << 30, 0x400e0 },
        { 1u << 29, 4 }, { 1u << 28, TOKEN_ALL }, { 1u << 25, TOKEN_ALL } };
    uint32_t rights = (uint32_t)wanted;
    for (int i = 0; i < 5; i++)
        if (rights & mapped[i][0]) rights = (rights & ~mapped[i][0]) | mapped[i][1];
    if (rights & ~(uint32_t)TOKEN_ALL) return REFUSE(EACCES);
    return open_file(process, (struct file){ token, rights, NULL, 0 });
}

static void close_file(struct file *file) {
    if (file->token) release(file->token);
    free(file->text);
    *file = (struct file){ 0 };
}

static json_t *end_process(struct process *process) {
    for (int handle = 0; handle < HANDLES; handle++) close_file(&process->files[handle]);
    release(process->token), process->token = NULL;
    return DONE;
}

/* §13.5: the boot token, as the spec that would make it. */
static const uint8_t BOOT[] = { [0] = 2, [4] = 1, [9] = 0x40, [12] = 3,
    [16] = 0xfc, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0xc0, 0xfc, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0xc0,
    [68] = 1, [72] = 'P', 'e', 'i', 'o', 's', 'K', 'r', 'n', [88] = 192, [92] = 204, [96] = 4,
    [100] = 32, 1, 0, 0, 52, [192] = 1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0,
    16, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0, 0xf, 0, 0, 0,
    12, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 7, 0, 0, 0,
    12, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 5, 11, 0, 0, 0, 7, 0, 0, 0,
    12, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 7, 0, 0, 0,
    2, 0, 52, 0, 2, 0, 0, 0, 0, 0, 20, 0, 0, 0, 0, 0x10, 1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0,
    0, 0, 24, 0, 0, 0, 0, 0x10, 1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0 };

static json_t *spawn(void) {
    int pid = 1;
    while (pid < PROCESSES && processes[pid].token) pid++;
    if (pid == PROCESSES || !(processes[pid].token = mint((struct bytes){ BOOT, sizeof BOOT })))
        return REFUSE(EAGAIN);
    processes[pid].token->references++;
    return VALUE("{s:o, s:i}", "actor", json_sprintf("p%d", pid), "pid", pid);
}

static json_t *call_process(struct process *by, const char *method, json_t *params) {
    json_int_t pid = NUMBER("pid");
    struct process *target = &processes[pid > 0 && pid < PROCESSES ? pid : 0];
    if (is(method, "world.spawn")) return spawn();
    if (is(method, "world.exit")) return end_process(by);
    if (is(method, "world.sleep")) return DONE;
    if (is(method, "world.describe")) return VALUE("{s:s}", "text", "a KACS in C");
    if (is(method, "kacs_open_self_token")) target = by;
    if (NUMBER("flags") > 1) return REFUSE(EINVAL);
    if (!target->token) return REFUSE(ESRCH);
    if (is(method, "world.kill")) return end_process(target);
    return open_token(by, target->token, NUMBER("accessMask"));
}

/* The bytes that the kernel finds at the pointer; NULL at a bad one. */
static struct bytes spec_of(json_t *params) {
    static uint8_t bytes[LINE_BYTES_MAX];
    const char *hex = TEXT("spec"), *digits = "0123456789abcdef";
    size_t size = strlen(hex) / 2, length = size;
    if (TEXT("length")) length = strtoull(TEXT("length"), NULL, 16);
    bool elsewhere = TEXT("pointer") && !is(TEXT("pointer"), "buffer");
    if (elsewhere || length > size || size > sizeof bytes) return (struct bytes){ NULL, 0 };
    for (size_t i = 0; i < 2 * size; i++)
        bytes[i / 2] = (uint8_t)(bytes[i / 2] << 4 | (strchr(digits, hex[i]) - digits));
    return (struct bytes){ bytes, length };
}

static json_t *call_session(struct process *by, const char *method, json_t *params) {
    static uint64_t next = 0x100000010;
    struct session_spec session_spec;
    if (is(method, "kacs_destroy_empty_session")) {
        struct session *session = find_session(strtoull(TEXT("id"), NULL, 16));
        if (!session) return REFUSE(ENOENT);
        if (session->tokens > 0) return REFUSE(EBUSY);
        by->token->used |= TCB_PRIVILEGE;
        return remove_session(session), DONE;
    }
    struct bytes spec = spec_of(params);
    if (!spec.at) return REFUSE(EFAULT);
    if (is(method, "kacs_create_token")) {
        struct token *token = mint(spec);
        if (!token) return REFUSE(EINVAL);
        by->token->used |= CREATE_TOKEN_PRIVILEGE;
        return open_file(by, (struct file){ token, TOKEN_ALL, NULL, 0 });
    }
    if (!read_session_spec(spec, &session_spec)) return REFUSE(EINVAL);
    if (!add_session(next, session_spec)) return REFUSE(ENOMEM);
    by->token->used |= TCB_PRIVILEGE;
    return VALUE("{s:o}", "id", json_sprintf("0x%jx", (uintmax_t)next++));
}

static json_t *call_query(struct process *by, const char *method, json_t *params) {
    (void)method;
    struct file *file = file_of(by, NUMBER("token"));
    json_int_t size = NUMBER(json_object_get(params, "bufLen") ? "bufLen" : "capacity");
    if (!file) return REFUSE(EBADF);
    if (!file->token) return REFUSE(ENOTTY);
    if (!(file->rights & TOKEN_QUERY)) return REFUSE(EACCES);
    if (NUMBER("class") < 1 || NUMBER("class") > 24) return REFUSE(EINVAL);
    char *payload = query(file->token, NUMBER("class"));
    json_int_t length = (json_int_t)strlen(payload) / 2;
    json_t *written = json_pack("{s:I, s:b}", "length", length, "intact", 1), *answer;
    bool sizing = size == 0 || is(TEXT("pointer"), "null");
    if (!sizing && size < length) {
        answer = json_pack("{s:s, s:i, s:O}", "errno", "ERANGE", "number", ERANGE, "out", written);
    } else if (!sizing && length > 0 && is(TEXT("pointer"), "overlap")) {
        answer = REFUSE(EINVAL);
    } else {
        json_object_set_new(written, "payload", json_string(sizing ? "" : payload));
        answer = json_pack("{s:O}", "value", written);
    }
    json_decref(written), free(payload);
    return answer;
}

static json_t *call_node(struct process *by, const char *method, json_t *params) {
    bool self = is(TEXT("path"), NODES "self");
    struct file lines = { 0 };
    size_t size;
    if (!self && !is(TEXT("path"), NODES "sessions")) return REFUSE(ENOENT);
    if (is(method, "world.stat"))
        return VALUE("{s:i, s:i, s:i, s:s}", "mode", self ? 0100444 : 0100440, "uid", 0, "gid", 0,
                     "size", "0x0");
    if (self) return open_file(by, (struct file){ by->token, TOKEN_QUERY, NULL, 0 });
    FILE *out = open_memstream(&lines.text, &size);
    for (struct session *s = sessions; s < sessions + SESSIONS; s++)
        if (s->line) put_bytes(out, s->line, strlen(s->line));
    fclose(out);
    return open_file(by, lines);
}

static json_t *call_handle(struct process *by, const char *method, json_t *params) {
    struct file *file = file_of(by, NUMBER("handle"));
    if (!file) return REFUSE(EBADF);
    if (is(method, "world.close")) return close_file(file), DONE;
    if (is(method, "world.duplicateHandle") && file->token) return open_file(by, *file);
    if (!is(method, "world.read") || !file->text) return REFUSE(EINVAL);
    size_t size = strlen(file->text + file->position), limit = 2 * (size_t)NUMBER("limit");
    if (json_object_get(params, "limit") && limit < size) size = limit;
    file->position += size;
    return VALUE("{s:s%}", "data", file->text + file->position - size, size);
}

static json_t *all_classes(const struct token *token) {
    json_t *classes = json_object();
    for (int class = 1; token && class <= 24; class++) {
        char key[4], *payload = query(token, class);
        sprintf(key, "%d", class);
        json_object_set_new(classes, key, json_string(payload));
        free(payload);
    }
    return classes;
}

static json_t *call_observe(struct process *by, const char *method, json_t *params) {
    (void)method;
    json_t *tokens = json_array(), *handles = json_array(), *lines = json_array(), *each;
    size_t i;
    json_array_foreach(json_object_get(params, "tokens"), i, each) {
        struct file *file = file_of(by, json_integer_value(each));
        json_array_append_new(tokens, all_classes(file ? file->token : NULL));
    }
    for (int handle = 0; handle < HANDLES; handle++)
        if (file_of(by, handle)) json_array_append_new(handles, json_integer(handle));
    json_array_foreach(json_object_get(params, "sessions"), i, each) {
        struct session *session = find_session(strtoull(json_string_value(each), NULL, 16));
        if (session) json_array_append_new(lines, json_string(session->line));
    }
    return VALUE("{s:o, s:o, s:o, s:o}", "tokens", tokens, "effective", all_classes(by->token),
                 "handles", handles, "sessions", lines);
}

/* The protocol. The harness sends what the schema says, so parameters are not checked again. */

static const struct { const char *name; json_t *(*call)(struct process *, const char *, json_t *); }
METHODS[] = { { "world.spawn", call_process }, { "world.exit", call_process },
    { "world.kill", call_process }, { "world.sleep", call_process },
    { "world.describe", call_process }, { "kacs_open_process_token", call_process },
    { "kacs_open_self_token", call_process }, { "kacs_create_session", call_session },
    { "kacs_destroy_empty_session", call_session }, { "kacs_create_token", call_session },
    { "KACS_IOC_QUERY", call_query }, { "world.observe", call_observe },
    { "world.open", call_node }, { "world.stat", call_node }, { "world.close", call_handle },
    { "world.read", call_handle }, { "world.duplicateHandle", call_handle } };

static json_t *answer(const char *method, json_t *params) {
    static const char hello[] =
        "{\"protocol\":1,\"name\":\"kacs-c\",\"version\":\"1.0.0\",\"kind\":\"process\","
        "\"profiles\":[\"psd-0.20\"],\"limits\":{\"window\":64,\"lineBytesMax\":1048576},"
        "\"capabilities\":[\"processes\",\"sessions\",\"tokens\",\"query\",\"securityfs\"]}";
    if (is(method, "hello"))
        return NUMBER("protocol") == 1 ? json_pack("{s:o}", "result", json_loads(hello, 0, NULL))
                                       : ERROR(-32001, "I speak protocol 1 only");
    const char *actor = TEXT("actor");
    int pid = is(actor, "init") ? 1 : actor && *actor == 'p' ? atoi(actor + 1) : 0;
    if (pid < 1 || pid >= PROCESSES || !processes[pid].token) return ERROR(-32602, "no such actor");
    for (size_t i = 0; i < sizeof METHODS / sizeof *METHODS; i++)
        if (is(method, METHODS[i].name))
            return json_pack("{s:o}", "result", METHODS[i].call(&processes[pid], method, params));
    return ERROR(-32601, "no such method here");
}

void tell_coverage(const json_t *, json_t *) __attribute__((weak)); /* ../coverage/jansson.c */

int main(void) {
    const struct bytes package = { (const uint8_t *)"Negotiate", 9 }, system = { BOOT + 192, 12 };
    char *line = NULL;
    size_t size = 0;
    add_session(0, (struct session_spec){ 5, package, system });
    json_decref(spawn());
    while (getline(&line, &size, stdin) > 0) {
        json_t *request = json_loads(line, 0, NULL), *id = json_object_get(request, "id");
        json_t *reply = answer(json_string_value(json_object_get(request, "method")),
                               json_object_get(request, "params"));
        if (tell_coverage) tell_coverage(request, reply);
        json_object_set_new(reply, "jsonrpc", json_string("2.0"));
        json_object_set(reply, "id", id ? id : json_null());
        json_dumpf(reply, stdout, JSON_COMPACT);
        puts(""), fflush(stdout);
        json_decref(reply), json_decref(request);
    }
    return free(line), 0;
}
