/*
 * The one connection to the served model. A thread of the agent passes on what its processes ask:
 * each has one request outstanding at most, so that its place is the id of the request.
 */
#include "arena.h"
#include "limits.h"
#include "own_descriptors.h"
#include "seam.h"
#include "shared.h"
#include "sys.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#define CLIENTS_MAX 512
#define CHUNK ((size_t)16 << 10)

struct stream {
    int descriptor;
    char *pending;
    size_t used, size;
};

static char target[PATH_BYTES];
static struct stream model;
static struct stream clients[CLIENTS_MAX];
static int listener;

static bool write_all(int to, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t done = write(to, bytes, count);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        bytes += done;
        count -= (size_t)done;
    }
    return true;
}

/* Reads what there is; false: the other side is gone. */
static bool fill(struct stream *stream)
{
    if (stream->size - stream->used < CHUNK) {
        size_t size = stream->size == 0 ? 2 * CHUNK : 2 * stream->size;
        char *more = size > 4 * LINE_BYTES_MAX ? NULL : realloc(stream->pending, size);
        if (more == NULL)
            return false;
        stream->pending = more;
        stream->size = size;
    }
    ssize_t came = read(stream->descriptor, stream->pending + stream->used,
                        stream->size - stream->used);
    if (came < 0 && errno == EINTR)
        return true;
    stream->used += came > 0 ? (size_t)came : 0;
    return came > 0;
}

/* The length of the first whole line with its end; 0: there is none yet. */
static size_t line_length(const struct stream *stream)
{
    const char *end = stream->used == 0 ? NULL : memchr(stream->pending, '\n', stream->used);
    return end == NULL ? 0 : (size_t)(end - stream->pending) + 1;
}

static void drop_line(struct stream *stream, size_t length)
{
    memmove(stream->pending, stream->pending + length, stream->used - length);
    stream->used -= length;
}

static void end_stream(struct stream *stream)
{
    close(stream->descriptor);
    free(stream->pending);
    *stream = (struct stream){.descriptor = -1};
}

/* What goes to the model: as much at once as there is. */
static char *outgoing;
static size_t outgoing_used, outgoing_size;

static void send_outgoing(void)
{
    write_all(model.descriptor, outgoing, outgoing_used);
    outgoing_used = 0;
}

static void put_outgoing(const char *bytes, size_t count)
{
    if (outgoing_size - outgoing_used < count)
        send_outgoing();
    if (outgoing_size < count) {
        write_all(model.descriptor, bytes, count);
        return;
    }
    memcpy(outgoing + outgoing_used, bytes, count);
    outgoing_used += count;
}

static void pass_on(int client)
{
    struct stream *from = &clients[client];
    size_t length;
    if (!fill(from)) {
        end_stream(from);
        return;
    }
    while ((length = line_length(from)) > 0) {
        char head[64];
        int begun = snprintf(head, sizeof head, "{\"jsonrpc\":\"2.0\",\"id\":%d,", client + 1);
        put_outgoing(head, (size_t)begun);
        put_outgoing(from->pending, length);
        drop_line(from, length);
    }
}

static bool hand_out(void)
{
    size_t length;
    if (!fill(&model))
        return false;
    while ((length = line_length(&model)) > 0) {
        const char *id = memmem(model.pending, length < 64 ? length : 64, "\"id\":", 5);
        int client = id == NULL ? -1 : atoi(id + 5) - 1;
        if (client >= 0 && client < CLIENTS_MAX && clients[client].descriptor >= 0 &&
            !write_all(clients[client].descriptor, model.pending, length))
            end_stream(&clients[client]);
        drop_line(&model, length);
    }
    return true;
}

static void accept_client(void)
{
    int made = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    for (int i = 0; made >= 0 && i < CLIENTS_MAX; i++) {
        if (clients[i].descriptor >= 0)
            continue;
        clients[i].descriptor = made;
        return;
    }
    if (made >= 0)
        close(made);
}

