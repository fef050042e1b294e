/* The binary specs of sessions and tokens, PSD-004 v0.20 §13.6: are they well formed, and where is
 * what? They are read with a cursor that cannot leave its range: whoever reads past the end marks
 * the whole spec as bad and gets zeros from there on. So the code follows the documents line by
 * line, and the mark is looked at once. */
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

enum { HEADER = 192, TOKEN_SPEC_MAX = 65536, SESSION_SPEC_MIN = 15, SESSION_SPEC_MAX = 4096 };
enum { INT64 = 1, UINT64 = 2, STRING = 3, SID = 5, BOOLEAN = 6, OCTET = 0x10 };
enum { GROUP_OWNER = 0x08, GROUPS_MAX = 63 };
enum { USER, GROUPS, DACL, USER_CLAIMS, DEVICE_CLAIMS, DEVICE_GROUPS, RESTRICTING, CONFINEMENT,
    CAPABILITIES, GIDS, RESTRICTED_DEVICE_GROUPS, SECTIONS };

struct bytes { const uint8_t *at; size_t size; };
struct section { uint32_t at, size, count; };
struct session_spec { uint8_t logon_type; struct bytes package, user; };

struct cursor { const uint8_t *next, *end; bool *bad; };

static uint64_t number_at(const uint8_t *bytes, int width) {
    uint64_t value = 0;
    while (width-- > 0) value = value << 8 | bytes[width];
    return value;
}

static void expect(struct cursor *c, bool condition) { *c->bad = *c->bad || !condition; }

static bool more(const struct cursor *c) { return !*c->bad && c->next < c->end; }

/* The next `size` bytes as a range of their own. */
static struct cursor part(struct cursor *c, uint64_t size) {
    struct cursor inner = { c->next, c->next, c->bad };
    expect(c, size <= (uint64_t)(c->end - c->next));
    if (!*c->bad) inner.end = c->next += size;
    return inner;
}

static struct cursor from(struct cursor whole, uint64_t offset) {
    part(&whole, offset);
    return whole;
}

static uint64_t get(struct cursor *c, int width) {
    struct cursor bytes = part(c, (uint64_t)width);
    return *c->bad ? 0 : number_at(bytes.next, width);
}

static void read_sid(struct cursor *c) {
    expect(c, get(c, 1) == 1);
    uint64_t count = get(c, 1);
    expect(c, count <= 15);
    part(c, 6 + 4 * count);
}

static void read_whole_sid(struct cursor c) {
    read_sid(&c);
    expect(&c, c.next == c.end);
}

static void read_entries(struct cursor *c, uint64_t count) {
    for (; count > 0 && !*c->bad; count--) {
        read_whole_sid(part(c, get(c, 4)));
        part(c, 4);
    }
}

static void read_text(struct cursor c) { while (get(&c, 2) != 0) continue; }

/* One claim entry, §3.9; every offset counts from its first byte. */
static void read_claim(struct cursor entry) {
    struct cursor c = entry;
    uint64_t name = get(&c, 4), type = get(&c, 2);
    part(&c, 2 + 4);
    struct cursor offsets = part(&c, 4 * get(&c, 4));
    bool scalar = type == INT64 || type == UINT64 || type == BOOLEAN;
    expect(&c, scalar || type == STRING || type == SID || type == OCTET);
    read_text(from(entry, name));
    while (more(&offsets)) {
        struct cursor value = from(entry, get(&offsets, 4));
        struct cursor data = scalar ? part(&value, 8) : from(entry, get(&value, 4));
        if (type == STRING) read_text(data);
        if (type == SID) read_sid(&data);
        if (type == OCTET) part(&data, get(&data, 4));
    }
}

/* The body of an ACE behind its header, §3.4; of an unknown type, anything. */
static void read_ace(struct cursor c, uint64_t type) {
    bool plain = type <= 3 || type == 0x11 || type == 0x13 || type == 0x14;
    bool object = (type >= 5 && type <= 8) || type == 11 || type == 12 || type == 15 || type == 16;
    bool callback = type >= 9 && type <= 0x10, attribute = type == 0x12;
    if (!plain && !object && !callback && !attribute) return;
    part(&c, 4);
    uint64_t guids = object ? get(&c, 4) : 0;
    part(&c, (guids & 1 ? 16 : 0) + (guids & 2 ? 16 : 0));
    struct cursor everyone = c;
    read_sid(&c);
    if (plain || (object && !callback)) expect(&c, c.next == c.end);
    if (!attribute) return;
    expect(&c, get(&everyone, 8) == UINT64_C(0x0100000000000101) && get(&everyone, 4) == 0);
    read_claim(c);
}

