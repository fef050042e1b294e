/* Process 1. Whatever the agent provokes or suffers, the kernel does not lose its init. */
#include "supervisor.h"

#include "actors.h"
#include "command_line.h"
#include "limits.h"
#include "link.h"
#include "modules.h"
#include "mounts.h"
#include "ports.h"
#include "sys.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define HEARTBEAT_S 2
#define DEFAULT_PORT "/dev/ttyS1"

static char notes[2048];

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
    _exit(serve_serial(port, notes));
}

static void say_how(pid_t agent, int status)
{
    if (WIFSIGNALED(status))
        printf("kacs-agent: the agent (%d) died of signal %d\n", agent, WTERMSIG(status));
    else
        printf("kacs-agent: the agent (%d) exited with %d\n", agent, WEXITSTATUS(status));
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

static bool prepare(char *port, size_t size)
{
    char list[PATH_BYTES], seam[PATH_BYTES], deadline[16];
    mount_all(notes, sizeof notes);
    open_console();
    /* What had to be set up is told in the answer to hello; here it is for people. */
    fputs(notes, stdout);
    load_modules();
    if (command_line("kacs.seam", seam, sizeof seam))
        sys_use_seam(seam);
    if (command_line("kacs.deadline", deadline, sizeof deadline) && atoi(deadline) > 0)
        call_deadline_ms = atoi(deadline);
    if (!command_line("kacs.port", list, sizeof list))
        snprintf(list, sizeof list, "%s", DEFAULT_PORT);
    if (choose_port(list, port, size))
        return true;
    printf("kacs-agent: none of the ports of kacs.port=%s is there\n", list);
    return false;
}

int supervise(void)
{
    char port[PATH_BYTES];
    sigset_t children;
    bool has_port = prepare(port, sizeof port);
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_BLOCK, &children, NULL);
    pid_t agent = has_port ? start_agent(port) : -1;
    for (long next = now_s() + HEARTBEAT_S;;) {
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
        }
        if (now_s() >= next) {
            puts("kacs-agent: heartbeat");
            next = now_s() + HEARTBEAT_S;
        }
    }
}
