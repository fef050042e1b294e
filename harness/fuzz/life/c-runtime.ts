/**
 * @module The part of an exported C program that is always the same: actors that take turns, shared
 * results, printing. An actor is a process or a thread that goes through the same steps and carries
 * out its own.
 */

/** What stands in front of the steps. @internal */
export const C_RUNTIME = `
/* Descriptors of the program itself lie above those of the steps. */
#define OWN_FIRST 900
#define SHARED_FD 899
#define MAIL(actor, side) (OWN_FIRST + 2 * (actor) + (side))
#define WAIT_SECONDS 20

struct shared {
    _Atomic int turn;
    _Atomic int arrived;
    _Atomic int finished;
    _Atomic int alive[ACTORS];
    int64_t value[NAMES + 1];
    int64_t second[NAMES + 1];
    char text[NAMES + 1][128];
};

static struct shared *all;

UNUSED static void rest(void)
{
    struct timespec moment = {0, 200000};
    nanosleep(&moment, NULL);
}

/* Waits for a counter, but not for ever: an actor may be gone. */
UNUSED static void wait_for(_Atomic int *counter, int least)
{
    time_t end = time(NULL) + WAIT_SECONDS;
    while (atomic_load(counter) < least) {
        if (time(NULL) > end) {
            dprintf(1, "gave up: an actor did not take its turn\\n");
            _exit(3);
        }
        rest();
    }
}

static void pass_on(void)
{
    atomic_fetch_add(&all->turn, 1);
}

/* Whether the step is one's own; then its turn has come. The first actor stands in for the dead. */
static int takes(int self, int actor, int step)
{
    if (self != actor && self != 0)
        return 0;
    wait_for(&all->turn, step);
    if (self == actor)
        return 1;
    if (!atomic_load(&all->alive[actor])) {
        dprintf(1, "step %d: its actor is not there\\n", step);
        pass_on();
    }
    return 0;
}

/* Prints what came of a call; gives back the result. */
static int64_t say(int step, const char *who, const char *what, int64_t result)
{
    int error = errno;
    if (result < 0)
        dprintf(1, "step %d: %s %s: -1, errno %d (%s)\\n", step, who, what, error, strerror(error));
    else
        dprintf(1, "step %d: %s %s: %lld\\n", step, who, what, (long long)result);
    return result;
}

UNUSED static void show(const char *name, const unsigned char *bytes, size_t size)
{
    char line[3 * 4096 + 1];
    size_t shown = size > 4096 ? 4096 : size;
    for (size_t i = 0; i < shown; i++)
        snprintf(line + 2 * i, 3, "%02x", bytes[i]);
    line[2 * shown] = 0;
    dprintf(1, "    %s: %zu bytes %s\\n", name, size, line);
}

/* A value, little-endian. */
UNUSED static void put(unsigned char *at, int64_t value, int width)
{
    for (int i = 0; i < width; i++)
        at[i] = (unsigned char)((uint64_t)value >> (8 * i));
}

UNUSED static uint64_t address(const void *pointer)
{
    return (uint64_t)(uintptr_t)pointer;
}

/* S-1-5-5-high-low of a session. */
UNUSED static void put_logon_sid(unsigned char *at, int64_t id)
{
    static const unsigned char head[12] = {1, 3, 0, 0, 0, 0, 0, 5, 5, 0, 0, 0};
    memcpy(at, head, sizeof head);
    put(at + 12, (int64_t)((uint64_t)id >> 32), 4);
    put(at + 16, id, 4);
}

UNUSED static int64_t query(int fd, uint32_t number, void *buffer, uint32_t size)
{
    struct { uint32_t number, size; uint64_t buffer; } args = {number, size, address(buffer)};
    int result = ioctl(fd, KACS_IOC_QUERY, &args);
    return result < 0 ? -1 : (int64_t)args.size;
}

/* Everything that a token shows. */
UNUSED static void observe(const char *name, int fd)
{
    static __thread unsigned char buffer[65536];
    for (uint32_t number = 1; number <= QUERY_CLASSES; number++) {
        int64_t size = query(fd, number, buffer, sizeof buffer);
        char title[64];
        snprintf(title, sizeof title, "%s class %u", name, number);
        if (size < 0)
            dprintf(1, "    %s: errno %d (%s)\\n", title, errno, strerror(errno));
        else
            show(title, buffer, (size_t)size > sizeof buffer ? sizeof buffer : (size_t)size);
    }
}

UNUSED static int64_t send_handle(int socket, int fd)
{
    char byte = 0;
    union { char room[CMSG_SPACE(sizeof(int))]; struct cmsghdr head; } control;
    struct iovec part = {&byte, 1};
    struct msghdr message = {0};
    memset(&control, 0, sizeof control);
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.room;
    message.msg_controllen = sizeof control.room;
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(head), &fd, sizeof fd);
    return sendmsg(socket, &message, MSG_NOSIGNAL);
}

UNUSED static int64_t receive_handle(int socket)
{
    char byte = 0;
    union { char room[CMSG_SPACE(sizeof(int))]; struct cmsghdr head; } control;
    struct iovec part = {&byte, 1};
    struct msghdr message = {0};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.room;
    message.msg_controllen = sizeof control.room;
    ssize_t got = recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    struct cmsghdr *head = got < 0 ? NULL : CMSG_FIRSTHDR(&message);
    int fd = -1;
    if (head != NULL && head->cmsg_type == SCM_RIGHTS)
        memcpy(&fd, CMSG_DATA(head), sizeof fd);
    return fd;
}

static void run(int self, int from);

UNUSED static void *run_thread(void *start)
{
    int *numbers = start;
    run(numbers[0], numbers[1]);
    free(start);
    return NULL;
}

UNUSED static int64_t start_thread(int actor, int from)
{
    pthread_t thread;
    int *numbers = malloc(2 * sizeof(int));
    if (numbers == NULL)
        return -1;
    numbers[0] = actor;
    numbers[1] = from;
    errno = pthread_create(&thread, NULL, run_thread, numbers);
    if (errno != 0)
        return -1;
    pthread_detach(thread);
    return actor;
}

/* The child goes on with the steps behind this one, as an actor of its own. */
UNUSED static int64_t start_process(int actor, int from, int fresh)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    if (fresh)
        syscall(SYS_close_range, 3u, (unsigned)SHARED_FD - 1, 0u);
    run(actor, from);
    _exit(0);
}

/* Executes itself, and goes on with the steps behind this one. */
UNUSED static int64_t run_again(const char *path, int actor, int from)
{
    char who[16], where[16];
    snprintf(who, sizeof who, "%d", actor);
    snprintf(where, sizeof where, "%d", from);
    char *words[] = {(char *)"reproducer", (char *)"--go-on", who, where, NULL};
    return execv(path, words);
}

#define COPY "/tmp/reproducer-"

UNUSED static void remove_file(char *path)
{
    if (strncmp(path, COPY, sizeof COPY - 1) == 0)
        unlink(path);
    path[0] = 0;
}

/* A copy of the program, for somebody to run. */
UNUSED static int64_t make_file(char *path, size_t size)
{
    static __thread char piece[65536];
    remove_file(path);
    snprintf(path, size, COPY "XXXXXX");
    int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    int to = from < 0 ? -1 : mkstemp(path);
    int64_t result = to < 0 ? -1 : fchmod(to, 0755);
    for (ssize_t got = 1; result >= 0 && got > 0;) {
        got = read(from, piece, sizeof piece);
        if (got < 0 || (got > 0 && write(to, piece, (size_t)got) != got))
            result = -1;
    }
    if (from >= 0)
        close(from);
    if (to >= 0)
        close(to);
    return result;
}

static void start(void)
{
    int memory = memfd_create("reproducer", 0);
    if (memory < 0 || ftruncate(memory, sizeof(struct shared)) < 0 || dup2(memory, SHARED_FD) < 0)
        _exit(3);
    close(memory);
    for (int actor = 0; actor < ACTORS; actor++) {
        int ends[2];
        if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) < 0)
            _exit(3);
        for (int side = 0; side < 2; side++) {
            if (dup2(ends[side], MAIL(actor, side)) < 0)
                _exit(3);
            close(ends[side]);
        }
    }
}

int main(int count, char **words)
{
    int again = count == 4 && strcmp(words[1], "--go-on") == 0;
    if (!again)
        start();
    all = mmap(NULL, sizeof *all, PROT_READ | PROT_WRITE, MAP_SHARED, SHARED_FD, 0);
    if (all == MAP_FAILED)
        return 3;
    if (again) {
        run(atoi(words[2]), atoi(words[3]));
        return 0;
    }
    atomic_store(&all->alive[0], 1);
    for (int name = 0; name <= NAMES; name++)
        all->value[name] = all->second[name] = -1;
    run(0, 0);
    for (int name = 0; name <= NAMES; name++)
        remove_file(all->text[name]);
    return 0;
}
`;

/** What is included. @internal */
export const C_INCLUDES: readonly string[] = [
  ...['errno.h', 'fcntl.h', 'pthread.h', 'signal.h', 'stdatomic.h', 'stddef.h', 'stdint.h'],
  ...['stdio.h', 'stdlib.h', 'string.h', 'sys/ioctl.h', 'sys/mman.h', 'sys/socket.h'],
  ...['sys/stat.h', 'sys/syscall.h', 'sys/un.h', 'sys/wait.h', 'time.h', 'unistd.h'],
];
