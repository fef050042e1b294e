/* Which of several devices the agent is to speak on. */
#include "ports.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PATIENCE_TENTHS 100
#define TENTH_US 100000

static bool may_come(const char *device)
{
    return strstr(device, "/vport") != NULL &&
           access("/sys/bus/virtio/drivers/virtio_console", F_OK) == 0;
}

/* One of the list, the first that is there; `only_now`: those that may still come do not count. */
static bool find(const char *list, bool only_now, char *to, size_t size)
{
    for (const char *next = list; *next != '\0';) {
        size_t length = strcspn(next, ",");
        snprintf(to, size, "%.*s", (int)length, next);
        if (access(to, F_OK) == 0)
            return true;
        if (!only_now && may_come(to))
            return false;
        next += length + (next[length] == ',');
    }
    return false;
}

bool choose_port(const char *list, char *to, size_t size)
{
    for (int left = PATIENCE_TENTHS; left > 0; left--) {
        if (find(list, left == 1, to, size))
            return true;
        usleep(TENTH_US);
    }
    return false;
}
