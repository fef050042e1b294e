/* The folder of made files. */
#include "files_made.h"

#include "limits.h"
#include "shared.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES_MAX 512
#define FILE_PATH 128

struct made {
    char path[FILE_PATH];
    pid_t process;
};

static struct made files[FILES_MAX];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned long count;

/* With the lock held: the folder is made when it is first needed. */
static bool has_folder(void)
{
    char folder[sizeof shared->folder] = "/tmp/kacs-agent-XXXXXX";
    if (shared->folder[0] != '\0')
        return true;
    if (mkdtemp(folder) == NULL || chmod(folder, 0711) != 0)
        return false;
    memcpy(shared->folder, folder, sizeof folder);
    return true;
}

bool file_path(char *path, size_t size)
{
    pthread_mutex_lock(&lock);
    bool found = has_folder();
    if (found)
        snprintf(path, size, "%s/file-%lu", shared->folder, ++count);
    pthread_mutex_unlock(&lock);
    return found;
}

bool file_made(const char *path, pid_t process)
{
    bool found = false;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < FILES_MAX && !found; i++) {
        if (files[i].process != 0)
            continue;
        snprintf(files[i].path, sizeof files[i].path, "%s", path);
        files[i].process = process;
        found = true;
    }
    pthread_mutex_unlock(&lock);
    return found;
}

void files_of_process_gone(pid_t process)
{
    pthread_mutex_lock(&lock);
    for (int i = 0; i < FILES_MAX; i++) {
        if (files[i].process != process)
            continue;
        unlink(files[i].path);
        files[i].process = 0;
    }
    pthread_mutex_unlock(&lock);
}

void files_end(void)
{
    for (int i = 0; i < FILES_MAX; i++)
        if (files[i].process != 0)
            unlink(files[i].path);
    if (shared->folder[0] != '\0')
        rmdir(shared->folder);
}
