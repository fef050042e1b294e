"""The two binary specs: of a session and of a token, the latter in both published layouts.

A layout is a table: where a number stands and how wide it is; where the offset and the extent of
a section stand. The rules are those of seed 003 and of PSD-004 v0.20 §4.4 and §13.6.
"""

import wire
from wire import number, require, take

LOGON_TYPES = {2, 3, 4, 5, 8, 9}
INTEGRITY_LEVELS = {0, 4096, 8192, 12288, 16384}
GROUP_OWNER = 0x08
ALL_APPLICATION_PACKAGES = wire.sid(15, 2, 1)
HEADER = 192

# name: (offset, width)
LEARN_NUMBERS = {
    "version": (0, 4), "type": (4, 4), "level": (8, 4), "integrity": (12, 4),
    "policy": (16, 4), "reserved": (20, 4), "session": (24, 8), "expiration": (32, 8),
    "origin": (40, 8), "audit": (48, 4), "interactive": (52, 4), "owner": (120, 4),
    "primary_group": (124, 4), "present": (128, 8), "enabled": (136, 8), "default": (144, 8),
    "exempt": (168, 4), "isolation": (172, 4), "uid": (176, 4), "gid": (180, 4),
}  # fmt: skip
PSD_NUMBERS = {
    "version": (0, 4), "type": (4, 1), "level": (5, 1), "reserved": (6, 2), "integrity": (8, 4),
    "policy": (12, 4), "present": (16, 8), "enabled": (24, 8), "default": (24, 8),
    "reserved1": (32, 4), "uid": (36, 4), "gid": (40, 4), "audit": (44, 4), "expiration": (48, 8),
    "session": (56, 8), "owner": (64, 4), "primary_group": (68, 4), "exempt": (156, 1),
    "write_restricted": (157, 1), "user_deny_only": (158, 1), "isolation": (159, 1),
    "origin": (176, 8), "interactive": (184, 4), "reserved3": (188, 4),
}  # fmt: skip

# name: (where the offset stands, where the length in bytes or the count stands)
LEARN_SECTIONS = {
    "user": (56, 60), "groups": (64, 68), "restricting": (72, 76), "device_groups": (80, 84),
    "restricted_device_groups": (88, 92), "user_claims": (96, 100), "device_claims": (104, 108),
    "dacl": (112, 116), "confinement": (152, 156), "capabilities": (160, 164),
    "gids": (184, 188),
}  # fmt: skip
PSD_SECTIONS = {
    "user": (88, None), "groups": (92, 96), "dacl": (100, 104), "user_claims": (108, 112),
    "device_claims": (116, 120), "device_groups": (124, 128), "restricting": (132, 136),
    "confinement": (140, 144), "capabilities": (148, 152), "gids": (160, 164),
    "restricted_device_groups": (168, 172),
}  # fmt: skip
LISTS = {"groups", "restricting", "device_groups", "restricted_device_groups", "capabilities"}


def read_session(spec):
    """(logon type, package, user SID) of a session spec."""
    require(15 <= len(spec) <= 4096)
    logon_type, length = spec[0], number(spec, 1, 2)
    package = take(spec, 3, length)
    user = wire.whole_sid(take(spec, 7 + length, number(spec, 3 + length)))
    require(7 + length + len(user) == len(spec) and logon_type in LOGON_TYPES)
    require(package.decode("utf-8", "replace").encode() == package)
    return logon_type, package, user


def read_token(spec, psd, session_of):
    """The fields of a token spec; `session_of` finds the session of an id, or None."""
    require(HEADER <= len(spec) <= 65536)
    numbers = PSD_NUMBERS if psd else LEARN_NUMBERS
    token = {name: number(spec, at, width) for name, (at, width) in numbers.items()}
    require(token["version"] == 2)
    token["source"] = spec[72:88] if psd else b"authd\0\0\0" + bytes(8)
    extents = []
    for name, (at, extent_at) in (PSD_SECTIONS if psd else LEARN_SECTIONS).items():
        offset, extent = number(spec, at), extent_at and number(spec, extent_at)
        if offset == 0 and not extent:
            token[name] = [] if name in LISTS else b""
            continue
        # Half a pair is neither a section nor an absent one; sections lie behind the header.
        require(offset >= HEADER and extent != 0)
        token[name], end = read_section(spec, name, offset, extent, psd)
        extents.append((offset, end))
    check_fields(token, psd, session_of(token["session"]))
    if not psd:
        extents.sort()
        require(all(end <= start for (_, end), (start, _) in zip(extents, extents[1:])))
    return token


def read_section(spec, name, offset, extent, psd):
    """What a section holds, and where it ends."""
    if extent is None:
        user = wire.sid_at(spec, offset)
        return user, offset + len(user)
    if name in LISTS and psd:
        return wire.entries_at(spec, offset, extent)
    size = 4 * extent if name == "gids" and psd else extent
    data = take(spec, offset, size)
    if name in LISTS:
        entries, used = wire.entries_at(data, 4, number(data, 0))
        require(used == size)
        return entries, offset + size
    if name == "gids":
        require(size % 4 == 0)
    elif name == "dacl":
        data = wire.acl_in(data, psd)
    elif name.endswith("claims"):
        wire.check_claims(data, psd)
    else:
        wire.whole_sid(data)
    return data, offset + size


def check_fields(token, psd, session):
    require(not any(value for name, value in token.items() if name.startswith("reserved")))
    require(token["type"] in (1, 2) and token["level"] <= 3)
    require(token["type"] == 2 or token["level"] == 0)
    require(token["integrity"] in INTEGRITY_LEVELS)
    require(token["enabled"] & ~token["present"] == 0)
    require(token["confinement"] or token["isolation"] == 0)
    require(psd or (token["exempt"] <= 1 and token["isolation"] <= 1))
    require(not psd or token["user_deny_only"] or not token["write_restricted"])
    groups, owner = token["groups"], token["owner"]
    require(session is not None and token["user"])
    require(owner <= len(groups) and token["primary_group"] <= len(groups))
    require(all(sid != session.logon_sid for sid, _ in groups))
    require(not psd or len(groups) <= 63)
    require(not psd or owner == 0 or groups[owner - 1][1] & GROUP_OWNER)
    require(psd or all(sid != ALL_APPLICATION_PACKAGES for sid, _ in token["capabilities"]))
