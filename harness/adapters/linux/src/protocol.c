/* Lines and messages. */
#include "protocol.h"

#include "limits.h"
#include "text.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#define CHUNK ((size_t)64 << 10)

static int output = -1;
static bool broken;
static pthread_mutex_t writing = PTHREAD_MUTEX_INITIALIZER;

/* What was read and is no whole line yet. */
static char *pending;
static size_t pending_used, pending_size;

static bool make_room(void)
{
    if (pending_used < pending_size)
        return true;
    size_t size = pending_size == 0 ? CHUNK : 2 * pending_size;
    char *more = size > LINE_BYTES_MAX + CHUNK ? NULL : realloc(pending, size);
    if (more == NULL)
        return false;
    pending = more;
    pending_size = size;
    return true;
}

/* Takes the first line out of what is pending. */
static bool take_line(struct line *line, size_t length)
{
    size_t rest = pending_used - length - 1;
    char *memory = malloc(length + 1);
    if (memory != NULL) {
        memcpy(memory, pending, length);
        memory[length] = '\0';
    }
    memmove(pending, pending + length + 1, rest);
    pending_used = rest;
    if (pending_size > 4 * CHUNK && rest < CHUNK) {
        char *less = realloc(pending, CHUNK);
        if (less != NULL) {
            pending = less;
            pending_size = CHUNK;
        }
    }
    *line = (struct line){memory, length};
    return true;
}

bool line_waits(int from, int timeout_ms)
{
    struct pollfd waiting = {from, POLLIN, 0};
    return pending_used > 0 || poll(&waiting, 1, timeout_ms) != 0;
}

bool read_line(int from, struct line *line)
{
    size_t looked = 0;
    for (;;) {
        char *end = pending_used > looked ? memchr(pending + looked, '\n', pending_used - looked)
                                          : NULL;
        if (end != NULL)
            return take_line(line, (size_t)(end - pending));
        looked = pending_used;
        if (pending_used > LINE_BYTES_MAX || !make_room()) {
            *line = (struct line){NULL, pending_used};
            return true;
        }
        ssize_t came = read(from, pending + pending_used, pending_size - pending_used);
        if (came < 0 && errno == EINTR)
            continue;
        if (came <= 0)
            return false;
        pending_used += (size_t)came;
    }
}

void protocol_output(int to)
{
    output = to;
}

bool output_works(void)
{
    return !broken;
}

static void write_all(struct iovec *parts, int count)
{
    pthread_mutex_lock(&writing);
    while (count > 0 && !broken) {
        ssize_t done = writev(output, parts, count);
        if (done < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (done < 0)
            broken = true;
        while (count > 0 && done >= (ssize_t)parts->iov_len) {
            done -= (ssize_t)parts->iov_len;
            parts++;
            count--;
        }
        if (count > 0 && done > 0) {
            parts->iov_base = (char *)parts->iov_base + done;
            parts->iov_len -= (size_t)done;
        }
    }
    pthread_mutex_unlock(&writing);
}

static size_t begin_answer(char *to, size_t size, const json_t *id, const char *what)
{
    char name[128] = "null";
    size_t length = id == NULL ? 0 : json_dumpb(id, name, sizeof name - 1, JSON_ENCODE_ANY);
    if (length >= sizeof name)
        length = 0;
    name[length > 0 ? length : 4] = '\0';
    if (length == 0)
        memcpy(name, "null", 5);
    return (size_t)snprintf(to, size, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"%s\":", name, what);
}

void answer_error(const json_t *id, int code, const char *message)
{
    char head[256], body[2048];
    struct text text;
    size_t begun = begin_answer(head, sizeof head, id, "error");
    text_init(&text, body, sizeof body);
    text_put(&text, "{\"code\":");
    text_number(&text, code);
    text_put(&text, ",\"message\":");
    text_quoted(&text, message, strnlen(message, 300));
    text_put(&text, "}}\n");
    struct iovec parts[] = {{head, begun}, {body, text.used}};
    write_all(parts, 2);
}

void answer_result(const json_t *id, const char *result, size_t length)
{
    char head[256];
    size_t begun = begin_answer(head, sizeof head, id, "result");
    if (begun + length + 2 > LINE_BYTES_MAX) {
        answer_error(id, ERROR_ADAPTER, "the answer is longer than a line may be");
        return;
    }
    struct iovec parts[] = {{head, begun}, {(void *)result, length}, {(void *)"}\n", 2}};
    write_all(parts, 3);
}

bool parse_request(const struct line *line, struct request *request)
{
    json_error_t error;
    char message[400];
    *request = (struct request){0};
    json_t *whole = json_loadb(line->at, line->length, JSON_REJECT_DUPLICATES, &error);
    if (whole == NULL) {
        snprintf(message, sizeof message, "not JSON: %.200s", error.text);
        answer_error(NULL, ERROR_PARSE, message);
        return false;
    }
    json_t *id = json_object_get(whole, "id");
    const char *version = json_string_value(json_object_get(whole, "jsonrpc"));
    request->id = json_is_integer(id) || json_is_string(id) ? id : NULL;
    request->method = json_string_value(json_object_get(whole, "method"));
    request->params = json_object_get(whole, "params");
    if (request->id == NULL || request->method == NULL || version == NULL ||
        strcmp(version, "2.0") != 0) {
        answer_error(request->id, ERROR_REQUEST,
                     "expected \"jsonrpc\": \"2.0\", an id and a method");
        return false;
    }
    return true;
}
