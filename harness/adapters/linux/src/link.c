/* Unix sockets and serial ports. */
#include "link.h"

#include "hub.h"
#include "own_descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static int complain(const char *what, const char *where, const char *why)
{
    fprintf(stderr, "kacs-agent: cannot %s %s: %s\n", what, where, why);
    return 2;
}

/* A socket file that nobody listens on is left over from an agent that was killed. */
static bool is_taken(const struct sockaddr_un *name)
{
    struct stat what;
    /* Whatever else has the name stays where it is. */
    if (lstat(name->sun_path, &what) != 0 || !S_ISSOCK(what.st_mode))
        return false;
    int trial = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool taken = connect(trial, (const struct sockaddr *)name, sizeof *name) == 0;
    close(trial);
    if (!taken && errno == ECONNREFUSED)
        unlink(name->sun_path);
    return taken;
}

int serve_unix(const char *path)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof name.sun_path)
        return complain("listen on", path, "a socket path has at most 107 bytes");
    memcpy(name.sun_path, path, strlen(path));
    if (is_taken(&name))
        return complain("listen on", path, "somebody listens there already");
    int listener = own_descriptor(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (bind(listener, (struct sockaddr *)&name, sizeof name) != 0 || listen(listener, 8) != 0)
        return complain("listen on", path, strerror(errno));
    fprintf(stderr, "listening on unix:%s\n", path);
    for (;;) {
        while (waitpid(-1, NULL, WNOHANG) > 0)
            continue;
        int connection = own_descriptor(accept4(listener, NULL, NULL, SOCK_CLOEXEC));
        if (connection < 0 && (errno == EINTR || errno == ECONNABORTED))
            continue;
        if (connection < 0)
            return complain("accept on", path, strerror(errno));
        if (fork() == 0) {
            const struct hub_options options = {.from = connection, .to = connection};
            close(listener);
            _exit(hub_main(&options));
        }
        close(connection);
    }
}

int serve_serial(const char *device, const char *setup)
{
    int port = own_descriptor(open(device, O_RDWR | O_NOCTTY | O_CLOEXEC));
    struct termios mode;
    if (port < 0)
        return complain("open", device, strerror(errno));
    /* A port of virtio has no modes, and needs none. */
    if (tcgetattr(port, &mode) == 0) {
        cfmakeraw(&mode);
        cfsetspeed(&mode, B115200);
        mode.c_cflag |= CLOCAL | CREAD;
        tcsetattr(port, TCSANOW, &mode);
        tcflush(port, TCIFLUSH);
    }
    /* What is sent before this is lost: a harness that watches the console waits for it. */
    fprintf(stderr, "kacs-agent: ready on %s\n", device);
    const struct hub_options options = {
        .from = port, .to = port, .may_greet_again = true, .setup = setup};
    return hub_main(&options);
}
