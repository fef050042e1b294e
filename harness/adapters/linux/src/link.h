/* The ways in which the agent is reached, besides standard input and output. */
#ifndef KACS_LINK_H
#define KACS_LINK_H

/* Exit statuses; what went wrong is said on standard error. */
int serve_unix(const char *path);
int serve_serial(const char *device, const char *setup);

#endif
