/* Process 1 of a guest: it mounts, starts the agent, and reaps; it never dies. */
#ifndef KACS_SUPERVISOR_H
#define KACS_SUPERVISOR_H

int supervise(void);

#endif
