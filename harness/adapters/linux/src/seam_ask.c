/* A thread's own connection to the model, by way of the agent. */
#include "arena.h"
#include "limits.h"
#include "own_descriptors.h"
#include "seam.h"
#include "shared.h"
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static _Thread_local char me[NAME_MAX_BYTES] = "init";
static _Thread_local int connection = -1;

const char *seam_actor(void)
{
    return me;
}

void seam_become(const char *actor)
{
    snprintf(me, sizeof me, "%s", actor);
}

void seam_forget_connection(void)
{
    connection = -1;
}

static bool reach(void)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    size_t length = strlen(shared->seam_path);
    if (connection >= 0)
        return true;
    memcpy(name.sun_path + 1, shared->seam_path, length);
    connection = own_descriptor(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (connection >= 0 &&
        connect(connection, (struct sockaddr *)&name,
                (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length)) == 0)
        return true;
    if (connection >= 0)
        close(connection);
    connection = -1;
    return false;
}

static bool send_line(const char *line, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(connection, line, length, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        line += sent;
        length -= (size_t)sent;
    }
    return true;
}

/* The answer, a whole line; NULL: the model is gone. */
static char *receive_line(size_t *length)
{
    size_t size = (size_t)8 << 10;
    char *line = arena_allocate(size);
    *length = 0;
    while (line != NULL) {
        ssize_t came = read(connection, line + *length, size - *length);
        if (came < 0 && errno == EINTR)
            continue;
        if (came <= 0)
            return NULL;
        *length += (size_t)came;
        if (line[*length - 1] == '\n')
            return line;
        if (*length < size)
            continue;
        char *more = arena_allocate(4 * size);
        if (more != NULL)
            memcpy(more, line, *length);
        line = more;
        size *= 4;
    }
    return NULL;
}

static json_t *exchange(const char *op, json_t *args)
{
    size_t room = json_dumpb(args, NULL, 0, JSON_COMPACT) + 200;
    char *line = arena_allocate(room);
    struct text text;
    size_t length;
    if (line == NULL || !reach())
        return NULL;
    text_init(&text, line, room);
    text_put(&text, "\"method\":");
    text_quoted_words(&text, op);
    text_put(&text, ",\"params\":");
    text.used += json_dumpb(args, text.at + text.used, text.size - text.used, JSON_COMPACT);
    text_put(&text, "}\n");
    char *answer = send_line(text.at, text.used) ? receive_line(&length) : NULL;
    return answer == NULL ? NULL : json_loadb(answer, length, 0, NULL);
}

json_t *seam_call_as(const char *actor, const char *op, json_t *args, long *problem, json_t **out)
{
    json_object_set_new(args, "actor", json_string(actor));
    json_t *answer = exchange(op, args);
    json_t *result = json_object_get(answer, "result");
    json_t *value = json_object_get(result, "value");
    const json_t *number = json_object_get(result, "number");
    if (out != NULL)
        *out = json_object_get(result, "out");
    /* What the model cannot do at all, nobody can; a model that is gone is an input error. */
    *problem = json_is_integer(number) ? -(long)json_integer_value(number)
               : answer != NULL        ? -ENOSYS
                                       : -EIO;
    if (answer != NULL && result == NULL)
        dprintf(STDERR_FILENO, "seam: %s: %s\n", op,
                json_string_value(json_object_get(json_object_get(answer, "error"), "message")));
    return value;
}

json_t *seam_call(const char *op, json_t *args, long *problem, json_t **out)
{
    return seam_call_as(me, op, args, problem, out);
}

long seam_do(const char *op, json_t *args)
{
    long problem;
    return seam_call(op, args, &problem, NULL) == NULL ? problem : 0;
}

long seam_handle(const char *op, json_t *args, bool close_on_exec)
{
    long problem;
    const json_t *value = seam_call(op, args, &problem, NULL);
    if (value == NULL)
        return problem;
    return seam_place(-1, (long)json_integer_value(json_object_get(value, "handle")),
                      close_on_exec);
}

long seam_place(int descriptor, long number, bool close_on_exec)
{
    int from = own_descriptor(descriptor >= 0 ? descriptor : memfd_create("kacs-seam", 0));
    if (from < 0)
        return -EMFILE;
    if (from != number) {
        if (dup3(from, (int)number, close_on_exec ? O_CLOEXEC : 0) < 0)
            number = -errno;
        close(from);
    }
    return number;
}

json_t *seam_hex(const void *bytes, size_t count)
{
    struct text text;
    char *memory = arena_allocate(2 * count + 2);
    if (memory == NULL)
        return NULL;
    text_init(&text, memory, 2 * count + 2);
    text_hex(&text, bytes, count);
    return json_stringn(memory + 1, 2 * count);
}
