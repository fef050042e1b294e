/* Orders to an actor and its reports: small messages, with descriptors where there are any. */
#ifndef KACS_CHANNEL_H
#define KACS_CHANNEL_H

#include "limits.h"

#include <stdbool.h>
#include <stdint.h>

enum order_kind {
    /* Make the calls in the inbox. */
    ORDER_RUN = 1,
    /* A new process or thread; its channel comes along. */
    ORDER_SPAWN_OWN,
    ORDER_SPAWN_INHERIT,
    ORDER_FORK,
    ORDER_THREAD,
    ORDER_EXEC,
    ORDER_EXIT,
    /* Hand out duplicates of handles, as the inbox lists them. */
    ORDER_EXPORT,
    ORDER_IMPORT,
    /* Look at the handles that come along. */
    ORDER_OBSERVE,
    ORDER_KILL,
    /* Make a file; its path comes back in the name. */
    ORDER_MAKE_FILE,
    /* Set the security descriptor of a new file, with the boot identity. */
    ORDER_LABEL,
    /* A process died unasked. */
    ORDER_GONE,
};

struct message {
    uint32_t kind;
    uint32_t length;
    int64_t first, second;
    int32_t numbers[OBSERVED_MAX];
    char name[NAME_MAX_BYTES];
};

/* An order or a report; -1 and errno if it cannot be sent. */
int channel_send(int channel, const struct message *message, const int *descriptors, int count);
/*
 * 1: a message came; 0: the other side is gone; -1: none within the time (negative: any time).
 * Descriptors that came along are the caller's; `count` is how many fit in, then how many came.
 */
int channel_receive(int channel, struct message *message, int *descriptors, int *count,
                    int timeout_ms);
/* Two ends of a new channel, both our own descriptors. */
bool channel_pair(int ends[2]);

#endif
