"""A small KACS: sessions, tokens and the handles to them.

Every process runs as SYSTEM with every privilege, since nothing here installs a weaker token; so
no call is refused for want of a privilege, and opening a token never for want of a right.
"""

import itertools
import struct
import time

import specs
import wire
from wire import Refused

ALL_ACCESS = 0x000F01FF
QUERY = 0x0008
# Generic read, write, execute and all, and maximum-allowed, as rights to a token.
MAPPED = {1 << 31: 0x20008, 1 << 30: 0x400E0, 1 << 29: 4, 1 << 28: ALL_ACCESS, 1 << 25: ALL_ACCESS}
CREATE_TOKEN, TCB = 1 << 2, 1 << 7
SYSTEM = wire.sid(5, 18)
BOOT_DACL = bytes.fromhex(
    "02003400020000000000140000000010010100000000000512000000"
    "000018000000001001020000000000052000000020020000"
)
BOOT = {
    "type": 1, "level": 0, "integrity": 16384, "policy": 3, "session": 0, "expiration": 0,
    "origin": 0, "interactive": 0, "owner": 0, "primary_group": 1, "user": SYSTEM,
    "present": 0xC000000FFFFFFFFC, "enabled": 0xC000000FFFFFFFFC, "default": 0xC000000FFFFFFFFC,
    "source": b"PeiosKrn" + bytes(8), "dacl": BOOT_DACL, "confinement": b"", "gids": b"",
    "user_claims": b"", "device_claims": b"", "restricting": [], "device_groups": [],
    "capabilities": [],
    "groups": [(wire.sid(5, 32, 544), 0xF), (wire.sid(1, 0), 7), (wire.sid(5, 11), 7),
               (wire.sid(2, 0), 7)],
}  # fmt: skip


class Session:
    def __init__(self, ident, logon_type, package, user):
        self.ident, self.logon_type, self.user = ident, logon_type, user
        self.logon_sid = wire.sid(5, 5, ident >> 32, ident & 0xFFFFFFFF)
        self.had_tokens = False
        self.line = (
            f"session_id={ident} user_sid={user.hex()} logon_type={logon_type} "
            f"auth_package={package.hex()} created_at={time.time_ns()}\n"
        )


class Token:
    def __init__(self, ident, fields, session, modified):
        self.__dict__.update(fields)
        self.ident, self.modified, self.used, self.session = ident, modified, 0, session
        self.groups = [*fields["groups"], (session.logon_sid, 0xC0000007)]

    def classes(self):
        """The payload of every query class, PSD-004 v0.20 §13.6(3)."""
        word, session = struct.Struct("<I").pack, self.session
        statistics = (self.ident, session.ident, self.modified, self.type, 0, self.expiration)
        return {
            1: self.user, 2: listed(self.groups), 4: word(self.type),
            3: struct.pack("<4Q", self.present, self.enabled, self.default, self.used),
            5: wire.sid(16, self.integrity), 6: self.sid_of(self.owner),
            7: self.sid_of(self.primary_group), 8: word(self.interactive),
            9: listed(self.restricting), 10: self.source, 11: struct.pack("<3QIIQ", *statistics),
            12: struct.pack("<Q", self.origin), 13: word(1), 14: listed(self.device_groups),
            15: self.confinement, 16: listed(self.capabilities), 17: word(self.policy),
            18: word(session.logon_type), 19: session.logon_sid, 20: self.dacl,
            21: word(self.level), 22: self.user_claims, 23: self.device_claims,
            24: word(len(self.gids) // 4) + self.gids,
        }  # fmt: skip

    def sid_of(self, index):
        return self.user if index == 0 else self.groups[index - 1][0]


def listed(entries):
    word = struct.Struct("<I").pack
    return word(len(entries)) + b"".join(word(len(s)) + s + word(bits) for s, bits in entries)


class Handle:
    """An open file: a token with the rights it was opened with, or a text that is read."""

    def __init__(self, token=None, rights=0, text=b""):
        self.token, self.rights, self.text = token, rights, text


class Process:
    def __init__(self, pid, token):
        self.pid, self.token, self.handles = pid, token, {}

    def add(self, handle):
        number = next(n for n in itertools.count(3) if n not in self.handles)
        self.handles[number] = handle
        return number

    def get(self, number):
        return wire.found(self.handles, number, "EBADF")


class Kernel:
    def __init__(self, profile):
        self.psd = profile == "psd-0.20"
        self.sessions = {0: Session(0, 5, b"Negotiate", SYSTEM)}
        self.session_ids, self.token_ids, self.pids = map(itertools.count, (0x1000, 0x100, 1))
        self.processes = {}
        self.spawn()

    def mint(self, fields):
        session, ident = self.sessions[fields["session"]], next(self.token_ids)
        session.had_tokens = True
        # The modification id: seed 003 begins with 0, PSD-004 v0.20 with the token's own id.
        return Token(ident, fields, session, ident if self.psd else 0)

    def spawn(self):
        process = Process(next(self.pids), self.mint(BOOT))
        self.processes[process.pid] = process
        return process

    def create_session(self, process, spec):
        logon_type, package, user = specs.read_session(spec)
        process.token.used |= TCB
        ident = next(self.session_ids)
        self.sessions[ident] = Session(ident, logon_type, package, user)
        return ident

    def destroy_session(self, process, ident):
        wire.found(self.sessions, ident, "ENOENT")
        if any(token.session.ident == ident for token in self.live_tokens()):
            raise Refused("EBUSY")
        process.token.used |= TCB
        del self.sessions[ident]

    def create_token(self, process, spec):
        token = self.mint(specs.read_token(spec, self.psd, self.sessions.get))
        process.token.used |= CREATE_TOKEN
        return process.add(Handle(token, ALL_ACCESS))

    def open_token(self, process, token, wanted):
        if wanted & ~(ALL_ACCESS | sum(MAPPED)):
            raise Refused("EACCES")
        rights = wanted & ALL_ACCESS
        for bit, meaning in MAPPED.items():
            rights |= meaning if wanted & bit else 0
        return process.add(Handle(token, rights))

    def live_tokens(self):
        for process in self.processes.values():
            yield process.token
            yield from (h.token for h in process.handles.values() if h.token is not None)

    def sweep(self):
        """A session goes with its last token; one that never had any stays."""
        live = {token.session.ident for token in self.live_tokens()}
        for ident in [i for i, s in self.sessions.items() if s.had_tokens and i not in live]:
            del self.sessions[ident]
