/* The registry of actors: who there is, whose turn it is, and whose process is gone. */
#include "actors.h"

#include "epitaphs.h"
#include "files_made.h"
#include "processes.h"
#include "shared.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

int call_deadline_ms = CALL_DEADLINE_MS;

static struct actor actors[ACTORS_MAX];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* Who waits for a turn, by its number: of all that wait for one actor, one is woken. */
#define TURNS 64
static pthread_cond_t turns[TURNS] = {[0 ... TURNS - 1] = PTHREAD_COND_INITIALIZER};
static unsigned long names_given;
/* Slots that nobody uses any more, but whose memory is still there for the next. */
static bool slots_dirty[ACTORS_MAX];

static struct actor *find(const char *name)
{
    for (int i = 0; i < ACTORS_MAX; i++)
        if (actors[i].is_used && !actors[i].is_dead && strcmp(actors[i].name, name) == 0)
            return &actors[i];
    return NULL;
}

struct actor *actor_find(const char *name)
{
    if (strcmp(name, "init") == 0)
        return actor_initial();
    if (name[0] == '#')
        return NULL;
    pthread_mutex_lock(&lock);
    struct actor *actor = find(name);
    if (actor != NULL)
        actor->users++;
    pthread_mutex_unlock(&lock);
    return actor;
}

/* A dead actor that nobody looks at any more makes room. */
static void forget(struct actor *actor)
{
    if (!actor->is_dead || actor->users > 0)
        return;
    if (actor->death[0] != '\0')
        epitaph_write(actor->name, actor->death, actor->signal);
    close(actor->channel);
    slots_dirty[actor->slot] = true;
    actor->is_used = false;
}

void actor_hold(struct actor *actor)
{
    pthread_mutex_lock(&lock);
    actor->users++;
    pthread_mutex_unlock(&lock);
}

void actor_release(struct actor *actor)
{
    pthread_mutex_lock(&lock);
    actor->users--;
    forget(actor);
    pthread_mutex_unlock(&lock);
}

void actors_trim(void)
{
    pthread_mutex_lock(&lock);
    for (int i = 0; i < ACTORS_MAX; i++) {
        if (actors[i].is_used || !slots_dirty[i])
            continue;
        slot_clear(i);
        slots_dirty[i] = false;
    }
    pthread_mutex_unlock(&lock);
}

struct actor *actor_new(unsigned long run, int *other_end)
{
    int ends[2];
    struct actor *actor = NULL;
    if (!channel_pair(ends))
        return NULL;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < ACTORS_MAX && actor == NULL; i++)
        if (!actors[i].is_used)
            actor = &actors[i];
    if (actor != NULL) {
        *actor = (struct actor){
            .is_used = true, .slot = (int)(actor - actors), .channel = ends[0], .run = run,
            .users = 1};
        names_given++;
        snprintf(actor->name, sizeof actor->name, "a%lu", names_given);
    }
    pthread_mutex_unlock(&lock);
    if (actor == NULL) {
        close(ends[0]);
        close(ends[1]);
        return NULL;
    }
    *other_end = ends[1];
    return actor;
}

/* With the lock held. */
static void end(struct actor *actor)
{
    if (actor->is_dead)
        return;
    actor->is_dead = true;
    /* Whoever waits for it is to wake up; the number stays taken as long as somebody may use it. */
    shutdown(actor->channel, SHUT_RDWR);
    forget(actor);
}

void actor_drop(struct actor *actor)
{
    pthread_mutex_lock(&lock);
    end(actor);
    pthread_mutex_unlock(&lock);
    actor_release(actor);
}

unsigned long actor_queue(struct actor *actor)
{
    pthread_mutex_lock(&lock);
    unsigned long ticket = actor->next_ticket++;
    pthread_mutex_unlock(&lock);
    return ticket;
}

void actor_wait(struct actor *actor, unsigned long ticket)
{
    pthread_mutex_lock(&lock);
    while (actor->serving != ticket)
        pthread_cond_wait(&turns[ticket % TURNS], &lock);
    pthread_mutex_unlock(&lock);
}

void actor_next(struct actor *actor)
{
    pthread_mutex_lock(&lock);
    actor->serving++;
    pthread_cond_broadcast(&turns[actor->serving % TURNS]);
    pthread_mutex_unlock(&lock);
}

/* The process is gone, and with it every actor in it, for this reason. */
static void bury(pid_t process, const char *death, const char *signal)
{
    pthread_mutex_lock(&lock);
    for (int i = 0; i < ACTORS_MAX; i++) {
        struct actor *one = &actors[i];
        if (!one->is_used || one->is_dead || one->process != process)
            continue;
        snprintf(one->death, sizeof one->death, "%s", death);
        snprintf(one->signal, sizeof one->signal, "%s", signal);
        end(one);
    }
    pthread_mutex_unlock(&lock);
    files_of_process_gone(process);
}

