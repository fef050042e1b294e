/* Takes orders one after the other, and carries them out as the thread that it is. */
#include "worker.h"

#include "actor.h"
#include "arena.h"
#include "guard.h"
#include "kernel_coverage.h"
#include "own_descriptors.h"
#include "play.h"
#include "program_path.h"
#include "shared.h"
#include "sys.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

void actor_report(const struct actor_self *self, int64_t first, int64_t second)
{
    struct message report = {.first = first, .second = second};
    channel_send(self->channel, &report, NULL, 0);
}

static void order_run(struct actor_self *self, const struct message *order)
{
    struct message report = {0};
    const char *problem = play_inbox(self->slot, order->length, self->name);
    if (problem != NULL) {
        report.first = -1;
        snprintf(report.name, sizeof report.name, "%s", problem);
    }
    channel_send(self->channel, &report, NULL, 0);
}

static void order_import(struct actor_self *self, const struct message *order, int descriptor)
{
    actor_report(self, sys_take(descriptor, order->first), 0);
}

/* The inbox holds a path, a null character, and the security descriptor. */
static void order_label(struct actor_self *self, const struct message *order)
{
    const char *path = slot_inbox(self->slot);
    size_t length = strnlen(path, order->length);
    long result = -EINVAL;
    if (length < order->length)
        result = sys_label_file(path, (const unsigned char *)path + length + 1,
                                order->length - length - 1);
    actor_report(self, result, 0);
}

/* The inbox holds the path, a null character, and a security descriptor if there is one. */
static void order_make_file(struct actor_self *self, const struct message *order)
{
    struct message report = {0};
    const char *inbox = slot_inbox(self->slot);
    size_t length = strnlen(inbox, order->length);
    size_t rest = length < order->length ? order->length - length - 1 : 0;
    snprintf(report.name, sizeof report.name, "%s", inbox);
    report.first = sys_make_file(report.name, sizeof report.name,
                                 (const unsigned char *)inbox + length + 1, rest);
    channel_send(self->channel, &report, NULL, 0);
}

static void carry_out(struct actor_self *self, const struct message *order, const int *descriptors,
                      int count)
{
    int channel = count > 0 ? descriptors[0] : -1;
    switch (order->kind) {
    case ORDER_RUN:
        order_run(self, order);
        break;
    case ORDER_SPAWN_OWN:
    case ORDER_SPAWN_INHERIT:
    case ORDER_FORK:
        order_birth(self, order, channel);
        break;
    case ORDER_THREAD:
        order_thread(self, order, channel);
        break;
    case ORDER_EXEC:
        order_exec(self, order);
        break;
    case ORDER_EXPORT:
        order_export(self, order);
        break;
    case ORDER_IMPORT:
        order_import(self, order, channel);
        break;
    case ORDER_OBSERVE:
        order_observe(self, order, descriptors, count);
        break;
    case ORDER_KILL:
        actor_report(self, sys_kill((pid_t)order->first), 0);
        break;
    case ORDER_MAKE_FILE:
        order_make_file(self, order);
        break;
    case ORDER_LABEL:
        order_label(self, order);
        break;
    case ORDER_GONE:
        sys_process_died((pid_t)order->first);
        actor_report(self, 0, 0);
        break;
    default:
        actor_report(self, -ENOSYS, 0);
    }
}

/* Comes back when the actor is to end. */
static void serve(struct actor_self *self)
{
    for (;;) {
        struct message order;
        int descriptors[OBSERVED_MAX];
        int count = OBSERVED_MAX;
        if (channel_receive(self->channel, &order, descriptors, &count, -1) != 1)
            return;
        /* Out of the way of the handles: those keep the numbers that the system gives them. */
        for (int i = 0; i < count; i++)
            descriptors[i] = own_descriptor(descriptors[i]);
        if (order.kind == ORDER_EXIT)
            return;
        carry_out(self, &order, descriptors, count);
        arena_reset();
    }
}

void actor_begin_process(struct actor_self *self, long problem)
{
    /* A signal to its group reaches nobody else, and it does not outlive the agent. */
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    sys_setup(self->name, self->slot);
    if (problem == 0)
        problem = self->is_first ? 0 : -EINVAL;
    actor_report(self, problem, syscall(SYS_gettid));
    if (problem == 0)
        serve(self);
    sys_exit_process();
}

void actor_begin_thread(struct actor_self *self)
{
    sys_setup(self->name, self->slot);
    actor_report(self, 0, syscall(SYS_gettid));
    serve(self);
    sys_exit_thread();
    actor_report(self, 0, 0);
    close(self->channel);
    kernel_coverage_leave();
    guard_leave();
    arena_leave();
}

int worker_main(char *const words[ACTOR_WORDS])
{
    struct actor_self self = {
        .slot = atoi(words[WORD_SLOT]),
        .is_first = true,
    };
    int memory = atoi(words[WORD_MEMORY]);
    snprintf(self.name, sizeof self.name, "%s", words[WORD_NAME]);
    own_descriptors_setup();
    self.channel = own_descriptor(atoi(words[WORD_CHANNEL]));
    keep_on_exec(self.channel, false);
    keep_on_exec(memory, false);
    set_program_path(words[WORD_PROGRAM]);
    if (self.slot < 0 || self.slot >= ACTORS_MAX || !shared_attach(memory))
        return 3;
    arena_setup();
    sys_executed(words[WORD_SYS]);
    actor_begin_process(&self, 0);
}
