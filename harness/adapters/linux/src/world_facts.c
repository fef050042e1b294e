/* World controls that look at something, or wait. */
#include "arena.h"
#include "handlers.h"
#include "limits.h"
#include "shared.h"
#include "sys.h"

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

static void member(struct text *text, const char *name, uint32_t number)
{
    text_put(text, name);
    text_number(text, number);
}

void run_credentials(struct call *call)
{
    struct credentials ids = {.groups = arena_allocate(GROUPS_MAX * sizeof(gid_t))};
    if (ids.groups == NULL) {
        call_fault(call, "no memory for the groups");
        return;
    }
    if (!call_succeeded(call, sys_credentials(&ids)))
        return;
    member(&call->value, "{\"uid\":", ids.uid);
    member(&call->value, ",\"euid\":", ids.euid);
    member(&call->value, ",\"suid\":", ids.suid);
    member(&call->value, ",\"gid\":", ids.gid);
    member(&call->value, ",\"egid\":", ids.egid);
    member(&call->value, ",\"sgid\":", ids.sgid);
    text_put(&call->value, ",\"groups\":[");
    for (int i = 0; i < ids.group_count; i++)
        member(&call->value, i == 0 ? "" : ",", ids.groups[i]);
    text_put(&call->value, "]}");
}

void run_sleep(struct call *call)
{
    if (call_succeeded(call, sys_sleep((uint32_t)number_argument(call, "ms", 0))))
        text_put(&call->value, "{}");
}

void run_events(struct call *call)
{
    bool open = strcmp(text_argument(call, "action"), "open") == 0;
    text_put(&call->value, "{\"events\":");
    long result = sys_events(open, &call->value);
    text_put(&call->value, "}");
    if (result < 0)
        call->value.used = 0;
    call_succeeded(call, result);
}

void run_describe(struct call *call)
{
    struct utsname system;
    char words[512] = "Linux";
    if (uname(&system) == 0)
        snprintf(words, sizeof words, "%s %s %s %s, profile %s%s", system.sysname, system.release,
                 system.version, system.machine, profile_at(shared->profile)->id,
                 SYS_IS_SEAM ? ", KACS by the seam" : "");
    text_put(&call->value, "{\"text\":");
    text_quoted_words(&call->value, words);
    text_put(&call->value, "}");
}
