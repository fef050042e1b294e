/*
 * Checks of what process 1 sets up, on a system of a few lines: which mount policies it asks for,
 * and what its controls conclude. Prints what does not hold.
 */
#include "../src/controls.h"
#include "../src/everyone.h"
#include "../src/mounts.h"
#include "../src/sys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define UNMANAGED 1
#define DENY_MISSING 2
#define SYNTHESIZE_EPHEMERAL 3
#define FOLDERS 3

static const char *const MANAGED[FOLDERS] = {"/", "/dev", "/tmp"};

/* The system: what it answers, and what it was asked. */
static long get_answer, set_answer;
static bool stays_denied;
static uint32_t policies[FOLDERS];
static int sets, files_left;
static bool sets_are_right = true, order_is_right = true;
static int failures;

static void check(bool holds, const char *what)
{
    if (!holds)
        printf("%s\n", what);
    failures += !holds;
}

static int folder_of(const char *path)
{
    for (int i = FOLDERS - 1; i > 0; i--)
        if (strncmp(path, MANAGED[i], strlen(MANAGED[i])) == 0)
            return i;
    return 0;
}

int open(const char *path, int flags, ...)
{
    if (strstr(path, ".kacs-agent") != NULL) {
        if (get_answer != -ENOSYS && (stays_denied || policies[folder_of(path)] == DENY_MISSING)) {
            errno = EACCES;
            return -1;
        }
        files_left++;
        path = "/dev/null";
        flags &= ~O_CREAT;
    }
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0);
}

int unlink(const char *path)
{
    (void)path;
    files_left--;
    return 0;
}

int mkdir(const char *path, mode_t mode)
{
    (void)path;
    (void)mode;
    return 0;
}

/* Nobody mounts anything on a file system that denies it. */
int mount(const char *source, const char *where, const char *type, unsigned long flags,
          const void *data)
{
    (void)source;
    (void)type;
    (void)flags;
    (void)data;
    order_is_right = order_is_right && (policies[0] != DENY_MISSING || where[0] != '/');
    return 0;
}

long sys_call(long number, const unsigned long a[6])
{
    char name[64], target[64] = "";
    const uint32_t *policy = (const uint32_t *)a[1];
    snprintf(name, sizeof name, "/proc/self/fd/%lu", a[0]);
    check(readlink(name, target, sizeof target - 1) > 0 && a[2] == 32, "the arguments are right");
    uint32_t *known = &policies[folder_of(target)];
    if (number == 1026) {
        if (get_answer == 0)
            memcpy((void *)a[1], known, sizeof *known);
        return get_answer;
    }
    sets++;
    uint64_t template_pointer;
    memcpy(&template_pointer, policy + 4, sizeof template_pointer);
    sets_are_right = sets_are_right && number == 1027 && policy[0] == SYNTHESIZE_EPHEMERAL &&
                     (policy[1] | policy[2] | policy[3] | policy[7]) == 0 &&
                     policy[6] == sizeof EVERYONE_ALL &&
                     memcmp((const void *)template_pointer, EVERYONE_ALL, policy[6]) == 0;
    if (set_answer == 0)
        *known = policy[0];
    return set_answer;
}

static int count(const char *text, const char *part)
{
    int found = 0;
    for (; (text = strstr(text, part)) != NULL; text++)
        found++;
    return found;
}

/* Each in a process of its own; what it found is added up. */
static void on_system(uint32_t policy, long get, long set, bool denied, void (*look)(const char *))
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        char notes[2048];
        failures = 0;
        get_answer = get;
        set_answer = set;
        stays_denied = denied;
        for (int i = 0; i < FOLDERS; i++)
            policies[i] = policy;
        mount_all(notes, sizeof notes);
        check(files_left == 0, "no file of a control is left");
        check(sets_are_right, "each policy is the one template, and reserved fields are 0");
        look(notes);
        fflush(stdout);
        _exit(failures > 0);
    }
    int status = 1;
    waitpid(child, &status, 0);
    failures += status != 0;
}

