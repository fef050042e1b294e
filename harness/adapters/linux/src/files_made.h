/* Files that were made for a process: they go when it does. */
#ifndef KACS_FILES_MADE_H
#define KACS_FILES_MADE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* The folder in which files are made; false: it cannot be. */
bool files_setup(void);
/* A path that is free, noted down for the process; false: there are too many. */
bool file_path(char *path, size_t size);
bool file_made(const char *path, pid_t process);
void files_of_process_gone(pid_t process);
/* The folder with whatever is in it. */
void files_end(void);

#endif
