/* Where answers are written before they go out. */
#ifndef KACS_ANSWER_MEMORY_H
#define KACS_ANSWER_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

struct answer {
    /* NULL: there is none to be had. */
    char *memory;
    /* So many bytes of it were used since it was last given back to the system. */
    size_t dirty;
    bool is_taken;
};

/* Memory for a line, one that was used lately if there is one. */
struct answer *take_answer(void);
void give_answer(struct answer *answer, size_t used);
/* What is only kept for the next goes back to the system. */
void answers_trim(void);

#endif
