/* What follows from a result without being in it. */
#ifndef KACS_DERIVED_H
#define KACS_DERIVED_H

#include <jansson.h>
#include <stdbool.h>

/* The value of `logonSid` and its like; NULL where it does not follow from what is bound. */
json_t *derived_value(const char *name, const json_t *bound, bool *is_derived);

#endif
