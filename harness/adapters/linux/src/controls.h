/* What had to be set up is tried, before the system under test is judged by it. */
#ifndef KACS_CONTROLS_H
#define KACS_CONTROLS_H

#include "op.h"

/* Makes one call by an actor, outside of any Program. */
typedef enum call_end (*probe_call)(const char *actor, const char *op, json_t *args,
                                    struct call *call);

struct controls {
    bool files_work, exec_works;
    /* What was tried and what came of it, one line each. */
    char lines[600];
};

void run_controls(struct controls *controls, probe_call probe);

#endif
