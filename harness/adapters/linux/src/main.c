/* kacs-agent: makes KACS calls on the running kernel for whoever speaks the adapter protocol. */
#include "actors.h"
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
    "usage: kacs-agent [--stdio | --unix PATH | --serial DEVICE] [--deadline MS] [--seam WHERE]\n"
    "\n"
    "Speaks the adapter protocol of kacs-conformance and makes the calls on the running kernel.\n"
    "  --stdio           on standard input and output (default)\n"
    "  --unix PATH       on a Unix socket; each connection is served by an agent of its own\n"
    "  --serial DEVICE   on a serial port or another character device\n"
    "  --deadline MS     how long one call may take (4000); who takes longer is killed\n"
    "  --seam WHERE      the served model, a socket or a device (only if built with --seam)\n"
    "  --version         print the version\n"
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

struct options {
    const char *unix_path, *serial;
    bool wants_help, wants_version;
};

/* Reads the options; 0, or the exit status of a mistake. */
static int read_options(struct options *options, int count, char **words)
{
    for (int i = 1; i < count; i++) {
        const char *value = i + 1 < count ? words[i + 1] : NULL;
        if (strcmp(words[i], "--help") == 0) {
            options->wants_help = true;
            continue;
        }
        if (strcmp(words[i], "--version") == 0) {
            options->wants_version = true;
            continue;
        }
        if (strcmp(words[i], "--stdio") == 0)
            continue;
        if (value == NULL)
            return usage("unknown or incomplete option ", words[i]);
        if (strcmp(words[i], "--unix") == 0)
            options->unix_path = value;
        else if (strcmp(words[i], "--serial") == 0)
            options->serial = value;
        else if (strcmp(words[i], "--deadline") == 0 && atoi(value) > 0)
            call_deadline_ms = atoi(value);
        else if (strcmp(words[i], "--seam") == 0 && SYS_IS_SEAM)
            sys_use_seam(value);
        else
            return usage("unknown option, or not one of this agent: ", words[i]);
        i++;
    }
    return 0;
}

int main(int count, char **words)
{
    struct options options = {0};
    if (count >= 2 + ACTOR_WORDS && strcmp(words[1], "--actor") == 0)
        return worker_main(words + 2);
    own_descriptors_setup();
    /* What whoever started us left open would be a handle of every case. */
    syscall(SYS_close_range, 3, ~0u, 0);
    arena_setup();
    find_program(words[0]);
    if (getpid() == 1)
        return supervise();
    int status = read_options(&options, count, words);
    if (status != 0)
        return status;
    if (options.wants_help || options.wants_version) {
        puts(options.wants_help ? HELP : AGENT_VERSION);
        return 0;
    }
    if (options.unix_path != NULL)
        return serve_unix(options.unix_path);
    if (options.serial != NULL)
        return serve_serial(options.serial, NULL);
    const struct hub_options hub = {.from = STDIN_FILENO, .to = STDOUT_FILENO};
    return hub_main(&hub);
}
