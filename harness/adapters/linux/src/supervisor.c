/* Process 1. Whatever the agent provokes or suffers, the kernel does not lose its init. */
#include "supervisor.h"

#include "limits.h"
#include "link.h"
#include "mounts.h"
#include "own_descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define HEARTBEAT_S 2
#define PORT_PATIENCE_S 10

static char notes[2048];

/* A value of the kernel command line; false: it is not given. */
static bool command_line(const char *name, char *to, size_t size)
{
    char line[4096];
    int file = open("/proc/cmdline", O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, line, sizeof line - 1);
    if (file >= 0)
        close(file);
    if (length <= 0)
        return false;
    line[length] = '\0';
    for (char *word = strtok(line, " \n"); word != NULL; word = strtok(NULL, " \n")) {
        size_t named = strlen(name);
        if (strncmp(word, name, named) == 0 && word[named] == '=') {
            snprintf(to, size, "%s", word + named + 1);
            return true;
        }
    }
    return false;
}

static long now_s(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
}

static pid_t start_agent(const char *port)
{
    pid_t agent = fork();
    if (agent != 0)
        return agent;
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setsid();
    /* Drivers may still be looking for their devices. */
    for (int left = PORT_PATIENCE_S * 10; left > 0 && access(port, F_OK) != 0; left--)
        usleep(100000);
    _exit(serve_serial(port, notes));
}

static void say_how(pid_t agent, int status)
{
    if (WIFSIGNALED(status))
        printf("kacs-agent: agent %d died of signal %d\n", agent, WTERMSIG(status));
    else
        printf("kacs-agent: agent %d exited with %d\n", agent, WEXITSTATUS(status));
}

static void open_console(void)
{
    int console = open("/dev/console", O_RDWR | O_NOCTTY);
    for (int i = 0; console >= 0 && i < 3; i++)
        dup2(console, i);
    if (console > 2)
        close(console);
    setvbuf(stdout, NULL, _IOLBF, 0);
}

int supervise(void)
{
    char port[PATH_BYTES];
    sigset_t children;
    unsigned long beats = 0;
    mount_all(notes, sizeof notes);
    open_console();
    printf("kacs-agent: supervisor is process 1\n%s", notes);
    if (!command_line("kacs.port", port, sizeof port)) {
        printf("kacs-agent: no kacs.port=DEVICE on the kernel command line\n");
        snprintf(port, sizeof port, "/dev/ttyS1");
    }
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_BLOCK, &children, NULL);
    pid_t agent = start_agent(port);
    printf("kacs-agent: agent %d on %s\n", agent, port);
    for (long next = now_s();;) {
        const struct timespec wait = {1, 0};
        int status;
        pid_t gone;
        sigtimedwait(&children, NULL, &wait);
        while ((gone = waitpid(-1, &status, WNOHANG)) > 0) {
            if (gone != agent)
                continue;
            say_how(gone, status);
            sleep(1);
            agent = start_agent(port);
            printf("kacs-agent: agent %d on %s\n", agent, port);
        }
        if (now_s() >= next) {
            printf("kacs-agent: heartbeat %lu\n", ++beats);
            next = now_s() + HEARTBEAT_S;
        }
    }
}
