/* The system calls of KACS, each turned back into the call of the model that it stands for. */
#include "hex.h"
#include "plain.h"
#include "seam.h"
#include "sys.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#define FIRST 1000
#define LAST 1127
#define ACCESS_ARGS_MAX 136

static json_t *u32(unsigned long number)
{
    return json_integer((json_int_t)(uint32_t)number);
}

static json_t *process_of(unsigned long descriptor)
{
    pid_t process;
    if (!seam_is_pidfd((int)descriptor, &process))
        process = 0;
    return json_integer(seam_theirs(process));
}

/* The bytes behind a pointer, and what is wrong with them. */
static json_t *spec_of(unsigned long pointer, unsigned long length)
{
    size_t came;
    char text[24];
    json_t *args = json_object();
    unsigned char *bytes = seam_copy(pointer, length, &came);
    json_object_set_new(args, "spec", seam_hex(bytes, came));
    if (came == length)
        return args;
    snprintf(text, sizeof text, "0x%lx", length);
    json_object_set_new(args, "length", json_string(text));
    if (came == 0)
        json_object_set_new(args, "pointer", json_string(pointer == 0 ? "null" : "unmapped"));
    return args;
}

static long create_session(const unsigned long a[6])
{
    long problem;
    uint64_t id = 0;
    const json_t *value = seam_call("kacs_create_session", spec_of(a[0], a[1]), &problem, NULL);
    const char *text = json_string_value(json_object_get(value, "id"));
    if (text == NULL)
        return problem;
    parse_u64(text, &id);
    return (long)id;
}

static long impersonate_peer(const unsigned long a[6])
{
    long problem;
    json_t *args = json_pack("{s:o}", "socket", u32(a[0]));
    const json_t *value = seam_call("kacs_impersonate_peer", args, &problem, NULL);
    return value == NULL ? problem : (long)json_integer_value(json_object_get(value, "level"));
}

/* What a descriptor call is about: a handle, a process, or a path. */
static json_t *target_of(const unsigned long a[6], unsigned long flags)
{
    char path[PATH_MAX], theirs[PATH_MAX];
    pid_t process;
    json_t *args = json_pack("{s:o}", "securityInformation", u32(a[2]));
    size_t came = seam_read(path, a[1], sizeof path - 1);
    path[came] = '\0';
    if (path[0] != '\0' || (flags & AT_EMPTY_PATH) == 0) {
        seam_path(theirs, sizeof theirs, path);
        json_object_set_new(args, "path", json_string(theirs));
    } else if (seam_is_pidfd((int)a[0], &process)) {
        json_object_set_new(args, "pid", json_integer(seam_theirs(process)));
    } else {
        json_object_set_new(args, "handle", json_integer((int)a[0] & 0x7fffffff));
    }
    return args;
}

static long get_sd(const unsigned long a[6])
{
    long problem;
    json_t *args = target_of(a, a[5]);
    json_object_set_new(args, "capacity", u32(a[4]));
    const json_t *value = seam_call("kacs_get_sd", args, &problem, NULL);
    if (value == NULL)
        return problem;
    const json_t *hex = json_object_get(value, "descriptor");
    size_t digits = json_string_length(hex);
    unsigned char bytes[65536];
    if (digits / 2 <= sizeof bytes) {
        hex_bytes(bytes, json_string_value(hex), digits);
        if (seam_write(a[3], bytes, digits / 2) != digits / 2)
            return -EFAULT;
    }
    return (long)json_integer_value(json_object_get(value, "length"));
}

static long set_sd(const unsigned long a[6])
{
    size_t came;
    unsigned char *bytes = seam_copy(a[3], (uint32_t)a[4], &came);
    if (came != (uint32_t)a[4])
        return -EFAULT;
    json_t *args = target_of(a, a[5]);
    json_object_set_new(args, "descriptor", seam_hex(bytes, came));
    return seam_do("kacs_set_sd", args);
}

static long access_check(const unsigned long a[6])
{
    unsigned char bytes[ACCESS_ARGS_MAX] = {0};
    size_t size = seam_read(bytes, a[0], sizeof bytes), came;
    int32_t token;
    uint32_t length, desired, granted;
    uint64_t descriptor, granted_out;
    long problem;
    json_t *out;
    memcpy(&token, bytes + 4, 4);
    memcpy(&descriptor, bytes + 8, 8);
    memcpy(&length, bytes + 16, 4);
    memcpy(&desired, bytes + 20, 4);
    memcpy(&granted_out, bytes + 88, 8);
    unsigned char *sd = seam_copy(descriptor, length, &came);
    if (came != length)
        return -EFAULT;
    json_t *args = json_pack("{s:o,s:o,s:o}", "descriptor", seam_hex(sd, came), "desiredAccess",
                             u32(desired), "args", seam_hex(bytes, size));
    if (token != -1)
        json_object_set_new(args, "token", json_integer(token));
    const json_t *value = seam_call("kacs_access_check", args, &problem, &out);
    const json_t *mask = json_object_get(value == NULL ? out : value, "granted");
    granted = (uint32_t)json_integer_value(mask);
    if (mask != NULL && granted_out != 0)
        seam_write(granted_out, &granted, sizeof granted);
    return value == NULL ? problem : (long)granted;
}

static long kacs_call(long number, const unsigned long a[6])
{
    char id[24];
    switch (number) {
    case 1000:
        return seam_handle("kacs_open_self_token",
                           json_pack("{s:o,s:o}", "flags", u32(a[0]), "accessMask", u32(a[1])),
                           true);
    case 1001:
        return seam_handle(
            "kacs_open_process_token",
            json_pack("{s:o,s:o}", "pid", process_of(a[0]), "accessMask", u32(a[1])), true);
    case 1002:
        return seam_handle("kacs_open_thread_token",
                           json_pack("{s:o,s:i,s:o}", "pid", process_of(a[0]), "tid",
                                     seam_theirs((int)a[1]), "accessMask", u32(a[2])),
                           true);
    case 1003:
        return seam_handle("kacs_create_token", spec_of(a[0], a[1]), true);
    case 1004:
        return create_session(a);
    case 1005: {
        json_t *args = json_pack("{s:o}", "mitigations", u32(a[1]));
        if ((int)a[0] != -1)
            json_object_set_new(args, "pid", process_of(a[0]));
        return seam_do("kacs_set_psb", args);
    }
    case 1006:
        snprintf(id, sizeof id, "0x%lx", a[0]);
        return seam_do("kacs_destroy_empty_session", json_pack("{s:s}", "id", id));
    case 1010:
        return seam_handle("kacs_open_peer_token", json_pack("{s:o}", "socket", u32(a[0])), true);
    case 1011:
        return impersonate_peer(a);
    case 1012:
        return seam_do("kacs_revert", json_object());
    case 1013:
        return seam_do("kacs_set_impersonation_level",
                       json_pack("{s:o,s:o}", "socket", u32(a[0]), "level", u32(a[1])));
    case 1021:
        return get_sd(a);
    case 1022:
        return set_sd(a);
    case 1023:
        return access_check(a);
    default:
        return -ENOSYS;
    }
}

long sys_call(long number, const unsigned long arguments[6])
{
    if (number >= FIRST && number <= LAST)
        return kacs_call(number, arguments);
    return plain_call(number, arguments);
}

long sys_call_failing(struct failing *how, long number, const unsigned long arguments[6])
{
    if (number >= FIRST && number <= LAST) {
        how->problem = "the seam makes calls of KACS only as they are";
        return 0;
    }
    if (!failing_begin(how))
        return 0;
    long result = plain_call(number, arguments);
    failing_end(how);
    return result;
}
