/* Which of several devices the agent is to speak on. */
#ifndef KACS_PORTS_H
#define KACS_PORTS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The first device of a list ("/dev/vport0p1,/dev/ttyS1") that is there. Drivers may still be
 * looking for their devices: for a port of virtio, if the bus of virtio is there, we wait.
 */
bool choose_port(const char *list, char *to, size_t size);

#endif
