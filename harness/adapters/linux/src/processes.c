/* Starting `init` and the observer, and waiting for the end of any process. */
#include "processes.h"

#include "actors.h"
#include "op.h"
#include "program_path.h"
#include "shared.h"
#include "sys.h"
#include "worker.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/membarrier.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <unistd.h>

/* A grace period ends within a few ticks. */
#define GRACE_US 10000

struct permanent {
    const char *name;
    const char *sys_words;
    struct actor *actor;
};

static struct permanent initial = {"init", "init", NULL};
/* A name that no request can say. */
static struct permanent observer = {"#observer", "", NULL};
static pthread_mutex_t starting = PTHREAD_MUTEX_INITIALIZER;

bool process_end(pid_t process, int timeout_ms, char *signal, size_t size)
{
    siginfo_t info;
    int pidfd = (int)syscall(SYS_pidfd_open, process, 0);
    snprintf(signal, size, "%s", "");
    if (pidfd >= 0) {
        struct pollfd gone = {pidfd, POLLIN, 0};
        int ready;
        do {
            ready = poll(&gone, 1, timeout_ms);
        } while (ready < 0 && errno == EINTR);
        close(pidfd);
        if (ready == 0)
            return false;
    }
    memset(&info, 0, sizeof info);
    if (waitid(P_PID, (id_t)process, &info, WEXITED) == 0 &&
        (info.si_code == CLD_KILLED || info.si_code == CLD_DUMPED)) {
        const char *name = sigabbrev_np(info.si_status);
        if (name != NULL)
            snprintf(signal, size, "SIG%s", name);
    }
    return true;
}

void credentials_settle(void)
{
    if (SYS_IS_SEAM || !shared->has_kacs)
        return;
    /* One for the process, one for its credentials. With one processor the call waits for none. */
    for (int i = 0; i < 2; i++)
        if (syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0) != 0 || get_nprocs() == 1)
            usleep(GRACE_US);
}

static pid_t start(const struct permanent *one, const struct actor *actor, int channel)
{
    char slot[16], memory[16], end[16];
    posix_spawn_file_actions_t actions;
    char *environment[] = {NULL};
    char *words[] = {(char *)"kacs-agent", (char *)"--actor",       (char *)one->name,
                     slot,                 memory,                  end,
                     (char *)program_path(), (char *)one->sys_words, NULL};
    pid_t process = -1;
    snprintf(slot, sizeof slot, "%d", actor->slot);
    snprintf(memory, sizeof memory, "%d", shared_descriptor());
    snprintf(end, sizeof end, "%d", channel);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    /* The same number: it survives the exec. */
    posix_spawn_file_actions_adddup2(&actions, channel, channel);
    posix_spawn_file_actions_adddup2(&actions, shared_descriptor(), shared_descriptor());
    if (posix_spawn(&process, program_path(), &actions, NULL, words, environment) != 0)
        process = -1;
    posix_spawn_file_actions_destroy(&actions);
    return process;
}

/* Starts a permanent actor; with `starting` held. */
static bool begin(struct permanent *one)
{
    int channel;
    struct asking asking = {.deadline_ms = call_deadline_ms};
    struct actor *actor = actor_new(0, &channel);
    if (actor == NULL)
        return false;
    snprintf(actor->name, sizeof actor->name, "%s", one->name);
    actor->is_first = true;
    actor->process = start(one, actor, channel);
    close(channel);
    if (actor->process < 0 || actor_await(actor, &asking) != ASKED_WELL ||
        asking.report.first != 0) {
        actor_drop(actor);
        return false;
    }
    actor->thread = (pid_t)asking.report.second;
    one->actor = actor;
    return true;
}

static struct actor *alive(struct permanent *one)
{
    pthread_mutex_lock(&starting);
    if (one->actor != NULL && one->actor->is_dead) {
        actor_release(one->actor);
        one->actor = NULL;
    }
    struct actor *actor = one->actor != NULL || begin(one) ? one->actor : NULL;
    if (actor != NULL)
        actor_hold(actor);
    pthread_mutex_unlock(&starting);
    return actor;
}

struct actor *actor_initial(void)
{
    return alive(&initial);
}

struct actor *actor_observer(void)
{
    return alive(&observer);
}

bool is_initial_process(pid_t process)
{
    return (initial.actor != NULL && initial.actor->process == process) ||
           (observer.actor != NULL && observer.actor->process == process);
}

void process_died_unasked(pid_t process)
{
    struct asking asking = {.order = {.kind = ORDER_GONE, .first = process}};
    if (!SYS_IS_SEAM || is_initial_process(process))
        return;
    struct actor *actor = actor_initial();
    if (actor == NULL)
        return;
    actor_ask_in_turn(actor, &asking);
    actor_release(actor);
}
