/* Handles that go from one actor to another, observations, and files that are made. */
#include "shared_ops.h"

#include "everyone.h"
#include "files_made.h"
#include "hex.h"
#include "shared.h"
#include "sys.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void close_came(struct asking *asking)
{
    for (int i = 0; i < asking->came_count; i++)
        close(asking->came[i]);
    asking->came_count = 0;
}

void shared_pass_handle(struct run *run, struct actor *actor, struct call *call)
{
    struct actor *to = actor_find(text_argument(call, "to"));
    struct asking out = {.order = {.kind = ORDER_EXPORT, .first = 1}};
    (void)run;
    if (to == NULL) {
        call_fault(call, "there is no such actor to pass it to");
        return;
    }
    out.order.numbers[0] = (int32_t)number_argument(call, "handle", 0);
    memcpy(out.order.name, to->name, sizeof out.order.name);
    if (actor_ask_in_turn(actor, &out) == ASKED_DEAD) {
        call_dead(call, actor);
    } else if (out.report.numbers[0] < 0 || out.came_count != 1) {
        call_refused(call, out.report.numbers[0] < 0 ? out.report.numbers[0] : -EBADF);
    } else {
        struct asking in = {.order = {.kind = ORDER_IMPORT, .first = out.report.numbers[0]},
                            .sent = out.came, .sent_count = 1};
        if (actor_ask_in_turn(to, &in) == ASKED_DEAD)
            call_dead(call, to);
        else if (call_room(call, 64))
            call_handle(call, in.report.first);
        close_came(&in);
    }
    close_came(&out);
    actor_release(to);
}

/* The ids of the sessions that are asked for, each with a null character. */
static size_t write_ids(const json_t *sessions, char *inbox)
{
    size_t used = 0, index;
    const json_t *id;
    json_array_foreach(sessions, index, id)
    {
        uint64_t ignored;
        const char *text = json_string_value(id);
        if (text == NULL || !parse_u64(text, &ignored) || index >= 256)
            continue;
        memcpy(inbox + used, text, strlen(text) + 1);
        used += strlen(text) + 1;
    }
    return used;
}

static bool name_tokens(struct call *call, struct message *order)
{
    const json_t *tokens = json_object_get(call->args, "tokens");
    const json_t *token;
    size_t index;
    if (json_array_size(tokens) >= OBSERVED_MAX) {
        call_fault(call, "tokens: expected less than 64 handles");
        return false;
    }
    json_array_foreach(tokens, index, token)
    {
        if (!json_is_integer(token)) {
            call_fault(call, "tokens: expected handles");
            return false;
        }
        order->numbers[index] = (int32_t)json_integer_value(token);
    }
    order->first = (int64_t)json_array_size(tokens);
    return true;
}

static void give_observation(struct call *call, const struct actor *observer,
                             const struct asking *seen, const char *handles, size_t length)
{
    if (seen->report.first != 0 || !call_room(call, seen->report.length + length + 16)) {
        call_fault(call, "the observation is longer than a line may be");
        return;
    }
    text_put(&call->value, "{");
    text_add(&call->value, slot_records(observer->slot), seen->report.length);
    text_put(&call->value, ",");
    text_add(&call->value, handles, length);
    text_put(&call->value, "}");
}

static const char *handing_problem(const struct asking *out)
{
    static _Thread_local char words[120];
    if (out->report.first < 0)
        snprintf(words, sizeof words, "the actor cannot hand out its handles: %s",
                 strerror((int)-out->report.first));
    else
        snprintf(words, sizeof words, "the actor has more handles than an observation shows");
    return words;
}

/* What is open is handed to the observer; its length in `handles`, 0: the call has ended. */
static size_t hand_out(struct actor *actor, struct call *call, struct asking *out, char *handles,
                       size_t size)
{
    size_t length = 0;
    actor_wait(actor, actor_queue(actor));
    enum asked how = actor_ask(actor, out);
    if (how == ASKED_DEAD) {
        call_dead(call, actor);
    } else if (out->report.first < 0 || out->report.length >= size) {
        call_fault(call, handing_problem(out));
    } else {
        length = out->report.length;
        memcpy(handles, slot_records(actor->slot), length);
    }
    actor_next(actor);
    return length;
}

