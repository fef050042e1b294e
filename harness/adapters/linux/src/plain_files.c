/* Ordinary calls about descriptors and files. */
#include "plain.h"

#include "limits.h"
#include "own_descriptors.h"
#include "program_path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static long answered(long result)
{
    return result < 0 ? -errno : result;
}

long plain_close(int descriptor)
{
    return answered(close(descriptor));
}

long plain_dup(int descriptor)
{
    return answered(dup(descriptor));
}

long plain_descriptor_flags(int descriptor, int set)
{
    if (set >= 0 && fcntl(descriptor, F_SETFD, set > 0 ? FD_CLOEXEC : 0) < 0)
        return -errno;
    return answered(fcntl(descriptor, F_GETFD));
}

long plain_read(int descriptor, void *to, size_t size)
{
    size_t used = 0;
    while (used < size) {
        ssize_t came = read(descriptor, (char *)to + used, size - used);
        if (came < 0 && errno == EINTR)
            continue;
        if (came < 0)
            return used > 0 ? (long)used : -errno;
        if (came == 0)
            break;
        used += (size_t)came;
    }
    return (long)used;
}

long plain_read_link(const char *path, char *to, size_t size)
{
    ssize_t length = readlink(path, to, size);
    return answered(length);
}

struct entry {
    ino64_t inode;
    off64_t offset;
    unsigned short length;
    unsigned char kind;
    char name[];
};

long plain_list(const char *path, struct text *names)
{
    _Alignas(struct entry) char some[8192];
    int folder = own_descriptor(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder < 0)
        return -errno;
    text_put(names, "[");
    bool first = true;
    long came;
    while ((came = syscall(SYS_getdents64, folder, some, sizeof some)) > 0) {
        for (long at = 0; at < came;) {
            const struct entry *entry = (const struct entry *)(some + at);
            at += entry->length;
            if (strcmp(entry->name, ".") == 0 || strcmp(entry->name, "..") == 0)
                continue;
            text_put(names, first ? "" : ",");
            text_quoted_words(names, entry->name);
            first = false;
        }
    }
    text_put(names, "]");
    long result = answered(came);
    close(folder);
    return result;
}

static int by_number(const void *left, const void *right)
{
    return *(const int *)left - *(const int *)right;
}

size_t plain_handles(int *numbers, size_t room)
{
    _Alignas(struct entry) char some[8192];
    size_t count = 0;
    int folder = own_descriptor(open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    long came;
    while (folder >= 0 && (came = syscall(SYS_getdents64, folder, some, sizeof some)) > 0) {
        for (long at = 0; at < came;) {
            const struct entry *entry = (const struct entry *)(some + at);
            int number = atoi(entry->name);
            at += entry->length;
            if (number >= 3 && !is_own_descriptor(number) && count < room)
                numbers[count++] = number;
        }
    }
    if (folder >= 0)
        close(folder);
    /* Without procfs each number has to be tried. */
    for (int number = 3; folder < 0 && number < own_descriptors_start(); number++)
        if (fcntl(number, F_GETFD) >= 0 && count < room)
            numbers[count++] = number;
    qsort(numbers, count, sizeof *numbers, by_number);
    return count;
}

long plain_stat(const char *path, int descriptor, struct file_facts *facts)
{
    struct stat found;
    if ((path == NULL ? fstat(descriptor, &found) : stat(path, &found)) != 0)
        return -errno;
    *facts = (struct file_facts){found.st_mode, found.st_uid, found.st_gid,
                                 (uint64_t)found.st_size};
    return 0;
}

long plain_copy_program(const char *path)
{
    int from = own_descriptor(open(program_path(), O_RDONLY | O_CLOEXEC));
    if (from < 0)
        return -errno;
    int to = own_descriptor(open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0777));
    long result = to < 0 ? -errno : 0;
    if (to >= 0) {
        ssize_t sent;
        while ((sent = sendfile(to, from, NULL, 1 << 24)) > 0)
            continue;
        if (sent < 0 || fchmod(to, 0777) != 0)
            result = -errno;
        close(to);
        if (result < 0)
            unlink(path);
    }
    close(from);
    return result;
}
