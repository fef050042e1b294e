/* The processes of the agent, which is the parent of them all. */
#ifndef KACS_PROCESSES_H
#define KACS_PROCESSES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * Waits until a process is gone and is no zombie either; false: it is not within the time. `signal`
 * is what it died of, or empty.
 */
bool process_end(pid_t process, int timeout_ms, char *signal, size_t size);
/*
 * After the end of a process, until the kernel has let go of its credentials too: it frees them
 * behind grace periods, and until then a session has a token that nobody holds any more.
 */
void credentials_settle(void);
/* Tells whoever must know that a process died unasked. */
void process_died_unasked(pid_t process);
/* `init` and the observer are not to be killed by a case. */
bool is_initial_process(pid_t process);

#endif