/* False: the observer was gone before it was asked. */
static bool observe(struct actor *actor, struct actor *observer, struct call *call)
{
    struct asking out = {.order = {.kind = ORDER_EXPORT, .second = 1}};
    char handles[32 << 10];
    memcpy(out.order.name, observer->name, sizeof out.order.name);
    if (!name_tokens(call, &out.order))
        return true;
    size_t length = hand_out(actor, call, &out, handles, sizeof handles);
    bool was_there = true;
    if (length > 0) {
        struct asking in = {
            .order = {.kind = ORDER_OBSERVE, .first = actor->process, .second = actor->thread},
            .sent = out.came, .sent_count = out.came_count};
        memcpy(in.order.numbers, out.report.numbers, sizeof in.order.numbers);
        in.order.numbers[out.order.first] = INT32_MIN;
        actor_wait(observer, actor_queue(observer));
        was_there = !observer->is_dead;
        in.order.length = (uint32_t)write_ids(json_object_get(call->args, "sessions"),
                                              slot_inbox(observer->slot));
        if (actor_ask(observer, &in) == ASKED_DEAD)
            call_dead(call, observer);
        else
            give_observation(call, observer, &in, handles, length);
        actor_next(observer);
    }
    close_came(&out);
    return was_there;
}

void shared_observe(struct run *run, struct actor *actor, struct call *call)
{
    const struct call fresh = *call;
    (void)run;
    /* An observer that died of somebody else's question is replaced. */
    for (int attempt = 0; attempt < 2; attempt++) {
        struct actor *observer = actor_observer();
        *call = fresh;
        if (observer == NULL) {
            call_fault(call, "the observer cannot be started");
            return;
        }
        bool was_there = observe(actor, observer, call);
        actor_release(observer);
        if (was_there)
            return;
    }
}

/* Has somebody with the boot identity set the descriptor, whatever the maker may do. */
static long label(const char *path, const unsigned char *bytes, size_t length)
{
    struct asking asking = {.order = {.kind = ORDER_LABEL}};
    struct actor *observer = actor_observer();
    if (observer == NULL)
        return -EPERM;
    actor_wait(observer, actor_queue(observer));
    char *inbox = slot_inbox(observer->slot);
    memcpy(inbox, path, strlen(path) + 1);
    memcpy(inbox + strlen(path) + 1, bytes, length);
    asking.order.length = (uint32_t)(strlen(path) + 1 + length);
    enum asked how = actor_ask(observer, &asking);
    actor_next(observer);
    actor_release(observer);
    return how == ASKED_WELL ? (long)asking.report.first : -EIO;
}

/* Whether everyone is let through the folder of made files. */
static _Atomic bool folder_is_open;

void shared_make_file(struct run *run, struct actor *actor, struct call *call)
{
    struct asking asking = {.order = {.kind = ORDER_MAKE_FILE}};
    char path[128];
    size_t length;
    const unsigned char *bytes = bytes_argument(call, "descriptor", &length);
    (void)run;
    if (bytes == NULL || length > LINE_BYTES_MAX / 2 || !file_path(path, sizeof path)) {
        call_fault(call, "there is no folder to make a file in");
        return;
    }
    if (!has_argument(call, "descriptor"))
        bytes = NULL;
    if (shared->has_kacs && !SYS_IS_SEAM && !atomic_exchange(&folder_is_open, true))
        label(shared->folder, EVERYONE_ALL, sizeof EVERYONE_ALL);
    actor_wait(actor, actor_queue(actor));
    char *inbox = slot_inbox(actor->slot);
    memcpy(inbox, path, strlen(path) + 1);
    if (bytes != NULL)
        memcpy(inbox + strlen(path) + 1, bytes, length);
    asking.order.length = (uint32_t)(strlen(path) + 1 + (bytes == NULL ? 0 : length));
    enum asked how = actor_ask(actor, &asking);
    actor_next(actor);
    if (how == ASKED_DEAD) {
        call_dead(call, actor);
        return;
    }
    if (!call_succeeded(call, asking.report.first))
        return;
    memcpy(path, asking.report.name, sizeof path);
    if (!file_made(path, actor->process)) {
        unlink(path);
        call_fault(call, "there are as many files as the agent can look after");
        return;
    }
    if (bytes != NULL && !call_succeeded(call, label(path, bytes, length)))
        return;
    if (!call_room(call, 256))
        return;
    text_put(&call->value, "{\"path\":");
    text_quoted_words(&call->value, path);
    text_put(&call->value, "}");
}
