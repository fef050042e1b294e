/* getppid as often as the first argument says, by system call each time: nanoseconds per call. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static double now_ns(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

int main(int count, char **words)
{
    long calls = count > 1 ? atol(words[1]) : 1000000;
    double start = now_ns();
    for (long i = 0; i < calls; i++)
        syscall(SYS_getppid);
    printf("%f\n", (now_ns() - start) / (double)calls);
    return 0;
}
