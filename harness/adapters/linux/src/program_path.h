/* Where this program lies, also for processes that executed a copy of it. */
#ifndef KACS_PROGRAM_PATH_H
#define KACS_PROGRAM_PATH_H

const char *program_path(void);
void set_program_path(const char *path);

#endif
