/* Descriptors of the agent itself. */
#include "own_descriptors.h"

#include "limits.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

static int start = DESCRIPTORS - OWN_DESCRIPTORS;

void own_descriptors_setup(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max < DESCRIPTORS ? limit.rlim_max : DESCRIPTORS;
    setrlimit(RLIMIT_NOFILE, &limit);
    start = (int)limit.rlim_cur - OWN_DESCRIPTORS;
}

int own_descriptors_start(void)
{
    return start;
}

bool is_own_descriptor(int descriptor)
{
    return descriptor >= start;
}

int own_descriptor(int descriptor)
{
    if (descriptor < 0 || descriptor >= start)
        return descriptor;
    int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, start);
    close(descriptor);
    return moved;
}

void keep_on_exec(int descriptor, bool keep)
{
    fcntl(descriptor, F_SETFD, keep ? 0 : FD_CLOEXEC);
}
