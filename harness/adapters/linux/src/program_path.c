/* The path of the program. */
#include "program_path.h"

#include "limits.h"

#include <stdio.h>

static char here[PATH_BYTES] = "/proc/self/exe";

const char *program_path(void)
{
    return here;
}

void set_program_path(const char *path)
{
    snprintf(here, sizeof here, "%s", path);
}