/* Somebody who ended as he was told to. */
void actor_ended(struct actor *actor)
{
    char ignored[sizeof actor->signal];
    if (actor->is_first) {
        /* The other end closes when the process has given up everything but its own number. */
        process_end(actor->process, DEATH_DEADLINE_MS, ignored, sizeof ignored);
        credentials_settle();
        bury(actor->process, "", "");
        return;
    }
    pthread_mutex_lock(&lock);
    end(actor);
    pthread_mutex_unlock(&lock);
}

/* Finds out how an actor died; what hangs is killed first. */
static void mourn(struct actor *actor, bool hangs, int deadline_ms)
{
    char death[sizeof actor->death], signal[sizeof actor->signal] = "";
    if (hangs)
        kill(actor->process, SIGKILL);
    bool gone = process_end(actor->process, hangs || actor->is_first ? DEATH_DEADLINE_MS : 200,
                            signal, sizeof signal);
    if (!gone && !hangs && actor->is_first) {
        /* It does not listen any more, whatever it does. */
        kill(actor->process, SIGKILL);
        gone = process_end(actor->process, DEATH_DEADLINE_MS, signal, sizeof signal);
        signal[0] = '\0';
    } else if (!gone && !hangs) {
        /* One thread ended, not its process. */
        snprintf(actor->death, sizeof actor->death, "the thread ended");
        pthread_mutex_lock(&lock);
        end(actor);
        pthread_mutex_unlock(&lock);
        return;
    }
    if (hangs)
        snprintf(death, sizeof death, "no answer within %d ms%s", deadline_ms,
                 gone ? "; the process was killed" : "; the process cannot be killed");
    else
        snprintf(death, sizeof death, "the process ended%s%s", signal[0] == '\0' ? "" : " by ",
                 signal);
    process_died_unasked(actor->process);
    bury(actor->process, death, hangs ? "" : signal);
}

static int64_t now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

enum asked actor_await(struct actor *actor, struct asking *asking)
{
    const struct slot *slot = &shared->slots[actor->slot];
    int deadline_ms = asking->deadline_ms > 0 ? asking->deadline_ms : call_deadline_ms;
    int64_t since = now_ms();
    uint64_t seen = 0;
    for (;;) {
        asking->came_count = OBSERVED_MAX;
        int came = channel_receive(actor->channel, &asking->report, asking->came,
                                   &asking->came_count, deadline_ms / 4 + 1);
        if (came == 1)
            return ASKED_WELL;
        /* Whoever gets on with it has not missed the deadline of a call. */
        uint64_t at = atomic_load(&slot->started_at);
        if (at != seen)
            since = now_ms();
        seen = at;
        if (actor->is_dead)
            return ASKED_DEAD;
        bool hangs = came < 0 && now_ms() - since >= deadline_ms;
        if (came < 0 && !hangs)
            continue;
        if (hangs && atomic_load(&slot->waits) != 0)
            return ASKED_WAITING;
        mourn(actor, hangs, deadline_ms);
        return ASKED_DEAD;
    }
}

enum asked actor_ask(struct actor *actor, struct asking *asking)
{
    if (actor->is_dead)
        return ASKED_DEAD;
    atomic_store(&shared->slots[actor->slot].started_at, 0);
    channel_send(actor->channel, &asking->order, asking->sent, asking->sent_count);
    return actor_await(actor, asking);
}

enum asked actor_ask_in_turn(struct actor *actor, struct asking *asking)
{
    actor_wait(actor, actor_queue(actor));
    enum asked how = actor_ask(actor, asking);
    actor_next(actor);
    return how;
}

bool actors_own_process(pid_t process)
{
    bool found = false;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < ACTORS_MAX; i++)
        found = found || (actors[i].is_used && !actors[i].is_dead &&
                          actors[i].process == process && !is_initial_process(process));
    pthread_mutex_unlock(&lock);
    return found;
}

void actors_process_killed(pid_t process)
{
    char signal[24];
    process_end(process, DEATH_DEADLINE_MS, signal, sizeof signal);
    credentials_settle();
    bury(process, "the process was killed", "SIGKILL");
}

void actors_only(const struct actor *actor)
{
    pthread_mutex_lock(&lock);
    for (int i = 0; i < ACTORS_MAX; i++)
        if (actors[i].is_used && &actors[i] != actor && actors[i].process == actor->process)
            end(&actors[i]);
    pthread_mutex_unlock(&lock);
}

static pid_t process_of_run(unsigned long run, bool any)
{
    pid_t process = 0;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < ACTORS_MAX && process == 0; i++)
        if (actors[i].is_used && !actors[i].is_dead && (any || actors[i].run == run))
            process = actors[i].process;
    pthread_mutex_unlock(&lock);
    return process;
}

void actors_end_run(unsigned long run)
{
    pid_t process;
    while ((process = process_of_run(run, false)) > 0) {
        kill(process, SIGKILL);
        actors_process_killed(process);
        process_died_unasked(process);
    }
}

void actors_end_all(void)
{
    pid_t process;
    while ((process = process_of_run(0, true)) > 0) {
        kill(process, SIGKILL);
        actors_process_killed(process);
    }
}
