/* Files and sockets: ordinary ones here, and their like in the model, under the same numbers. */
#include "hex.h"
#include "limits.h"
#include "own_descriptors.h"
#include "plain.h"
#include "program_path.h"
#include "seam.h"
#include "shared.h"
#include "sys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* Names of listening sockets are numbers too, apart from those of processes. */
#define ADDRESS 0x40000000

static json_t *handle_argument(const char *name, int descriptor)
{
    return json_pack("{s:i}", name, descriptor & 0x7fffffff);
}

static json_t *path_argument(const char *path)
{
    char theirs[PATH_BYTES];
    seam_path(theirs, sizeof theirs, path);
    return json_pack("{s:s}", "path", theirs);
}

long sys_open(const char *path, int flags)
{
    return seam_handle("world.open", path_argument(path), (flags & O_CLOEXEC) != 0);
}

/* The model gives all of it each time; a descriptor remembers how far it was read. */
static long fetch(int descriptor)
{
    long problem;
    const json_t *value = seam_call("world.read", handle_argument("handle", descriptor), &problem,
                                    NULL);
    const json_t *hex = json_object_get(value, "data");
    if (value == NULL)
        return problem;
    size_t count = json_string_length(hex) / 2;
    unsigned char *bytes = malloc(count + 1);
    if (bytes == NULL)
        return -ENOMEM;
    hex_bytes(bytes, json_string_value(hex), 2 * count);
    bool whole = pwrite(descriptor, bytes, count, 0) == (ssize_t)count;
    free(bytes);
    return whole ? 0 : -EIO;
}

long sys_read(int descriptor, void *to, size_t size)
{
    struct stat what;
    bool is_fresh = fstat(descriptor, &what) != 0 || !S_ISREG(what.st_mode) || what.st_size == 0;
    long problem = is_fresh ? fetch(descriptor) : 0;
    return problem < 0 ? problem : plain_read(descriptor, to, size);
}

long sys_read_link(const char *path, char *to, size_t size)
{
    long problem;
    const json_t *value = seam_call("world.readlink", path_argument(path), &problem, NULL);
    const json_t *target = json_object_get(value, "target");
    size_t length = json_string_length(target);
    if (value == NULL)
        return problem;
    length = length < size ? length : size;
    memcpy(to, json_string_value(target), length);
    return (long)length;
}

long sys_list(const char *path, struct text *names)
{
    long problem;
    const json_t *value = seam_call("world.listDirectory", path_argument(path), &problem, NULL);
    const json_t *name;
    size_t index;
    if (value == NULL)
        return problem;
    text_put(names, "[");
    json_array_foreach(json_object_get(value, "names"), index, name)
    {
        char ours[16];
        int known = seam_ours(atoi(json_string_value(name)));
        snprintf(ours, sizeof ours, "%d", known);
        text_put(names, index == 0 ? "" : ",");
        text_quoted_words(names, known > 0 ? ours : json_string_value(name));
    }
    text_put(names, "]");
    return 0;
}

long sys_stat(const char *path, int descriptor, struct file_facts *facts)
{
    long problem;
    json_t *args = path == NULL ? handle_argument("handle", descriptor) : path_argument(path);
    const json_t *value = seam_call("world.stat", args, &problem, NULL);
    if (value == NULL)
        return problem;
    *facts = (struct file_facts){
        .mode = (uint32_t)json_integer_value(json_object_get(value, "mode")),
        .uid = (uint32_t)json_integer_value(json_object_get(value, "uid")),
        .gid = (uint32_t)json_integer_value(json_object_get(value, "gid")),
    };
    parse_u64(json_string_value(json_object_get(value, "size")), &facts->size);
    return 0;
}

long sys_make_file(char *path, size_t size, const unsigned char *descriptor, size_t length)
{
    long problem;
    json_t *args = json_object();
    if (length > 0)
        json_object_set_new(args, "descriptor", seam_hex(descriptor, length));
    const json_t *value = seam_call("world.makeFile", args, &problem, NULL);
    const char *theirs = json_string_value(json_object_get(value, "path"));
    const char *name = theirs == NULL ? NULL : strrchr(theirs, '/');
    if (name == NULL)
        return problem;
    snprintf(path, size, "%s%s", shared->folder, name);
    return plain_copy_program(path);
}

long sys_label_file(const char *path, const unsigned char *descriptor, size_t length)
{
    (void)path;
    (void)descriptor;
    (void)length;
    return 0;
}

static json_t *type_argument(int type)
{
    return json_pack("{s:s}", "type", type == SOCK_SEQPACKET ? "seqpacket" : "stream");
}

/* The number that the model gave in a member of its answer, for an ordinary descriptor of ours. */
static long place_named(int descriptor, const json_t *value, const char *name)
{
    return seam_place(descriptor, (long)json_integer_value(json_object_get(value, name)), true);
}

long sys_socket(int type)
{
    long problem;
    const json_t *value = seam_call("world.socket", type_argument(type), &problem, NULL);
    return value == NULL ? problem : place_named((int)plain_socket(type), value, "handle");
}

long sys_socket_pair(int type, int ends[2])
{
    long problem;
    int made[2];
    const json_t *value = seam_call("world.socketPair", type_argument(type), &problem, NULL);
    if (value == NULL)
        return problem;
    problem = plain_socket_pair(type, made);
    if (problem < 0)
        return problem;
    made[0] = own_descriptor(made[0]);
    made[1] = own_descriptor(made[1]);
    ends[0] = (int)place_named(made[0], value, "first");
    ends[1] = (int)place_named(made[1], value, "second");
    return 0;
}

long sys_listen(int type, char *address, size_t size)
{
    long problem;
    const json_t *value = seam_call("world.listen", type_argument(type), &problem, NULL);
    const char *theirs = json_string_value(json_object_get(value, "address"));
    if (theirs == NULL)
        return problem;
    long made = plain_listen(type, address, size);
    if (made < 0)
        return made;
    seam_pair(ADDRESS | (int)strtol(address + 1, NULL, 16),
              atoi(theirs + strcspn(theirs, "-") + 1));
    return place_named((int)made, value, "handle");
}

long sys_connect(int descriptor, const char *address)
{
    char theirs[64];
    int number = address[0] == '@' ? (int)strtol(address + 1, NULL, 16) : 0;
    snprintf(theirs, sizeof theirs, "socket-%d", seam_theirs(ADDRESS | number));
    json_t *args = handle_argument("socket", descriptor);
    json_object_set_new(args, "address", json_string(theirs));
    long result = seam_do("world.connect", args);
    return result < 0 ? result : plain_connect(descriptor, address);
}

/* What the model hands over through `from` goes by the number that the plain call makes here. */
static long take_over(const char *method, const char *name, int from, long (*plain)(int))
{
    long problem;
    const json_t *value = seam_call(method, handle_argument(name, from), &problem, NULL);
    if (value == NULL)
        return problem;
    long made = plain(from);
    return made < 0 ? made : place_named((int)made, value, "handle");
}

long sys_accept(int descriptor)
{
    return take_over("world.accept", "handle", descriptor, plain_accept);
}

long sys_send_handle(int socket, int descriptor)
{
    json_t *args = handle_argument("socket", socket);
    json_object_set_new(args, "handle", json_integer(descriptor & 0x7fffffff));
    long result = seam_do("world.sendMessage", args);
    return result < 0 ? result : plain_send_handle(socket, descriptor);
}

long sys_receive_handle(int socket)
{
    return take_over("world.receiveMessage", "socket", socket, plain_receive_handle);
}
