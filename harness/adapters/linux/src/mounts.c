/*
 * The file systems of a guest. A managed file system whose files have no security descriptors yet
 * denies everything (PSD-004 v0.20 §11.5), so that it gets one fixed template: all for everybody.
 */
#include "mounts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define KACS_SET_MOUNT_POLICY 1027
/* Missing descriptors are made up, and not written back. */
#define SYNTHESIZE_EPHEMERAL 2

struct file_system {
    const char *type, *where, *data;
    /* Files are made on it. */
    int is_ours;
};

static const struct file_system FILE_SYSTEMS[] = {
    {"proc", "/proc", NULL, 0},
    {"sysfs", "/sys", NULL, 0},
    {"securityfs", "/sys/kernel/security", NULL, 0},
    {"devtmpfs", "/dev", NULL, 0},
    {"tmpfs", "/tmp", "mode=1777", 1},
};

/* struct kacs_mount_policy_args (PSD-004 v0.20 §13.6). */
struct mount_policy {
    uint32_t policy, flags, generation, padding;
    uint64_t template_pointer;
    uint32_t template_length, more_padding;
};

_Static_assert(sizeof(struct mount_policy) == 32, "struct kacs_mount_policy_args has 32 bytes");

/* Owner and group S-1-5-18; Everyone: all access. */
static const unsigned char TEMPLATE[] = {
    0x01, 0x00, 0x04, 0x80, 0x14, 0x00, 0x00, 0x00, 0x20, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x2c, 0x00, 0x00, 0x00, 0x01, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x05, 0x12, 0x00, 0x00, 0x00,
    0x01, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x05, 0x12, 0x00, 0x00, 0x00, 0x02, 0x00, 0x1c, 0x00,
    0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x14, 0x00, 0xff, 0x01, 0x1f, 0x00, 0x01, 0x01, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00,
};

static void note(char *notes, size_t size, const char *what, const char *where, const char *why)
{
    size_t used = strlen(notes);
    const char *colon = why[0] == '\0' ? "" : ": ";
    snprintf(notes + used, size - used, "%s %s%s%s\n", what, where, colon, why);
}

static int is_denied(const char *folder)
{
    char path[64];
    snprintf(path, sizeof path, "%s/.kacs-agent", folder);
    int made = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    int denied = made < 0 && (errno == EACCES || errno == EPERM);
    if (made >= 0) {
        close(made);
        unlink(path);
    }
    return denied;
}

static void set_policy(const struct file_system *one, char *notes, size_t size)
{
    int folder = open(one->where, O_PATH | O_DIRECTORY | O_CLOEXEC);
    struct mount_policy policy = {.policy = SYNTHESIZE_EPHEMERAL,
                                  .template_pointer = (uintptr_t)TEMPLATE,
                                  .template_length = sizeof TEMPLATE};
    long result = syscall(KACS_SET_MOUNT_POLICY, folder, &policy, sizeof policy);
    close(folder);
    if (result != 0)
        note(notes, size, "no mount policy for", one->where, strerror(errno));
    else
        note(notes, size, "set the mount policy (synthesised, everyone: all access) of", one->where,
             is_denied(one->where) ? "files are denied all the same" : "");
}

void mount_all(char *notes, size_t size)
{
    notes[0] = '\0';
    for (size_t i = 0; i < sizeof FILE_SYSTEMS / sizeof FILE_SYSTEMS[0]; i++) {
        const struct file_system *one = &FILE_SYSTEMS[i];
        mkdir(one->where, 0755);
        if (mount(one->type, one->where, one->type, 0, one->data) != 0 && errno != EBUSY)
            note(notes, size, "cannot mount", one->where, strerror(errno));
        else if (one->is_ours && is_denied(one->where))
            set_policy(one, notes, size);
    }
}