static void *broker(void *ignored)
{
    static struct pollfd waiting[CLIENTS_MAX + 2];
    static int places[CLIENTS_MAX];
    (void)ignored;
    for (;;) {
        nfds_t count = 0;
        waiting[count++] = (struct pollfd){listener, POLLIN, 0};
        waiting[count++] = (struct pollfd){model.descriptor, POLLIN, 0};
        for (int i = 0; i < CLIENTS_MAX; i++) {
            if (clients[i].descriptor < 0)
                continue;
            places[count - 2] = i;
            waiting[count++] = (struct pollfd){clients[i].descriptor, POLLIN, 0};
        }
        if (poll(waiting, count, -1) < 0 && errno != EINTR)
            break;
        if (waiting[1].revents != 0 && !hand_out())
            break;
        for (nfds_t i = 2; i < count; i++)
            if (waiting[i].revents != 0 && clients[places[i - 2]].descriptor >= 0)
                pass_on(places[i - 2]);
        send_outgoing();
        if (waiting[0].revents != 0)
            accept_client();
    }
    /* Whoever still asks is told by the end of its connection. */
    close(listener);
    for (int i = 0; i < CLIENTS_MAX; i++)
        if (clients[i].descriptor >= 0)
            end_stream(&clients[i]);
    return NULL;
}

void sys_use_seam(const char *where)
{
    snprintf(target, sizeof target, "%s", where);
}

static int open_target(void)
{
    struct stat what;
    struct termios mode;
    if (stat(target, &what) == 0 && S_ISCHR(what.st_mode)) {
        int port = own_descriptor(open(target, O_RDWR | O_NOCTTY | O_CLOEXEC));
        if (port >= 0 && tcgetattr(port, &mode) == 0) {
            cfmakeraw(&mode);
            cfsetspeed(&mode, B115200);
            mode.c_cflag |= CLOCAL | CREAD;
            tcsetattr(port, TCSANOW, &mode);
        }
        return port;
    }
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    if (strlen(target) >= sizeof name.sun_path)
        return -1;
    memcpy(name.sun_path, target, strlen(target));
    int made = own_descriptor(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (made >= 0 && connect(made, (struct sockaddr *)&name, sizeof name) == 0)
        return made;
    close(made);
    return -1;
}

static bool greet_model(const char *profile, uint32_t seed)
{
    char hello[512];
    int length = snprintf(hello, sizeof hello,
                          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\",\"params\":{"
                          "\"protocol\":1,\"profile\":\"%.100s\",\"seed\":%u}}\n",
                          profile, seed);
    if (!write_all(model.descriptor, hello, (size_t)length))
        return false;
    while (line_length(&model) == 0)
        if (!fill(&model))
            return false;
    bool well = memmem(model.pending, line_length(&model), "\"result\"", 8) != NULL;
    drop_line(&model, line_length(&model));
    return well;
}

bool sys_begin(const char *profile, uint32_t seed)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    socklen_t length = sizeof name;
    pthread_t thread;
    if (model.descriptor > 0)
        return true;
    for (int i = 0; i < CLIENTS_MAX; i++)
        clients[i].descriptor = -1;
    outgoing = malloc(CHUNK);
    outgoing_size = outgoing == NULL ? 0 : CHUNK;
    model.descriptor = open_target();
    if (model.descriptor < 0 || !greet_model(profile, seed))
        return false;
    listener = own_descriptor(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (bind(listener, (struct sockaddr *)&name, sizeof(sa_family_t)) != 0 ||
        listen(listener, CLIENTS_MAX) != 0 ||
        getsockname(listener, (struct sockaddr *)&name, &length) != 0)
        return false;
    size_t digits = length - offsetof(struct sockaddr_un, sun_path) - 1;
    memcpy(shared->seam_path, name.sun_path + 1, digits);
    shared->seam_path[digits] = '\0';
    if (pthread_create(&thread, NULL, broker, NULL) != 0)
        return false;
    pthread_detach(thread);
    return true;
}
