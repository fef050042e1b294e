/* New processes and threads, and this process going on as another program. */
#include "actor.h"
#include "arena.h"
#include "guard.h"
#include "kernel_coverage.h"
#include "op.h"
#include "own_descriptors.h"
#include "program_path.h"
#include "shared.h"
#include "sys.h"
#include "worker.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define KACS_CREATE_TOKEN 1003
#define KACS_IOC_INSTALL 0x00004B03
#define STACK_BYTES ((size_t)256 << 10)

long take_boot_identity(void)
{
    const struct profile_facts *profile = profile_at(shared->profile);
    const unsigned long arguments[6] = {(unsigned long)profile->boot_token,
                                        profile->boot_token_length};
    if (!shared->has_kacs)
        return 0;
    long token = sys_call(KACS_CREATE_TOKEN, arguments);
    if (token < 0)
        return token;
    long installed = sys_ioctl((int)token, KACS_IOC_INSTALL, NULL);
    sys_close((int)token);
    return installed;
}

static void close_range_but(unsigned first, unsigned last, int kept)
{
    if (kept >= 0 && (unsigned)kept >= first && (unsigned)kept <= last) {
        if ((unsigned)kept > first)
            syscall(SYS_close_range, first, (unsigned)kept - 1, 0);
        first = (unsigned)kept + 1;
    }
    if (first <= last)
        syscall(SYS_close_range, first, last, 0);
}

/* Of the agent's own descriptors a child keeps the shared memory and its channel. */
static void close_own_but(int channel)
{
    int memory = shared_descriptor();
    int low = memory < channel ? memory : channel;
    int high = memory < channel ? channel : memory;
    unsigned first = (unsigned)own_descriptors_start();
    close_range_but(first, (unsigned)low, low);
    close_range_but((unsigned)low + 1, ~0u, high);
}

static char **words_of(const struct actor_self *self, char memory[6][PATH_BYTES], char *words[9])
{
    snprintf(memory[0], PATH_BYTES, "%s", self->name);
    snprintf(memory[1], PATH_BYTES, "%d", self->slot);
    snprintf(memory[2], PATH_BYTES, "%d", shared_descriptor());
    snprintf(memory[3], PATH_BYTES, "%d", self->channel);
    snprintf(memory[4], PATH_BYTES, "%s", program_path());
    sys_exec_words(memory[5], PATH_BYTES);
    words[0] = (char *)"kacs-agent";
    words[1] = (char *)"--actor";
    for (int i = 0; i < ACTOR_WORDS; i++)
        words[2 + i] = memory[i];
    words[2 + ACTOR_WORDS] = NULL;
    return words;
}

/* Executes a file as this actor; comes back with the reason if it could not. */
static long become(const struct actor_self *self, const char *path)
{
    static _Thread_local char memory[6][PATH_BYTES];
    char *words[3 + ACTOR_WORDS];
    words_of(self, memory, words);
    keep_on_exec(self->channel, true);
    keep_on_exec(shared_descriptor(), true);
    long problem = sys_exec(path, words);
    keep_on_exec(self->channel, false);
    keep_on_exec(shared_descriptor(), false);
    return problem;
}

static _Noreturn void live(struct actor_self *self, uint32_t how)
{
    long problem = 0;
    kernel_coverage_leave();
    close_own_but(self->channel);
    guard_leave();
    if (how == ORDER_SPAWN_OWN) {
        syscall(SYS_close_range, 3, own_descriptors_start() - 1, 0);
        problem = take_boot_identity();
    }
    if (how == ORDER_SPAWN_INHERIT)
        problem = become(self, NULL);
    actor_begin_process(self, problem);
}

void order_birth(struct actor_self *self, const struct message *order, int channel)
{
    static const enum birth BIRTHS[] = {
        [ORDER_SPAWN_OWN] = BIRTH_OWN,
        [ORDER_SPAWN_INHERIT] = BIRTH_INHERIT,
        [ORDER_FORK] = BIRTH_FORK,
    };
    struct actor_self child = {.slot = (int)order->first, .channel = channel, .is_first = true};
    snprintf(child.name, sizeof child.name, "%s", order->name);
    kernel_coverage_begin();
    long made = sys_fork(BIRTHS[order->kind]);
    if (made == 0)
        live(&child, order->kind);
    kernel_coverage_end();
    close(channel);
    actor_report(self, made, 0);
}

struct new_thread {
    struct actor_self self;
    char ticket[PATH_BYTES];
    _Atomic bool taken;
};

static void *thread_main(void *argument)
{
    struct new_thread *given = argument;
    struct actor_self self = given->self;
    char ticket[PATH_BYTES];
    memcpy(ticket, given->ticket, sizeof ticket);
    atomic_store(&given->taken, true);
    sys_thread_begins(ticket);
    actor_begin_thread(&self);
    return NULL;
}

void order_thread(struct actor_self *self, const struct message *order, int channel)
{
    struct new_thread given = {.self = {.slot = (int)order->first, .channel = channel}};
    pthread_attr_t attributes;
    pthread_t thread;
    snprintf(given.self.name, sizeof given.self.name, "%s", order->name);
    long problem = sys_thread_wanted(given.ticket, sizeof given.ticket);
    if (problem == 0) {
        pthread_attr_init(&attributes);
        pthread_attr_setstacksize(&attributes, STACK_BYTES);
        pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
        kernel_coverage_begin();
        problem = -pthread_create(&thread, &attributes, thread_main, &given);
        kernel_coverage_end();
        pthread_attr_destroy(&attributes);
    }
    if (problem != 0) {
        close(channel);
        actor_report(self, problem, 0);
        return;
    }
    while (!atomic_load(&given.taken))
        syscall(SYS_sched_yield);
    actor_report(self, 1, 0);
}

void order_exec(struct actor_self *self, const struct message *order)
{
    char path[PATH_BYTES];
    const char *given = NULL;
    if (order->length > 0 && order->length < sizeof path) {
        memcpy(path, slot_inbox(self->slot), order->length);
        path[order->length] = '\0';
        given = path;
    }
    long problem = order->length < sizeof path ? become(self, given) : -ENAMETOOLONG;
    actor_report(self, problem, 0);
}
