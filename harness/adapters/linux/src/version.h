/* The version of the agent, which is that of the whole project. */
#ifndef KACS_VERSION_H
#define KACS_VERSION_H

#ifndef AGENT_VERSION
#define AGENT_VERSION "0.1.0"
#endif

#endif