static void nothing_done(const char *notes)
{
    check(sets == 0 && notes[0] == '\0' && !mounts_were_adopted(), "nothing is to be done");
}

static void all_adopted(const char *notes)
{
    check(sets == FOLDERS && mounts_were_adopted(), "all three get a policy");
    check(order_is_right, "nothing is mounted before the root has its policy");
    check(count(notes, "set the mount policy") == FOLDERS, "each is told");
    check(count(notes, "control: a file was made there and removed") == FOLDERS,
          "each has its control");
}

static void control_fails(const char *notes)
{
    check(count(notes, "control failed: no file can be made there (Permission denied)") == FOLDERS,
          "a control that fails is told, with the reason");
}

static void set_refused(const char *notes)
{
    check(count(notes, "no mount policy for /: Operation not permitted\n") == 1,
          "a refusal is told, with the reason");
    check(strstr(notes, "control") == NULL, "then there is nothing to control");
}

static void check_mounts(void)
{
    on_system(DENY_MISSING, -ENOSYS, -ENOSYS, false, nothing_done);
    on_system(UNMANAGED, 0, 0, false, nothing_done);
    on_system(SYNTHESIZE_EPHEMERAL, 0, 0, false, nothing_done);
    on_system(DENY_MISSING, 0, 0, false, all_adopted);
    on_system(DENY_MISSING, -EPERM, 0, false, all_adopted);
    on_system(DENY_MISSING, 0, 0, true, control_fails);
    on_system(DENY_MISSING, 0, -EPERM, false, set_refused);
}

/* The call of the controls that is refused, and by which turn of it. */
static const char *refused;
static int refused_turn, turns;

void errno_text(char *to, size_t size, int number)
{
    snprintf(to, size, "%s", number == EACCES ? "EACCES" : "another");
}

static enum call_end probe(const char *actor, const char *op, json_t *args, struct call *call)
{
    static const struct op_shape SHAPES[] = {
        {.name = "world.spawn"},
        {.name = "world.makeFile"},
        {.name = "world.exec"},
        {.name = "world.exit"},
    };
    static const char VALUE[] = "{\"actor\":\"a1\",\"path\":\"/tmp/file\"}";
    *call = (struct call){.args = args};
    check(strcmp(actor, strcmp(op, "world.spawn") == 0 ? "init" : "a1") == 0, "who calls is right");
    for (size_t i = 0; i < sizeof SHAPES / sizeof SHAPES[0]; i++)
        if (strcmp(SHAPES[i].name, op) == 0)
            call->op = &SHAPES[i];
    if (refused != NULL && strcmp(op, refused) == 0 && ++turns == refused_turn) {
        call->end = CALL_REFUSED;
        call->number = EACCES;
        return call->end;
    }
    call->value = (struct text){.at = (char *)VALUE, .used = sizeof VALUE - 1};
    return CALL_RETURNED;
}

static struct controls with_refused(const char *op, int turn)
{
    struct controls controls;
    refused = op;
    refused_turn = turn;
    turns = 0;
    run_controls(&controls, probe);
    return controls;
}

static void check_controls(void)
{
    struct controls all = with_refused(NULL, 0);
    check(all.files_work && all.exec_works && count(all.lines, "control: ") == 3,
          "where all works, three controls say so");
    struct controls files = with_refused("world.makeFile", 1);
    check(!files.files_work && files.exec_works, "without files there is still exec");
    check(strstr(files.lines, "control failed: a file is made: world.makeFile: EACCES; "
                              "files is not claimed\n") != NULL, "and the control says so");
    struct controls program = with_refused("world.exec", 1);
    check(program.files_work && !program.exec_works, "without exec there are still files");
    struct controls made = with_refused("world.exec", 2);
    check(!made.files_work && made.exec_works, "files that cannot be executed do not work");
    struct controls none = with_refused("world.spawn", 1);
    check(none.files_work && none.exec_works && none.lines[0] == '\0',
          "without a worker nothing is concluded");
}

int main(void)
{
    check_mounts();
    check_controls();
    return failures > 0;
}
