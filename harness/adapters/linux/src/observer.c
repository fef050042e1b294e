/* Everything that can be seen: of the handles of an actor, and of the token that it acts with. */
#include "actor.h"
#include "arena.h"
#include "handlers.h"
#include "own_descriptors.h"
#include "plain.h"
#include "shared.h"
#include "sys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CLASSES 24
#define HANDLES_MAX 4096
#define PAYLOAD_BYTES ((size_t)64 << 10)

/* The open handles of this process, as a JSON list in order. */
static void list_handles(struct text *text)
{
    static _Thread_local int numbers[HANDLES_MAX];
    size_t count = plain_handles(numbers, HANDLES_MAX);
    text_put(text, "\"handles\":[");
    for (size_t i = 0; i < count; i++) {
        text_put(text, i == 0 ? "" : ",");
        text_number(text, numbers[i]);
    }
    text_put(text, "]");
}

/* Hands out what stands behind the named handles; the report says under which numbers. */
void order_export(struct actor_self *self, const struct message *order)
{
    struct message report = {0};
    struct text text;
    int descriptors[OBSERVED_MAX];
    int count = 0;
    text_init(&text, slot_records(self->slot), LINE_BYTES_MAX);
    if (order->second != 0)
        list_handles(&text);
    for (int i = 0; i < order->first && i < OBSERVED_MAX; i++) {
        int handle = order->numbers[i];
        long number = is_own_descriptor(handle) && handle < DESCRIPTORS
                          ? -EBADF
                          : sys_give(handle, order->name);
        report.numbers[i] = (int32_t)number;
        if (number >= 0)
            descriptors[count++] = handle;
    }
    report.length = (uint32_t)text.used;
    if (channel_send(self->channel, &report, descriptors, count) != 0)
        actor_report(self, -errno, 0);
}

static void classes_of(struct text *text, int token, unsigned char *payload)
{
    bool first = true;
    if (token >= 0 && sys_classes(token, text) == 0)
        return;
    text_put(text, "{");
    for (uint32_t class = 1; token >= 0 && class <= CLASSES; class++) {
        long length = query_token(token, class, payload, PAYLOAD_BYTES);
        if (length < 0)
            continue;
        text_put(text, first ? "\"" : ",\"");
        text_number(text, class);
        text_put(text, "\":");
        text_hex(text, payload, (size_t)length);
        first = false;
    }
    text_put(text, "}");
}

static int open_effective(pid_t process, pid_t thread)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task/%d/token", process, thread);
    return (int)sys_open(path, O_RDONLY | O_CLOEXEC);
}

static bool is_wanted(const char *line, const char *const *ids, size_t count)
{
    const char *number = strchr(line, '=');
    uint64_t id = number == NULL ? 0 : strtoull(number + 1, NULL, 10);
    for (size_t i = 0; i < count; i++)
        if (strtoull(ids[i], NULL, 16) == id)
            return number != NULL;
    return false;
}

/* The lines of the wanted sessions; the inbox holds their ids, each with a null character. */
static void list_sessions(struct text *text, const char *inbox, size_t length)
{
    const char *ids[256];
    size_t count = 0;
    for (size_t at = 0; at < length && count < 256; at += strlen(inbox + at) + 1)
        ids[count++] = inbox + at;
    size_t room = (size_t)4 << 20;
    char *all = arena_allocate(room);
    long listing = sys_open("/sys/kernel/security/kacs/sessions", O_RDONLY | O_CLOEXEC);
    long size = listing < 0 || all == NULL ? -1 : sys_read((int)listing, all, room - 1);
    if (listing >= 0)
        sys_close((int)listing);
    if (size < 0)
        return;
    all[size] = '\0';
    text_put(text, ",\"sessions\":[");
    bool first = true;
    for (char *line = all; *line != '\0';) {
        char *end = strchr(line, '\n');
        size_t taken = end == NULL ? strlen(line) : (size_t)(end - line) + 1;
        if (is_wanted(line, ids, count)) {
            text_put(text, first ? "" : ",");
            text_quoted(text, line, taken);
            first = false;
        }
        line += taken;
    }
    text_put(text, "]");
}

/*
 * The numbers say which handles came along (the rest are nobody's), `first` and `second` are the
 * process and the thread that are looked at; `kind` holds how many handles there are.
 */
void order_observe(struct actor_self *self, const struct message *order, const int *descriptors,
                   int count)
{
    struct text text;
    unsigned char *payload = arena_allocate(PAYLOAD_BYTES);
    int taken = 0;
    text_init(&text, slot_records(self->slot), LINE_BYTES_MAX);
    text_put(&text, "\"tokens\":[");
    for (int i = 0; i < OBSERVED_MAX && order->numbers[i] != INT32_MIN; i++) {
        int token = -1;
        if (order->numbers[i] >= 0 && taken < count)
            token = (int)sys_take(descriptors[taken++], order->numbers[i]);
        text_put(&text, i == 0 ? "" : ",");
        classes_of(&text, payload == NULL ? -1 : token, payload);
        if (token >= 0)
            sys_close(token);
    }
    text_put(&text, "],\"effective\":");
    int effective = open_effective((pid_t)order->first, (pid_t)order->second);
    classes_of(&text, payload == NULL ? -1 : effective, payload);
    if (effective >= 0)
        sys_close(effective);
    if (order->length > 0)
        list_sessions(&text, slot_inbox(self->slot), order->length);
    struct message report = {.first = text.overflow ? -1 : 0, .length = (uint32_t)text.used};
    channel_send(self->channel, &report, NULL, 0);
}
