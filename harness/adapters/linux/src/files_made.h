/* Files that were made for a process: they go when it does. */
#ifndef KACS_FILES_MADE_H
#define KACS_FILES_MADE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* A path that is free; false: there is no folder to make a file in. */
bool file_path(char *path, size_t size);
/* Notes down whose file it is; false: there are too many. */
bool file_made(const char *path, pid_t process);
void files_of_process_gone(pid_t process);
/* The folder with whatever is in it. */
void files_end(void);

#endif
