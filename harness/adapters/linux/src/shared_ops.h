/* The Ops that need more than the actor that makes them. */
#ifndef KACS_SHARED_OPS_H
#define KACS_SHARED_OPS_H

#include "run.h"

typedef void (*shared_handler)(struct run *run, struct actor *actor, struct call *call);

void shared_spawn(struct run *run, struct actor *actor, struct call *call);
void shared_fork(struct run *run, struct actor *actor, struct call *call);
void shared_thread(struct run *run, struct actor *actor, struct call *call);
void shared_exec(struct run *run, struct actor *actor, struct call *call);
void shared_exit(struct run *run, struct actor *actor, struct call *call);
void shared_kill(struct run *run, struct actor *actor, struct call *call);
void shared_make_file(struct run *run, struct actor *actor, struct call *call);
void shared_pass_handle(struct run *run, struct actor *actor, struct call *call);
void shared_observe(struct run *run, struct actor *actor, struct call *call);

/* The call ends as its actor did. */
void call_dead(struct call *call, const struct actor *actor);
/* Room for a small result. */
bool call_room(struct call *call, size_t size);

#endif
