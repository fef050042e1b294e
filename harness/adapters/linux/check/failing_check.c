/*
 * Checks of fault injection with a file in the place of fail-nth: what is written before the call,
 * what is read after it, and that nothing stays switched on. Prints what does not hold.
 */
#include "../src/failing.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int failures;

static void check(bool holds, const char *what)
{
    if (!holds)
        printf("%s\n", what);
    failures += !holds;
}

static int number_in_file(void)
{
    char digits[16] = "";
    int file = open(FAIL_NTH, O_RDONLY);
    long length = read(file, digits, sizeof digits - 1);
    close(file);
    return length > 0 ? atoi(digits) : -1;
}

static void write_file(const char *digits)
{
    int file = open(FAIL_NTH, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    check(write(file, digits, strlen(digits)) == (long)strlen(digits), "the file can be written");
    close(file);
}

int main(void)
{
    struct failing how = {.nth = 7};
    unlink(FAIL_NTH);
    check(!has_fault_injection(), "without the file there is no fault injection");
    check(!failing_begin(&how) && how.problem != NULL, "then no call is made");
    write_file("0");
    check(has_fault_injection(), "with it there is");

    how = (struct failing){.nth = 7};
    check(failing_begin(&how), "it begins");
    check(number_in_file() == 7, "the kernel is to count to 7");
    /* The kernel has counted down to 3. */
    write_file("3");
    failing_end(&how);
    check(!how.injected, "where the kernel did not get as far nothing was injected");
    check(number_in_file() == 0, "afterwards nothing fails any more");

    how = (struct failing){.nth = 1, .no_descriptors = true};
    check(failing_begin(&how), "it begins with both");
    check(dup(0) < 0, "no descriptor is free");
    /* What a kernel leaves there; the harness's own file stays open through it. */
    check(pwrite(how.file, "0", 1, 0) == 1, "what is open works");
    failing_end(&how);
    check(how.injected, "where the kernel got as far it was injected");
    int copy = dup(0);
    check(copy >= 0, "afterwards descriptors are free again");
    close(copy);

    how = (struct failing){0};
    check(failing_begin(&how), "a plain call begins");
    failing_end(&how);
    check(!how.injected, "and nothing is injected");
    return failures > 0;
}
