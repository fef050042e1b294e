/* What the parts of the seam have in common: a served model answers in place of the kernel. */
#ifndef KACS_SEAM_H
#define KACS_SEAM_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* The name of the calling thread there. */
const char *seam_actor(void);
void seam_become(const char *actor);
/* In a child: the parent's connection is not ours. */
void seam_forget_connection(void);

/*
 * A call of the model by this thread; takes the arguments over. The value of a success, or NULL and
 * why: a negative errno, with `out` of the refusal where there is one.
 */
json_t *seam_call(const char *op, json_t *args, long *problem, json_t **out);
/* The same by another actor. */
json_t *seam_call_as(const char *actor, const char *op, json_t *args, long *problem,
                     json_t **out);
/* A call of which only the success matters: 0 or a negative errno. */
long seam_do(const char *op, json_t *args);
/* A call that gives a handle: its number here, under which a file of ours stands for it. */
long seam_handle(const char *op, json_t *args, bool close_on_exec);

/* Puts a descriptor under the number that the model gave; a fresh file where it is negative. */
long seam_place(int descriptor, long number, bool close_on_exec);
json_t *seam_hex(const void *bytes, size_t count);

/* Numbers of processes and threads, here and there. */
void seam_pair(int ours, int theirs);
void seam_unpair(int ours);
/* What nobody has there if nothing is known. */
int seam_theirs(int ours);
/* 0: nothing is known. */
int seam_ours(int theirs);
/* A path as the model knows it. */
void seam_path(char *to, size_t size, const char *path);
/* The pidfd that this thread opened last. */
void seam_note_pidfd(int descriptor, pid_t process);
bool seam_is_pidfd(int descriptor, pid_t *process);

/* Memory of this process that may not be there: how much of it could be copied. */
size_t seam_read(void *to, uintptr_t from, size_t count);
size_t seam_write(uintptr_t to, const void *from, size_t count);
bool seam_writable(uintptr_t address);
/* As many bytes as there are, at most `count`, in memory of the request. */
unsigned char *seam_copy(uintptr_t from, size_t count, size_t *came);

#endif
