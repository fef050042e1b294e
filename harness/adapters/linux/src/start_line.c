/*
 * The common start. Whoever waits spins: the branches are to start within a few cycles of each
 * other, and a sleeper would come late each time. The agent's deadline bounds the wait.
 */
#include "start_line.h"

#include <sched.h>

#define SPINS 2000

void start_line_open(struct start_line *line)
{
    atomic_store(&line->arrived, 0);
    atomic_store(&line->lap, 0);
    atomic_store(&line->broken, 0);
}

void start_line_break(struct start_line *line)
{
    atomic_store(&line->broken, 1);
}

bool start_together(struct start_line *line, uint32_t branches)
{
    uint32_t lap = atomic_load(&line->lap);
    if (atomic_fetch_add(&line->arrived, 1) + 1 == branches) {
        atomic_store(&line->arrived, 0);
        atomic_fetch_add(&line->lap, 1);
        return true;
    }
    for (unsigned spins = 0; atomic_load(&line->lap) == lap; spins++) {
        if (atomic_load(&line->broken) != 0)
            return false;
        if (spins % SPINS == SPINS - 1)
            sched_yield();
    }
    return true;
}
