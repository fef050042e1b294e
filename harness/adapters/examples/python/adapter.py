#!/usr/bin/env python3
"""An adapter for a KACS in Python: JSON-RPC, one message a line, on standard input and output.

    kacs-conformance certify --adapter "stdio:python3 adapter.py"

The protocol is in docs/adapters.md. Speaks the profiles learn-0.20 and psd-0.20.
"""

import errno
import json
import sys

from kacs import QUERY, Handle, Kernel
from wire import Refused, found

NODES = {"/sys/kernel/security/kacs/self": 0o100444, "/sys/kernel/security/kacs/sessions": 0o100440}
HELLO = {
    "protocol": 1, "name": "kacs-python", "version": "1.0.0", "kind": "process",
    "profiles": ["learn-0.20", "psd-0.20"],
    "capabilities": ["processes", "sessions", "tokens", "query", "securityfs"],
    "limits": {"window": 64, "lineBytesMax": 1 << 20},
}  # fmt: skip


class CannotDo(Exception):
    """Code and message of a JSON-RPC error: the adapter failed, not the kernel."""


class Adapter:
    kernel, actors = None, {}

    def carry_out(self, method, params):
        if method == "hello":
            return self.hello(params)
        operation = vars(Operations).get(method.replace(".", "_"))
        if operation is None:
            raise CannotDo(-32601, f"there is no {method} here")
        if params["actor"] not in self.actors:
            raise CannotDo(-32602, f"there is no actor {params['actor']!r}")
        process = self.actors[params["actor"]]
        try:
            return {"value": operation(self, process, params) or {}}
        except Refused as refused:
            answer = {"errno": refused.errno, "number": getattr(errno, refused.errno)}
            return {**answer, "out": refused.out} if refused.out else answer

    def hello(self, params):
        if params["protocol"] != 1:
            raise CannotDo(-32001, "I speak protocol 1 only")
        self.kernel = Kernel(params["profile"])
        self.actors = {"init": self.kernel.processes[1]}
        return HELLO


class Operations:
    """One function for each method, named like it (`_` for `.`): the adapter, the process of the
    actor, the parameters; returns the value of a success."""

    def world_spawn(self, process, params):
        child = self.kernel.spawn()
        self.actors[f"p{child.pid}"] = child
        return {"actor": f"p{child.pid}", "pid": child.pid}

    def world_exit(self, process, params):
        del self.kernel.processes[process.pid]
        self.actors = {name: p for name, p in self.actors.items() if p is not process}
        self.kernel.sweep()

    def world_kill(self, process, params):
        target = found(self.kernel.processes, params["pid"], "ESRCH")
        Operations.world_exit(self, target, params)

    def world_describe(self, process, params):
        return {"text": "a KACS in Python, for the conformance suite"}

    def world_sleep(self, process, params):
        """Nothing here waits for time to pass."""

    def kacs_create_session(self, process, params):
        return {"id": hex(self.kernel.create_session(process, spec_of(params)))}

    def kacs_destroy_empty_session(self, process, params):
        self.kernel.destroy_session(process, int(params["id"], 16))

    def kacs_create_token(self, process, params):
        return {"handle": self.kernel.create_token(process, spec_of(params))}

    def kacs_open_self_token(self, process, params):
        if params["flags"] > 1:
            raise Refused("EINVAL")
        return {"handle": self.kernel.open_token(process, process.token, params["accessMask"])}

    def kacs_open_process_token(self, process, params):
        target = found(self.kernel.processes, params["pid"], "ESRCH")
        return {"handle": self.kernel.open_token(process, target.token, params["accessMask"])}

    def KACS_IOC_QUERY(self, process, params):
        handle = process.get(params["token"])
        if handle.token is None:
            raise Refused("ENOTTY")
        if not handle.rights & QUERY:
            raise Refused("EACCES")
        payload = found(handle.token.classes(), params["class"], "EINVAL")
        size, pointer = params.get("bufLen", params["capacity"]), params.get("pointer", "buffer")
        written = {"length": len(payload), "intact": True}
        if pointer == "null" or size == 0:
            return {**written, "payload": ""}
        if size < len(payload):
            raise Refused("ERANGE", written)
        if pointer == "overlap" and payload:
            raise Refused("EINVAL")
        return {**written, "payload": payload.hex()}

    def world_close(self, process, params):
        process.get(params["handle"])
        del process.handles[params["handle"]]
        self.kernel.sweep()

    def world_duplicateHandle(self, process, params):
        return {"handle": process.add(process.get(params["handle"]))}

    def world_open(self, process, params):
        found(NODES, params["path"], "ENOENT")
        if params["path"].endswith("self"):
            return {"handle": process.add(Handle(process.token, QUERY))}
        listing = "".join(session.line for session in self.kernel.sessions.values())
        return {"handle": process.add(Handle(text=listing.encode()))}

    def world_read(self, process, params):
        handle = process.get(params["handle"])
        limit = params.get("limit", len(handle.text))
        data, handle.text = handle.text[:limit], handle.text[limit:]
        return {"data": data.hex()}

    def world_stat(self, process, params):
        mode = found(NODES, params.get("path"), "ENOENT")
        return {"mode": mode, "uid": 0, "gid": 0, "size": "0x0"}

    def world_observe(self, process, params):
        tokens = [process.get(number).token for number in params["tokens"]]
        value = {"tokens": [classes_of(t) for t in tokens], "effective": classes_of(process.token)}
        if "sessions" in params:
            found = (self.kernel.sessions.get(int(ident, 16)) for ident in params["sessions"])
            value["sessions"] = [session.line for session in found if session]
        return {**value, "handles": list(process.handles)}


def spec_of(params):
    """The bytes that the kernel finds at the pointer, or the refusal of a bad one."""
    spec = bytes.fromhex(params["spec"])
    length = int(params.get("length", hex(len(spec))), 16)
    if params.get("pointer", "buffer") != "buffer":
        raise Refused("EFAULT")
    if length > len(spec):
        raise Refused("EINVAL" if length > 65536 else "EFAULT")
    return spec[:length]


def classes_of(token):
    return {str(n): payload.hex() for n, payload in token.classes().items()} if token else {}


def answer(adapter, line):
    ident = None
    try:
        request = json.loads(line)
        ident = request["id"]
        return {"id": ident, "result": adapter.carry_out(request["method"], request["params"])}
    except CannotDo as problem:
        code, message = problem.args
    except (LookupError, TypeError, ValueError, AttributeError) as problem:
        code, message = -32602, f"{type(problem).__name__}: {problem}"
    return {"id": ident, "error": {"code": code, "message": message}}


if __name__ == "__main__":
    the_adapter = Adapter()
    for message in sys.stdin.buffer:
        print(json.dumps({"jsonrpc": "2.0", **answer(the_adapter, message)}), flush=True)
