/* Fills references and patches of a step from the results of earlier steps. */
#ifndef KACS_RESOLVE_H
#define KACS_RESOLVE_H

#include <jansson.h>
#include <stdbool.h>

#define REFERENCE_BYTES 160

/* Whether a value holds anything that has to be filled in. */
bool has_references(const json_t *value);
/*
 * The concrete value, or NULL: nothing is bound to `reference`, which is shown at most so long. An
 * empty reference: memory ran out, or the value is nested too deeply.
 */
json_t *resolve(json_t *value, const json_t *bindings, char reference[REFERENCE_BYTES]);
/* What a reference such as `s1.id` or `s1.logonSid` stands for; a new reference to it. */
json_t *look_up(const char *path, const json_t *bindings);
/* Collects the names of all references in a value as keys of an object. */
void collect_names(const json_t *value, json_t *names);

#endif
