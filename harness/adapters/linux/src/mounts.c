/*
 * The file systems of a guest. A managed one whose files have no security descriptors denies
 * everything (PSD-004 v0.20 §11.1, §11.5), and most of them are managed from the start. Those that
 * the agent needs get one fixed template, and then a control: a file is made there and removed.
 */
#include "mounts.h"

#include "everyone.h"
#include "failing.h"
#include "sys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

/* PSD-004 v0.20 §13.6. */
#define KACS_GET_MOUNT_POLICY 1026
#define KACS_SET_MOUNT_POLICY 1027
#define DENY_MISSING 2
/* Missing descriptors are made up, and not written back. */
#define SYNTHESIZE_EPHEMERAL 3

struct file_system {
    /* NULL: it is there already. */
    const char *type;
    const char *where, *data;
    bool is_managed;
};

/* Whoever mounts or opens something needs the ones before it. */
static const struct file_system FILE_SYSTEMS[] = {
    {NULL, "/", NULL, true},
    {"proc", "/proc", NULL, false},
    {"sysfs", "/sys", NULL, false},
    {"securityfs", "/sys/kernel/security", NULL, false},
    {"devtmpfs", "/dev", NULL, true},
    {"tmpfs", "/tmp", "mode=1777", true},
};

/* struct kacs_mount_policy_args (PSD-004 v0.20 §13.6). */
struct mount_policy {
    uint32_t policy, flags, generation, padding;
    uint64_t template_pointer;
    uint32_t template_length, more_padding;
};

_Static_assert(sizeof(struct mount_policy) == 32, "struct kacs_mount_policy_args has 32 bytes");

static bool has_adopted;

bool mounts_were_adopted(void)
{
    return has_adopted;
}

static void note(char *notes, size_t size, const char *what, const char *where, const char *why)
{
    size_t used = strlen(notes);
    const char *colon = why[0] == '\0' ? "" : ": ";
    snprintf(notes + used, size - used, "%s %s%s%s\n", what, where, colon, why);
}

/* Why no file can be made there: an errno, or 0. */
static int why_no_file(const char *folder)
{
    char path[64];
    snprintf(path, sizeof path, "%s/.kacs-agent", folder);
    int made = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (made < 0)
        return errno;
    int problem = write(made, "", 1) == 1 ? 0 : errno;
    close(made);
    return unlink(path) == 0 || problem != 0 ? problem : errno;
}

static long policy_call(long number, int folder, struct mount_policy *policy)
{
    const unsigned long arguments[6] = {(unsigned long)folder, (unsigned long)policy,
                                        sizeof *policy};
    return sys_call(number, arguments);
}

/* Whether the kernel manages what is there and denies what has no descriptor. */
static bool denies_missing(const struct file_system *one, int folder)
{
    struct mount_policy policy = {0};
    long result = policy_call(KACS_GET_MOUNT_POLICY, folder, &policy);
    if (result == -ENOSYS)
        return false;
    if (result == 0)
        return policy.policy == DENY_MISSING;
    int problem = why_no_file(one->where);
    return problem == EACCES || problem == EPERM;
}

static void adopt(const struct file_system *one, char *notes, size_t size)
{
    struct mount_policy policy = {.policy = SYNTHESIZE_EPHEMERAL,
                                  .template_pointer = (uintptr_t)EVERYONE_ALL,
                                  .template_length = sizeof EVERYONE_ALL};
    int folder = open(one->where, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (denies_missing(one, folder)) {
        char control[100] = "control: a file was made there and removed";
        long result = policy_call(KACS_SET_MOUNT_POLICY, folder, &policy);
        int problem = result == 0 ? why_no_file(one->where) : 0;
        has_adopted = true;
        if (problem != 0)
            snprintf(control, sizeof control, "control failed: no file can be made there (%s)",
                     strerror(problem));
        if (result != 0)
            note(notes, size, "no mount policy for", one->where, strerror((int)-result));
        else
            note(notes, size, "set the mount policy (synthesised, everyone: all access) of",
                 one->where, control);
    }
    close(folder);
}

/* Only on request does a kernel fail; but then also where a caller could wait. */
static void allow_injection(char *notes, size_t size, bool has_debugfs)
{
    static const char *const SWITCHES[] = {
        "/sys/kernel/debug/failslab/ignore-gfp-wait",
        "/sys/kernel/debug/fail_page_alloc/ignore-gfp-wait",
        "/sys/kernel/debug/fail_page_alloc/ignore-gfp-highmem",
    };
    if (!has_fault_injection() || !has_debugfs)
        return;
    for (size_t i = 0; i < sizeof SWITCHES / sizeof SWITCHES[0]; i++) {
        int file = open(SWITCHES[i], O_WRONLY | O_CLOEXEC);
        if (file < 0)
            continue;
        note(notes, size, write(file, "N", 1) == 1 ? "switched off" : "cannot switch off",
             SWITCHES[i], "");
        close(file);
    }
}

void mount_all(char *notes, size_t size)
{
    notes[0] = '\0';
    for (size_t i = 0; i < sizeof FILE_SYSTEMS / sizeof FILE_SYSTEMS[0]; i++) {
        const struct file_system *one = &FILE_SYSTEMS[i];
        if (one->type != NULL)
            mkdir(one->where, 0755);
        if (one->type != NULL &&
            mount(one->type, one->where, one->type, 0, one->data) != 0 && errno != EBUSY)
            note(notes, size, "cannot mount", one->where, strerror(errno));
        else if (one->is_managed)
            adopt(one, notes, size);
    }
    /* Where the kernel has it, there are also the addresses that calls pass (kcov). */
    bool has_debugfs =
        mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL) == 0 || errno == EBUSY;
    allow_injection(notes, size, has_debugfs);
}
