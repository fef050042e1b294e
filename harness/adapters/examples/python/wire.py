"""The pieces that specs are made of: SIDs, access control lists, claim entries.

Nothing here trusts a length before it was compared with what is there; what the documents call
malformed raises Refused. Two texts: seed 003 (`psd` false) and PSD-004 v0.20 (`psd` true).
"""

import struct

# Bodies of ACEs, PSD-004 v0.20 §3.4: where the SID begins, and whether data may follow it.
PLAIN_ACES = {0x00, 0x01, 0x02, 0x03, 0x11, 0x13, 0x14}
OBJECT_ACES = {0x05, 0x06, 0x07, 0x08}
CALLBACK_ACES = {0x09, 0x0A, 0x0D, 0x0E}
CALLBACK_OBJECT_ACES = {0x0B, 0x0C, 0x0F, 0x10}
RESOURCE_ATTRIBUTE_ACE = 0x12
# Claim values: signed, unsigned and boolean numbers take eight bytes each.
SCALAR_CLAIMS = {0x0001, 0x0002, 0x0006}
STRING_CLAIM, SID_CLAIM, OCTET_CLAIM = 0x0003, 0x0005, 0x0010


class Refused(Exception):
    """The kernel refuses the call with this errno: an answer, not an accident."""

    def __init__(self, errno="EINVAL", out=None):
        super().__init__(errno)
        self.errno, self.out = errno, out


def require(condition):
    if not condition:
        raise Refused()


def found(table, key, errno):
    if key not in table:
        raise Refused(errno)
    return table[key]


def take(data, at, size):
    """`size` bytes at `at`, or the input is malformed."""
    require(at + size <= len(data))
    return data[at : at + size]


def number(data, at, width=4):
    return int.from_bytes(take(data, at, width), "little")


def sid(authority, *subs):
    head = struct.pack("BB", 1, len(subs)) + authority.to_bytes(6, "big")
    return head + struct.pack(f"<{len(subs)}I", *subs)


def sid_at(data, at):
    """The SID that begins here; its own count says how long it is."""
    require(number(data, at, 1) == 1 and number(data, at + 1, 1) <= 15)
    return take(data, at, 8 + 4 * data[at + 1])


def whole_sid(data):
    """The SID that these bytes are, all of them."""
    require(sid_at(data, 0) == data)
    return data


def entries_at(data, at, count):
    """`count` entries of SID length, SID, attributes; and where the last one ends."""
    entries = []
    for _ in range(count):
        length = number(data, at)
        entries.append((whole_sid(take(data, at + 4, length)), number(data, at + 4 + length)))
        at += 8 + length
    return entries, at


def acl_in(data, psd):
    """The ACL at the start of `data`; bytes behind AclSize are not part of it."""
    size, at = number(data, 2, 2), 8
    acl = take(data, 0, size)
    for _ in range(number(data, 4, 2)):
        length = number(acl, at + 2, 2)
        require(length >= 4 and length % 4 == 0)
        check_ace(take(acl, at, length), psd)
        at += length
    require(at == size)
    return acl


def check_ace(ace, psd):
    """An ACE of a type that is not known is kept as it is."""
    kind = ace[0]
    if kind in PLAIN_ACES:
        whole_sid(ace[8:])
    elif kind in CALLBACK_ACES:
        sid_at(ace, 8)
    elif kind in OBJECT_ACES | CALLBACK_OBJECT_ACES:
        flags = number(ace, 8)
        at = 12 + 16 * (flags & 1) + 16 * (flags >> 1 & 1)
        require(sid_at(ace, at) == ace[at:] or kind in CALLBACK_OBJECT_ACES)
    elif kind == RESOURCE_ATTRIBUTE_ACE:
        require(sid_at(ace, 8) == sid(1, 0))
        check_claim(ace[20:], psd)


def check_claims(data, psd):
    at = 0
    while at < len(data):
        length = number(data, at)
        check_claim(take(data, at + 4, length), psd)
        at += 4 + length


def check_claim(entry, psd):
    name, kind, reserved, _flags, count = struct.unpack("<IHHII", take(entry, 0, 16))
    require(kind in SCALAR_CLAIMS or kind in (STRING_CLAIM, SID_CLAIM, OCTET_CLAIM))
    require(psd or reserved == 0)
    # The array as a whole first: a count of four billion must not make us loop.
    offsets = struct.unpack(f"<{count}I", take(entry, 16, 4 * count))
    # Seed 003 puts names and values behind the array, PSD-004 anywhere inside the entry.
    require(psd or min(offsets + (name,)) >= 16 + 4 * count)
    check_text(entry, name) if psd else take(entry, name, 2)
    for at in offsets:
        if kind in SCALAR_CLAIMS:
            take(entry, at, 8)
            continue
        # PSD-004 has one more offset, then a null-terminated string, a bare SID, or (as in seed
        # 003 everywhere) a length and that many bytes.
        at = number(entry, at) if psd else at
        if psd and kind == STRING_CLAIM:
            check_text(entry, at)
        elif psd and kind == SID_CLAIM:
            sid_at(entry, at)
        else:
            value = take(entry, at + 4, number(entry, at))
            require(psd or kind != SID_CLAIM or whole_sid(value))
            require(psd or kind != STRING_CLAIM or len(value) % 2 == 0)


def check_text(entry, at):
    while number(entry, at, 2) != 0:
        at += 2
