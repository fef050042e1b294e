/* Ordinary calls about processes and their ids. */
#include "plain.h"

#include "limits.h"
#include "own_descriptors.h"
#include "program_path.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long answered(long result)
{
    return result < 0 ? -errno : result;
}

long plain_call(long number, const unsigned long a[6])
{
    return answered(syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]));
}

long plain_fork(void)
{
    /*
     * The agent is the parent of every process, so that each is waited for by the one that asks.
     * The C library's own fork cannot do that; its locks are of no use to us (see arena.c).
     */
    return answered(syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0));
}

long plain_exec(const char *path, char *const words[])
{
    char *const environment[] = {NULL};
    return answered(execve(path == NULL ? program_path() : path, words, environment));
}

int plain_pidfd(pid_t process)
{
    return own_descriptor((int)syscall(SYS_pidfd_open, process, 0));
}

long plain_kill(pid_t process)
{
    int pidfd = plain_pidfd(process);
    if (pidfd < 0)
        return errno == EINVAL ? -ESRCH : -errno;
    long result = answered(syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0));
    if (result == 0) {
        struct pollfd gone = {pidfd, POLLIN, 0};
        poll(&gone, 1, DEATH_DEADLINE_MS);
    }
    close(pidfd);
    return result;
}

long plain_credentials(struct credentials *credentials)
{
    if (getresuid(&credentials->uid, &credentials->euid, &credentials->suid) != 0 ||
        getresgid(&credentials->gid, &credentials->egid, &credentials->sgid) != 0)
        return -errno;
    credentials->group_count = getgroups(GROUPS_MAX, credentials->groups);
    return answered(credentials->group_count < 0 ? -1 : 0);
}

long plain_sleep(uint32_t ms)
{
    struct timespec left = {ms / 1000, (long)(ms % 1000) * 1000000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        continue;
    return 0;
}
