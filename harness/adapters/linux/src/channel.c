/* Channels are pairs of seqpacket sockets: a message comes whole, or not at all. */
#include "channel.h"

#include "own_descriptors.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

union control {
    struct cmsghdr head;
    char bytes[CMSG_SPACE(sizeof(int) * OBSERVED_MAX)];
};

int channel_send(int channel, const struct message *message, const int *descriptors, int count)
{
    struct iovec vector = {(void *)message, sizeof *message};
    struct msghdr head = {.msg_iov = &vector, .msg_iovlen = 1};
    union control control;
    if (count > 0) {
        memset(&control, 0, sizeof control);
        head.msg_control = control.bytes;
        head.msg_controllen = CMSG_SPACE(sizeof(int) * (size_t)count);
        struct cmsghdr *part = CMSG_FIRSTHDR(&head);
        part->cmsg_level = SOL_SOCKET;
        part->cmsg_type = SCM_RIGHTS;
        part->cmsg_len = CMSG_LEN(sizeof(int) * (size_t)count);
        memcpy(CMSG_DATA(part), descriptors, sizeof(int) * (size_t)count);
    }
    ssize_t sent;
    do {
        sent = sendmsg(channel, &head, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)sizeof *message ? 0 : -1;
}

static void take_descriptors(struct msghdr *head, int *descriptors, int *count)
{
    int room = *count;
    *count = 0;
    for (struct cmsghdr *part = CMSG_FIRSTHDR(head); part != NULL; part = CMSG_NXTHDR(head, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        size_t came = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < came; i++) {
            int descriptor;
            memcpy(&descriptor, CMSG_DATA(part) + i * sizeof(int), sizeof(int));
            if (*count < room)
                descriptors[(*count)++] = descriptor;
            else
                close(descriptor);
        }
    }
}

int channel_receive(int channel, struct message *message, int *descriptors, int *count,
                    int timeout_ms)
{
    union control control;
    struct iovec vector = {message, sizeof *message};
    struct msghdr head = {
        .msg_iov = &vector,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        .msg_controllen = sizeof control,
    };
    int none = 0;
    if (timeout_ms >= 0) {
        struct pollfd waiting = {channel, POLLIN, 0};
        int ready;
        do {
            ready = poll(&waiting, 1, timeout_ms);
        } while (ready < 0 && errno == EINTR);
        if (ready == 0)
            return -1;
    }
    ssize_t length;
    do {
        length = recvmsg(channel, &head, MSG_CMSG_CLOEXEC);
    } while (length < 0 && errno == EINTR);
    if (length <= 0) {
        if (count != NULL)
            *count = 0;
        return 0;
    }
    take_descriptors(&head, descriptors, count == NULL ? &none : count);
    return length == (ssize_t)sizeof *message ? 1 : 0;
}

bool channel_pair(int ends[2])
{
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return false;
    return true;
}
