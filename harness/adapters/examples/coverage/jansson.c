/* What coverage.c knows, in the JSON of the protocol, for adapters that use jansson: they call
 * tell_coverage with each request and the reply to it. The example in C does, if this is linked in:
 *
 *   cc -std=c11 -O1 -fsanitize-coverage=trace-pc -c ../c/adapter.c
 *   cc -std=c11 -O2 adapter.o coverage.c jansson.c -ljansson -o kacs-c
 */
#include <jansson.h>
#include <string.h>

#include "coverage.h"

enum { EDGES_MAX = 65536 };

void tell_coverage(const json_t *request, json_t *reply);

/* The result of coverage.take: what was reached since the last time. */
static json_t *taken(void) {
    static uint32_t edges[EDGES_MAX];
    json_t *list = json_array();
    size_t count = coverage_take(edges, EDGES_MAX);
    for (size_t i = 0; i < count; i++) json_array_append_new(list, json_integer(edges[i]));
    return json_pack("{s:{s:o}}", "value", "edges", list);
}

/* Claims the capability in the hello, if anything was compiled for it, and answers coverage.take. */
void tell_coverage(const json_t *request, json_t *reply) {
    const char *method = json_string_value(json_object_get(request, "method"));
    if (method == NULL || !coverage_works()) return;
    json_t *hello = json_object_get(reply, "result");
    if (strcmp(method, "hello") == 0)
        json_array_append_new(json_object_get(hello, "capabilities"), json_string("coverage"));
    if (strcmp(method, "coverage.take") != 0) return;
    json_object_del(reply, "error");
    json_object_set_new(reply, "result", taken());
}
