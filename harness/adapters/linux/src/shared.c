/* The shared memory: a sparse file that no folder knows. */
#include "shared.h"

#include "own_descriptors.h"

#include <fcntl.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

#define HEAD_BYTES (((sizeof(struct shared) - 1) | 0xffff) + 1)
#define AREA_BYTES LINE_BYTES_MAX
#define AREAS 3
#define WHOLE_BYTES (HEAD_BYTES + ACTORS_MAX * AREAS * AREA_BYTES)

struct shared *shared;
static int memory = -1;

static bool map(void)
{
    void *at = mmap(NULL, WHOLE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, memory,
                    0);
    shared = at == MAP_FAILED ? NULL : at;
    return shared != NULL;
}

int shared_create(void)
{
    memory = own_descriptor(memfd_create("kacs-agent", 0));
    if (memory < 0 || ftruncate(memory, (off_t)WHOLE_BYTES) != 0 || !map())
        return -1;
    return 0;
}

bool shared_attach(int descriptor)
{
    memory = descriptor;
    return map();
}

int shared_descriptor(void)
{
    return memory;
}

static char *area(int slot, int which)
{
    return (char *)shared + HEAD_BYTES + ((size_t)slot * AREAS + (size_t)which) * AREA_BYTES;
}

char *slot_inbox(int slot)
{
    return area(slot, 0);
}

char *slot_records(int slot)
{
    return area(slot, 1);
}

char *slot_bindings(int slot)
{
    return area(slot, 2);
}

void slot_clear(int slot)
{
    off_t start = (off_t)(HEAD_BYTES + (size_t)slot * AREAS * AREA_BYTES);
    fallocate(memory, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, start, AREAS * AREA_BYTES);
}
