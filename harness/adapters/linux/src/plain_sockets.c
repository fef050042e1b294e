/* Ordinary calls about Unix sockets. */
#include "plain.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 64

static long answered(long result)
{
    return result < 0 ? -errno : result;
}

long plain_socket(int type)
{
    return answered(socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

long plain_socket_pair(int type, int ends[2])
{
    return answered(socketpair(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends));
}

long plain_listen(int type, char *address, size_t size)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    socklen_t length = sizeof name;
    long made = plain_socket(type);
    if (made < 0)
        return made;
    /* Without a name the kernel chooses one that is free: a null byte and a few digits. */
    if (bind((int)made, (struct sockaddr *)&name, sizeof(sa_family_t)) != 0 ||
        listen((int)made, BACKLOG) != 0 ||
        getsockname((int)made, (struct sockaddr *)&name, &length) != 0) {
        long error = -errno;
        close((int)made);
        return error;
    }
    size_t digits = length - offsetof(struct sockaddr_un, sun_path);
    snprintf(address, size, "@%.*s", (int)(digits > 0 ? digits - 1 : 0), name.sun_path + 1);
    return made;
}

long plain_connect(int descriptor, const char *address)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    size_t length = strlen(address);
    if (length == 0 || length >= sizeof name.sun_path)
        return -ENOENT;
    memcpy(name.sun_path, address, length);
    if (address[0] == '@')
        name.sun_path[0] = '\0';
    return answered(connect(descriptor, (struct sockaddr *)&name,
                            (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length)));
}

long plain_accept(int descriptor)
{
    return answered(accept4(descriptor, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK));
}

union one_handle {
    struct cmsghdr head;
    char bytes[CMSG_SPACE(sizeof(int))];
};

long plain_send_handle(int socket, int descriptor)
{
    char byte = 'h';
    struct iovec vector = {&byte, 1};
    union one_handle control = {.bytes = {0}};
    struct msghdr head = {
        .msg_iov = &vector,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        .msg_controllen = sizeof control,
    };
    struct cmsghdr *part = CMSG_FIRSTHDR(&head);
    part->cmsg_level = SOL_SOCKET;
    part->cmsg_type = SCM_RIGHTS;
    part->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(part), &descriptor, sizeof(int));
    return sendmsg(socket, &head, MSG_NOSIGNAL) < 0 ? -errno : 0;
}

long plain_receive_handle(int socket)
{
    char byte;
    struct iovec vector = {&byte, 1};
    union one_handle control = {.bytes = {0}};
    struct msghdr head = {
        .msg_iov = &vector,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        .msg_controllen = sizeof control,
    };
    ssize_t length = recvmsg(socket, &head, MSG_CMSG_CLOEXEC);
    if (length < 0)
        return -errno;
    struct cmsghdr *part = CMSG_FIRSTHDR(&head);
    if (part == NULL || part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
        return -ENODATA;
    int descriptor;
    memcpy(&descriptor, CMSG_DATA(part), sizeof(int));
    return descriptor;
}
