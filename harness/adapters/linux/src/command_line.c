/* The kernel command line. */
#include "command_line.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool command_line(const char *name, char *to, size_t size)
{
    char line[4096];
    int file = open("/proc/cmdline", O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, line, sizeof line - 1);
    bool found = false;
    size_t named = strlen(name);
    if (file >= 0)
        close(file);
    line[length > 0 ? length : 0] = '\0';
    /* What stands last wins. */
    for (char *word = strtok(line, " \n"); word != NULL; word = strtok(NULL, " \n")) {
        if (strncmp(word, name, named) != 0 || word[named] != '=')
            continue;
        snprintf(to, size, "%s", word + named + 1);
        found = true;
    }
    return found;
}
