/* Where the branches of a par block wait for each other before each round. */
#ifndef KACS_START_LINE_H
#define KACS_START_LINE_H

#include "shared.h"

void start_line_open(struct start_line *line);
/* Lets everybody go who waits: one of them will never come. */
void start_line_break(struct start_line *line);
/* Comes back when all are there; false: somebody never will be. */
bool start_together(struct start_line *line, uint32_t branches);

#endif
