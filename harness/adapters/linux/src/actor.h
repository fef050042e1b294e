/* What a thread of a worker knows about itself. */
#ifndef KACS_ACTOR_H
#define KACS_ACTOR_H

#include "channel.h"

#include <stdbool.h>

struct actor_self {
    char name[NAME_MAX_BYTES];
    int slot;
    int channel;
    /* The first thread takes its process along. */
    bool is_first;
};

/* Says that the actor is there, or (an error) that it never will be; then serves it. */
_Noreturn void actor_begin_process(struct actor_self *self, long problem);
void actor_begin_thread(struct actor_self *self);

/* The orders that make processes and threads; each answers by itself. */
void order_birth(struct actor_self *self, const struct message *order, int channel);
void order_thread(struct actor_self *self, const struct message *order, int channel);
void order_exec(struct actor_self *self, const struct message *order);
/* Becomes one with the boot identity: 0, or why not. */
long take_boot_identity(void);

/* The orders about handles. */
void order_export(struct actor_self *self, const struct message *order);
void order_observe(struct actor_self *self, const struct message *order, const int *descriptors,
                   int count);

void actor_report(const struct actor_self *self, int64_t first, int64_t second);

#endif
