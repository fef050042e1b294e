/* The agent proper: reads requests, has them carried out, answers. */
#ifndef KACS_HUB_H
#define KACS_HUB_H

#include "protocol.h"

#include <stdbool.h>

struct hub_options {
    int from, to;
    /* Another hello begins anew: on a line that nobody hangs up. */
    bool may_greet_again;
    /* What had to be set up before, one line each; NULL: nothing. */
    const char *setup;
};

/* Serves until there are no requests any more; the exit status. */
int hub_main(const struct hub_options *options);

/* Answers hello; false: it was refused. */
bool greet(const struct request *request, const char *setup);

#endif
