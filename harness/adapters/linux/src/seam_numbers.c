/* Numbers and paths, here and where the seam leads; memory that may not be there. */
#include "arena.h"
#include "limits.h"
#include "seam.h"
#include "shared.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* A process that the model never has. */
#define NOBODY 0x7ffffff0
#define PAGE ((size_t)4096)

static _Thread_local int last_pidfd = -1;
static _Thread_local pid_t last_process;

void seam_pair(int ours, int theirs)
{
    for (int i = 0; i < PAIRS_MAX; i++) {
        int32_t nobody = 0;
        if (!atomic_compare_exchange_strong(&shared->pairs[i].ours, &nobody, ours))
            continue;
        atomic_store(&shared->pairs[i].theirs, theirs);
        return;
    }
}

void seam_unpair(int ours)
{
    for (int i = 0; i < PAIRS_MAX; i++) {
        if (atomic_load(&shared->pairs[i].ours) != ours)
            continue;
        atomic_store(&shared->pairs[i].theirs, 0);
        atomic_store(&shared->pairs[i].ours, 0);
    }
}

int seam_theirs(int ours)
{
    for (int i = 0; ours != 0 && i < PAIRS_MAX; i++)
        if (atomic_load(&shared->pairs[i].ours) == ours)
            return atomic_load(&shared->pairs[i].theirs);
    return NOBODY;
}

int seam_ours(int theirs)
{
    for (int i = 0; theirs != 0 && i < PAIRS_MAX; i++)
        if (atomic_load(&shared->pairs[i].theirs) == theirs)
            return atomic_load(&shared->pairs[i].ours);
    return 0;
}

/* Copies a path up to and with `name`, then the number behind it as the model has it. */
static const char *map_number(const char *path, const char *name, char *to, size_t size)
{
    size_t length = strlen(name);
    size_t used = strlen(to);
    if (strncmp(path, name, length) != 0)
        return path;
    path += length;
    size_t digits = strspn(path, "0123456789");
    if (digits == 0)
        snprintf(to + used, size - used, "%s%.*s", name, (int)strcspn(path, "/"), path);
    else
        snprintf(to + used, size - used, "%s%d", name, seam_theirs(atoi(path)));
    return path + strcspn(path, "/");
}

void seam_path(char *to, size_t size, const char *path)
{
    size_t folder = strlen(shared->folder);
    to[0] = '\0';
    if (folder > 0 && strncmp(path, shared->folder, folder) == 0 && path[folder] == '/') {
        snprintf(to, size, "/tmp%s", path + folder);
        return;
    }
    path = map_number(path, "/proc/", to, size);
    path = map_number(path, "/task/", to, size);
    size_t used = strlen(to);
    snprintf(to + used, size - used, "%s", path);
}

void seam_note_pidfd(int descriptor, pid_t process)
{
    last_pidfd = descriptor;
    last_process = process;
}

bool seam_is_pidfd(int descriptor, pid_t *process)
{
    *process = last_process;
    return descriptor >= 0 && descriptor == last_pidfd;
}

size_t seam_read(void *to, uintptr_t from, size_t count)
{
    size_t done = 0;
    while (done < count) {
        size_t part = PAGE - (from + done) % PAGE;
        if (part > count - done)
            part = count - done;
        struct iovec here = {(char *)to + done, part};
        struct iovec there = {(void *)(from + done), part};
        if (process_vm_readv(getpid(), &here, 1, &there, 1, 0) != (ssize_t)part)
            break;
        done += part;
    }
    return done;
}

size_t seam_write(uintptr_t to, const void *from, size_t count)
{
    size_t done = 0;
    while (done < count) {
        size_t part = PAGE - (to + done) % PAGE;
        if (part > count - done)
            part = count - done;
        struct iovec here = {(char *)from + done, part};
        struct iovec there = {(void *)(to + done), part};
        if (process_vm_writev(getpid(), &here, 1, &there, 1, 0) != (ssize_t)part)
            break;
        done += part;
    }
    return done;
}

bool seam_writable(uintptr_t address)
{
    unsigned char byte;
    return seam_read(&byte, address, 1) == 1 && seam_write(address, &byte, 1) == 1;
}

unsigned char *seam_copy(uintptr_t from, size_t count, size_t *came)
{
    size_t room = count < LINE_BYTES_MAX / 8 ? count : LINE_BYTES_MAX / 8;
    unsigned char *bytes = arena_allocate(room + 1);
    *came = bytes == NULL ? 0 : seam_read(bytes, from, room);
    return bytes;
}
