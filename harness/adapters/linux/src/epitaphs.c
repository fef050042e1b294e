/* The last deaths. */
#include "epitaphs.h"

#include "limits.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define EPITAPHS 256

struct epitaph {
    char name[NAME_MAX_BYTES];
    char death[200];
    char signal[24];
};

static struct epitaph epitaphs[EPITAPHS];
static unsigned long count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void epitaph_write(const char *name, const char *death, const char *signal)
{
    pthread_mutex_lock(&lock);
    struct epitaph *epitaph = &epitaphs[count++ % EPITAPHS];
    snprintf(epitaph->name, sizeof epitaph->name, "%s", name);
    snprintf(epitaph->death, sizeof epitaph->death, "%s", death);
    snprintf(epitaph->signal, sizeof epitaph->signal, "%s", signal);
    pthread_mutex_unlock(&lock);
}

bool epitaph_read(const char *name, char *death, size_t size, char *signal, size_t signal_size)
{
    bool found = false;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < EPITAPHS && !found; i++) {
        if (strcmp(epitaphs[i].name, name) != 0)
            continue;
        found = true;
        snprintf(death, size, "%s", epitaphs[i].death);
        snprintf(signal, signal_size, "%s", epitaphs[i].signal);
    }
    pthread_mutex_unlock(&lock);
    return found;
}
