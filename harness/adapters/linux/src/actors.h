/* The actors that the agent knows, and asking them for something. */
#ifndef KACS_ACTORS_H
#define KACS_ACTORS_H

#include "channel.h"

#include <pthread.h>
#include <stdbool.h>
#include <sys/types.h>

struct actor {
    bool is_used, is_dead, is_first;
    char name[NAME_MAX_BYTES];
    int slot;
    int channel;
    pid_t process, thread;
    /* Which run made it; 0: none, or it was handed over. */
    unsigned long run;
    /* Who waits is served in the order in which it came. */
    unsigned long next_ticket, serving;
    int users;
    /* How it died. */
    char death[200];
    char signal[24];
};

/* How long one call may take. */
extern int call_deadline_ms;

enum asked {
    ASKED_WELL,
    /* It died, or had to be killed; `death` and `signal` say how. */
    ASKED_DEAD,
    /* No answer, but it is another actor that it waits for: ask again. */
    ASKED_WAITING,
};

/* An order with descriptors, and the report with what comes along. */
struct asking {
    struct message order;
    const int *sent;
    int sent_count;
    struct message report;
    int came[OBSERVED_MAX];
    int came_count;
    int deadline_ms;
};

/* The actor of a name, held until actor_release(); NULL: there is none of that name. */
struct actor *actor_find(const char *name);
void actor_hold(struct actor *actor);
void actor_release(struct actor *actor);
/* A new actor with its channel; the other end is for whoever makes it. NULL: there are too many. */
struct actor *actor_new(unsigned long run, int *other_end);
/* An actor that was never born. */
void actor_drop(struct actor *actor);
/* `init`, or the observer; started again if it died. NULL: it cannot be started. */
struct actor *actor_initial(void);
struct actor *actor_observer(void);

/* A place in the queue of an actor, and one's turn. */
unsigned long actor_queue(struct actor *actor);
void actor_wait(struct actor *actor, unsigned long ticket);
void actor_next(struct actor *actor);
/* Asks while it is one's turn. */
enum asked actor_ask(struct actor *actor, struct asking *asking);
/* Waits for a report of an actor that was given its order before. */
enum asked actor_await(struct actor *actor, struct asking *asking);
/* All of it: queue, ask, next. */
enum asked actor_ask_in_turn(struct actor *actor, struct asking *asking);

/* The end of a process or thread that was asked for: it is waited for. */
void actor_ended(struct actor *actor);
/* Whether the process is one of ours that may be killed; then all of it is gone. */
bool actors_own_process(pid_t process);
void actors_process_killed(pid_t process);
/* An exec left no other thread of the process. */
void actors_only(const struct actor *actor);
/* Whatever a run made and did not end. */
void actors_end_run(unsigned long run);
void actors_end_all(void);
/* Memory that is only kept for the next goes back. */
void actors_trim(void);

#endif