static void read_acl(struct cursor c) {
    part(&c, 2);
    uint64_t size = get(&c, 2), count = get(&c, 2);
    part(&c, 2);
    expect(&c, size >= 8);
    struct cursor aces = part(&c, size - 8);
    for (; count > 0 && !*c.bad; count--) {
        uint64_t type = get(&aces, 1);
        part(&aces, 1);
        uint64_t length = get(&aces, 2);
        expect(&aces, length >= 4 && length % 4 == 0);
        read_ace(part(&aces, length - 4), type);
    }
    expect(&aces, aces.next == aces.end);
}

static bool read_session_spec(struct bytes spec, struct session_spec *found) {
    bool bad = spec.size < SESSION_SPEC_MIN || spec.size > SESSION_SPEC_MAX;
    struct cursor c = { spec.at, spec.at + spec.size, &bad };
    uint64_t type = get(&c, 1);
    expect(&c, (type >= 2 && type <= 5) || type == 8 || type == 9);
    struct cursor package = part(&c, get(&c, 2)), user = part(&c, get(&c, 4));
    read_whole_sid(user);
    expect(&c, c.next == c.end);
    found->logon_type = (uint8_t)type;
    found->package = (struct bytes){ package.next, (size_t)(package.end - package.next) };
    found->user = (struct bytes){ user.next, (size_t)(user.end - user.next) };
    /* The JSON library makes strings of valid UTF-8 only. */
    json_t *text = json_stringn((const char *)package.next, found->package.size);
    json_decref(text);
    return !bad && text != NULL;
}

/* Finds a section by where its offset and its length or count stand, and reads it. */
static struct section read_section(struct cursor spec, int name, const int place[2]) {
    const uint8_t *start = spec.next;
    uint64_t offset = number_at(start + place[0], 4);
    uint64_t extent = name == USER ? 0 : number_at(start + place[1], 4);
    if (offset == 0 && extent == 0) return (struct section){ 0, 0, 0 };
    expect(&spec, offset >= HEADER && (extent > 0 || name == USER));
    struct cursor c = from(spec, offset), claims;
    switch (name) {
    case USER: read_sid(&c); break;
    case CONFINEMENT: read_whole_sid(part(&c, extent)); break;
    case DACL: read_acl(part(&c, extent)); break;
    case USER_CLAIMS: case DEVICE_CLAIMS:
        for (claims = part(&c, extent); more(&claims);) read_claim(part(&claims, get(&claims, 4)));
        break;
    case GIDS: part(&c, 4 * extent); break;
    default: read_entries(&c, extent);
    }
    size_t size = (size_t)(c.next - start) - offset;
    return (struct section){ (uint32_t)offset, (uint32_t)size, (uint32_t)extent };
}

/* The n-th entry of a list, from 1; NULL if there is none. */
static const uint8_t *list_entry(const uint8_t *spec, struct section list, uint64_t n) {
    const uint8_t *entry = spec + list.at;
    for (uint64_t i = 1; i < n && n <= list.count; i++) entry += 8 + number_at(entry, 4);
    return n > 0 && n <= list.count ? entry : NULL;
}

static bool read_token_spec(struct bytes spec, struct section found[SECTIONS]) {
    static const int places[SECTIONS][2] = { [USER] = { 88 }, [GROUPS] = { 92, 96 },
        [DACL] = { 100, 104 }, [USER_CLAIMS] = { 108, 112 }, [DEVICE_CLAIMS] = { 116, 120 },
        [DEVICE_GROUPS] = { 124, 128 }, [RESTRICTING] = { 132, 136 }, [CONFINEMENT] = { 140, 144 },
        [CAPABILITIES] = { 148, 152 }, [GIDS] = { 160, 164 },
        [RESTRICTED_DEVICE_GROUPS] = { 168, 172 } };
    bool bad = false;
    if (spec.size < HEADER || spec.size > TOKEN_SPEC_MAX) return false;
    struct cursor c = { spec.at, spec.at + spec.size, &bad };
    const uint8_t *h = spec.at;
    uint64_t integrity = number_at(h + 8, 4), owner = number_at(h + 64, 4);
    for (int i = 0; i < SECTIONS && !bad; i++) found[i] = read_section(c, i, places[i]);
    expect(&c, number_at(h, 4) == 2);
    expect(&c, (h[4] == 1 && h[5] == 0) || (h[4] == 2 && h[5] <= 3));
    expect(&c, number_at(h + 6, 2) == 0 && number_at(h + 32, 4) == 0 && number_at(h + 188, 4) == 0);
    expect(&c, integrity <= 16384 && integrity % 4096 == 0);
    expect(&c, (number_at(h + 24, 8) & ~number_at(h + 16, 8)) == 0);
    expect(&c, h[158] || !h[157]);
    if (bad || found[USER].size == 0 || found[GROUPS].count > GROUPS_MAX) return false;
    if (h[159] && found[CONFINEMENT].size == 0) return false;
    const uint8_t *group = list_entry(h, found[GROUPS], owner);
    if (owner > 0 && (!group || !(group[4 + number_at(group, 4)] & GROUP_OWNER))) return false;
    return number_at(h + 68, 4) <= found[GROUPS].count;
}
