/* The adapter protocol: lines of JSON in, lines of JSON out. */
#ifndef KACS_PROTOCOL_H
#define KACS_PROTOCOL_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define ERROR_PARSE (-32700)
#define ERROR_REQUEST (-32600)
#define ERROR_METHOD (-32601)
#define ERROR_PARAMS (-32602)
#define ERROR_ADAPTER (-32000)
#define ERROR_VERSION (-32001)
#define ERROR_ORDER (-32002)

/* A line that was read, in memory of its own. */
struct line {
    char *at;
    size_t length;
};

/* The next line, without its end; false: there is none any more. `at` is NULL for one too long. */
bool read_line(int from, struct line *line);
/* Whether there is something to read within the time. */
bool line_waits(int from, int timeout_ms);
/* Makes `request` of a line; else says by an error what is wrong with it. */
struct request {
    json_t *id, *params;
    const char *method;
};
bool parse_request(const struct line *line, struct request *request);

/* Answers. Only one thread writes at a time; a line is written as a whole. */
void protocol_output(int to);
void answer_error(const json_t *id, int code, const char *message);
/* `{"jsonrpc":"2.0","id":…,"result":` + middle + `}`. */
void answer_result(const json_t *id, const char *result, size_t length);
/* Whether the other side still takes answers. */
bool output_works(void);

#endif
