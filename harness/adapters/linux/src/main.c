/* kacs-agent: makes KACS calls on the running kernel for whoever speaks the adapter protocol. */
#include "arena.h"
#include "hub.h"
#include "limits.h"
#include "link.h"
#include "own_descriptors.h"
#include "program_path.h"
#include "supervisor.h"
#include "sys.h"
#include "version.h"
#include "worker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char HELP[] =
    "usage: kacs-agent [--stdio | --unix PATH | --serial DEVICE]\n"
    "\n"
    "Speaks the adapter protocol of kacs-conformance and makes the calls on the running kernel.\n"
    "  --stdio           on standard input and output (default)\n"
    "  --unix PATH       on a Unix socket; each connection is served by an agent of its own\n"
    "  --serial DEVICE   on a serial port or another character device\n"
    "  --version         print the version\n"
    "An agent built with --seam finds its served model by KACS_SEAM, a socket or a device.\n"
    "As process 1 it supervises: it mounts what is needed and runs the agent on the port that\n"
    "kacs.port=DEVICE[,DEVICE] on the kernel command line names.\n";

static int usage(const char *problem, const char *word)
{
    fprintf(stderr, "kacs-agent: %s%s; see kacs-agent --help\n", problem, word);
    return 2;
}

static void find_program(const char *given)
{
    char path[PATH_BYTES];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0) {
        /* Before procfs is mounted there is only the word that we were called by. */
        set_program_path(given);
        return;
    }
    path[length] = '\0';
    set_program_path(path);
}

int main(int count, char **words)
{
    const char *seam = getenv("KACS_SEAM");
    if (count >= 2 + ACTOR_WORDS && strcmp(words[1], "--actor") == 0)
        return worker_main(words + 2);
    own_descriptors_setup();
    /* What whoever started us left open would be a handle of every case. */
    syscall(SYS_close_range, 3, ~0u, 0);
    arena_setup();
    find_program(words[0]);
    if (seam != NULL)
        sys_use_seam(seam);
    if (getpid() == 1)
        return supervise();
    if (count == 1 || (count == 2 && strcmp(words[1], "--stdio") == 0)) {
        const struct hub_options options = {.from = STDIN_FILENO, .to = STDOUT_FILENO};
        return hub_main(&options);
    }
    if (count == 2 && strcmp(words[1], "--help") == 0) {
        fputs(HELP, stdout);
        return 0;
    }
    if (count == 2 && strcmp(words[1], "--version") == 0) {
        puts(AGENT_VERSION);
        return 0;
    }
    if (count == 3 && strcmp(words[1], "--unix") == 0)
        return serve_unix(words[2]);
    if (count == 3 && strcmp(words[1], "--serial") == 0)
        return serve_serial(words[2], NULL);
    return usage("unknown or incomplete option ", words[1]);
}
