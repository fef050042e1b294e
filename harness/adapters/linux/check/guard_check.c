/* Checks of guarded memory: what the kernel must not do, done by hand. Prints what does not hold. */
#include "../src/guard.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int failures;

static void check(bool holds, const char *what)
{
    if (!holds)
        printf("%s\n", what);
    failures += !holds;
}

/* Whether the kernel can read this byte. */
static bool is_there(int pipe_end, const unsigned char *address)
{
    return write(pipe_end, address, 1) == 1 || errno != EFAULT;
}

static void check_bounds(int pipe_end)
{
    unsigned char *buffer = guard_buffer(GUARD_FIRST, 100);
    check(is_there(pipe_end, buffer) && is_there(pipe_end, buffer + 99), "the buffer is there");
    check(!is_there(pipe_end, buffer + 100), "one byte behind it is not there");
    check(guard_intact(GUARD_FIRST, 0), "untouched memory is intact");
    buffer[60] ^= 1;
    check(!guard_intact(GUARD_FIRST, 60), "one bit past the reported length is seen");
    check(guard_intact(GUARD_FIRST, 61), "a bit within the reported length is nobody's business");
    buffer = guard_buffer(GUARD_FIRST, 100);
    buffer[-1] ^= 0x80;
    check(!guard_intact(GUARD_FIRST, 100), "one bit in front of the buffer is seen");
}

static void check_patterns(void)
{
    unsigned char first[256];
    for (size_t i = 0; i < sizeof first; i++)
        first[i] = guard_pattern(i);
    guard_turn();
    bool differ = true, vary = false;
    for (size_t i = 0; i < sizeof first; i++) {
        differ = differ && (first[i] ^ guard_pattern(i)) == 0xff;
        vary = vary || first[i] != first[0];
    }
    check(differ, "the patterns of two calls differ in every bit");
    check(vary, "a pattern is not one byte again and again");
}

static void check_poison(void)
{
    unsigned char bytes[64] = {0};
    check(!guard_sees_poison(bytes, sizeof bytes), "zeros are no poison");
    memset(bytes + 20, 0x6b, 15);
    check(!guard_sees_poison(bytes, sizeof bytes), "15 bytes of poison may be chance");
    bytes[35] = 0x6b;
    check(guard_sees_poison(bytes, sizeof bytes), "16 bytes of poison are seen");
    check(!guard_sees_poison(bytes, 35), "what lies behind the payload does not count");
}

int main(void)
{
    int ends[2];
    if (pipe(ends) != 0)
        return 2;
    check_bounds(ends[1]);
    check_patterns();
    check_poison();
    unsigned char *bytes = guard_bytes(GUARD_SECOND, "abc", 3);
    guard_read_only(GUARD_SECOND);
    check(read(ends[0], bytes, 1) < 0 && errno == EFAULT, "a read-only page takes no byte");
    guard_turn();
    bytes = guard_bytes(GUARD_SECOND, "abc", 3);
    check(bytes != NULL && bytes[2] == 'c', "afterwards it is as it was before");
    check(!is_there(ends[1], (unsigned char *)guard_unmapped()), "an unmapped address is none");
    check(guard_buffer(GUARD_THIRD, (size_t)1 << 40) == NULL, "a terabyte is refused");
    return failures > 0;
}
