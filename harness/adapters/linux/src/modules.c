/* Kernel modules that came with the first file system: a port may need them. */
#include "modules.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FOLDER "/kacs/modules"

static int is_module(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 3 && strcmp(entry->d_name + length - 3, ".ko") == 0;
}

static void load(const char *name)
{
    char path[sizeof FOLDER + 1 + sizeof((struct dirent *)0)->d_name];
    snprintf(path, sizeof path, "%s/%s", FOLDER, name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    long result = file < 0 ? -1 : syscall(SYS_finit_module, file, "", 0);
    if (result != 0 && errno != EEXIST)
        printf("kacs-agent: cannot load %s: %s\n", name, strerror(errno));
    if (file >= 0)
        close(file);
}

void load_modules(void)
{
    struct dirent **names;
    int count = scandir(FOLDER, &names, is_module, alphasort);
    for (int i = 0; i < count; i++) {
        load(names[i]->d_name);
        free(names[i]);
    }
    if (count > 0)
        free(names);
}
