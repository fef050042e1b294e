/* A process of the agent that makes calls: one actor for each of its threads. */
#ifndef KACS_WORKER_H
#define KACS_WORKER_H

/* The words behind `--actor`: what a process is told that executes this program. */
enum actor_word {
    WORD_NAME,
    WORD_SLOT,
    WORD_MEMORY,
    WORD_CHANNEL,
    WORD_PROGRAM,
    WORD_SYS,
    ACTOR_WORDS,
};

/* The life of an actor in a process that executed this program. */
int worker_main(char *const words[ACTOR_WORDS]);

#endif
