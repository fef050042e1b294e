/**
 * @module The Ops: every call at the boundary, with the JSON Schema of its parameters and of its
 * result. From these the protocol schema in `corpus/schemas` is generated, and every message of a
 * candidate is checked.
 *
 * Shapes follow the ABI of PSD-004 §13 (`corpus/documents/abi.md`); handles are descriptors of the
 * actor's process, whatever number the candidate gives them.
 */

/** A JSON Schema (2020-12), as data. @internal */
export type Schema = Readonly<Record<string, unknown>>;

/** @internal */
export interface OpDefinition {
  /** The capability that an adapter claims for it. */
  readonly capability: string;
  readonly doc: string;
  /** Properties of the parameters besides `actor`. */
  readonly params: Readonly<Record<string, Schema>>;
  readonly required: readonly string[];
  /** Properties of the value of a success. */
  readonly result: Readonly<Record<string, Schema>>;
  /** Properties of a success that must be there; default all. */
  readonly resultRequired?: readonly string[];
  /** Properties that a refusal may report (`out`). */
  readonly out?: Readonly<Record<string, Schema>>;
}

const u32: Schema = { type: 'integer', minimum: 0, maximum: 0xffffffff };
const u16: Schema = { type: 'integer', minimum: 0, maximum: 0xffff };
const hex: Schema = { type: 'string', pattern: '^(?:[0-9a-f]{2})*$' };
const u64: Schema = { type: 'string', pattern: '^0x[0-9a-f]{1,16}$' };
const handle: Schema = { type: 'integer', minimum: 0, maximum: 0x7fffffff };
const pid: Schema = { type: 'integer', minimum: 1, maximum: 0x7fffffff };
const flag: Schema = { type: 'boolean' };
const text: Schema = { type: 'string' };
/** Bounded and printable; `#` is kept for the harness, which marks lives with it. @internal */
export const ACTOR_NAME: Schema = { type: 'string', pattern: '^[!-"$-~]{1,128}$' };
const list = (items: Schema): Schema => ({ type: 'array', items });

const newHandle = { handle };
/** What a query reports: the size, the payload, whether every other byte kept its pattern. */
const queryOut = { length: u32, intact: flag };
/** What a raw call may lack, and whether the kernel's fault injection got as far. */
const failing = { noDescriptors: flag, failNth: u32 };
const injected = flag;
const FAILING =
  'With `noDescriptors` it is made while its process can have no further descriptor. With ' +
  '`failNth`, which takes the capability `fault-injection`, the nth thing in it that the kernel ' +
  'can make fail fails; `injected` says whether it came to that.';

/** Every Op by name. @public */
export const OPS: Readonly<Record<string, OpDefinition>> = {
  kacs_open_self_token: {
    capability: 'tokens',
    doc: 'Syscall 1000. Flag 1: the primary token even while impersonating.',
    params: { flags: u32, accessMask: u32 },
    required: ['flags', 'accessMask'],
    result: newHandle,
  },
  kacs_open_process_token: {
    capability: 'processes',
    doc: 'Syscall 1001; the adapter opens the pidfd.',
    params: { pid, accessMask: u32 },
    required: ['pid', 'accessMask'],
    result: newHandle,
  },
  kacs_open_thread_token: {
    capability: 'threads',
    doc: 'Syscall 1002.',
    params: { pid, tid: pid, accessMask: u32 },
    required: ['pid', 'tid', 'accessMask'],
    result: newHandle,
  },
  kacs_create_token: {
    capability: 'tokens',
    doc: 'Syscall 1003. `length`: the length passed, where it is not that of `spec`.',
    params: { spec: hex, length: u64, pointer: { enum: ['buffer', 'null', 'unmapped'] } },
    required: ['spec'],
    result: newHandle,
  },
  kacs_create_session: {
    capability: 'sessions',
    doc: 'Syscall 1004. The id is the return value.',
    params: { spec: hex, length: u64, pointer: { enum: ['buffer', 'null', 'unmapped'] } },
    required: ['spec'],
    result: { id: u64 },
  },
  kacs_set_psb: {
    capability: 'psb',
    doc: 'Syscall 1005. Without `pid`: the calling process.',
    params: { pid, mitigations: u32 },
    required: ['mitigations'],
    result: {},
  },
  kacs_destroy_empty_session: {
    capability: 'sessions',
    doc: 'Syscall 1006.',
    params: { id: u64 },
    required: ['id'],
    result: {},
  },
  kacs_open_peer_token: {
    capability: 'peer-sockets',
    doc: 'Syscall 1010.',
    params: { socket: handle },
    required: ['socket'],
    result: newHandle,
  },
  kacs_impersonate_peer: {
    capability: 'peer-sockets',
    doc: 'Syscall 1011. `level` is the return value.',
    params: { socket: handle },
    required: ['socket'],
    result: { level: u32 },
  },
  kacs_revert: {
    capability: 'impersonate',
    doc: 'Syscall 1012.',
    params: {},
    required: [],
    result: {},
  },
  kacs_set_impersonation_level: {
    capability: 'peer-sockets',
    doc: 'Syscall 1013.',
    params: { socket: handle, level: u32 },
    required: ['socket', 'level'],
    result: {},
  },
  kacs_open: {
    capability: 'files',
    doc: 'Syscall 1020; `how` is struct kacs_open_how as bytes.',
    params: { directory: handle, path: text, how: hex },
    required: ['path', 'how'],
    result: { handle, status: u32 },
  },
  kacs_get_sd: {
    capability: 'security-descriptors',
    doc:
      'Syscall 1021, of a handle or a process (a pidfd), with AT_EMPTY_PATH, or of a path. ' +
      '`length` is the return value; `descriptor` is empty where nothing was written.',
    params: { handle, pid, path: text, securityInformation: u32, capacity: u32, flags: u32 },
    required: ['securityInformation', 'capacity'],
    result: { length: u32, descriptor: hex },
  },
  kacs_set_sd: {
    capability: 'security-descriptors',
    doc: 'Syscall 1022.',
    params: { handle, pid, path: text, securityInformation: u32, descriptor: hex, flags: u32 },
    required: ['securityInformation', 'descriptor'],
    result: {},
  },
  kacs_access_check: {
    capability: 'access-check',
    doc:
      'Syscall 1023; without `token`, of the effective token. `args` is struct ' +
      'kacs_access_check_args, at least 40 bytes; the adapter fills in token_fd, sd_ptr, sd_len, ' +
      'desired_access and granted_out_ptr and leaves every other pointer as it is (0).',
    params: { token: handle, descriptor: hex, desiredAccess: u32, args: hex },
    required: ['descriptor', 'desiredAccess'],
    result: { granted: u32 },
    out: { granted: u32 },
  },
  kacs_access_check_list: {
    capability: 'access-check',
    doc: 'Syscall 1024.',
    params: { token: handle, descriptor: hex, desiredAccess: u32, args: hex, nodes: hex },
    required: ['descriptor', 'desiredAccess', 'nodes'],
    result: { results: list({ type: 'object' }) },
  },
  kacs_set_caap: {
    capability: 'access-check',
    doc: 'Syscall 1025.',
    params: { policySid: hex, spec: hex },
    required: ['policySid', 'spec'],
    result: {},
  },
  kacs_get_mount_policy: {
    capability: 'files',
    doc: 'Syscall 1026.',
    params: { handle },
    required: ['handle'],
    result: { policy: hex },
  },
  kacs_set_mount_policy: {
    capability: 'files',
    doc: 'Syscall 1027.',
    params: { handle, policy: hex },
    required: ['handle', 'policy'],
    result: {},
  },
  KACS_IOC_QUERY: {
    capability: 'query',
    doc:
      'Ioctl 0. The buffer holds `capacity` bytes of a fill pattern; `bufLen` is what the struct ' +
      'says, where it is not the capacity. `intact`: every byte outside the payload kept ' +
      'its pattern.',
    params: {
      token: handle,
      class: u32,
      capacity: u32,
      bufLen: u32,
      pointer: { enum: ['buffer', 'null', 'overlap'] },
    },
    required: ['token', 'class', 'capacity'],
    result: { ...queryOut, payload: hex },
    out: queryOut,
  },
  KACS_IOC_ADJUST_PRIVS: {
    capability: 'adjust',
    doc: 'Ioctl 1. `count` and `pad`, where they are not what the entries say.',
    params: {
      token: handle,
      entries: list({
        type: 'object',
        properties: { luid: u32, attributes: u32 },
        required: ['luid', 'attributes'],
        additionalProperties: false,
      }),
      count: u32,
      pad: u32,
    },
    required: ['token', 'entries'],
    result: { previousEnabled: u64 },
  },
  KACS_IOC_DUPLICATE: {
    capability: 'derive',
    doc: 'Ioctl 2.',
    params: { token: handle, accessMask: u32, tokenType: u32, level: u32 },
    required: ['token', 'accessMask', 'tokenType', 'level'],
    result: newHandle,
  },
  KACS_IOC_INSTALL: {
    capability: 'install',
    doc: 'Ioctl 3.',
    params: { token: handle },
    required: ['token'],
    result: {},
  },
  KACS_IOC_RESTRICT: {
    capability: 'derive',
    doc: 'Ioctl 4. `data` is the payload: u32 indices, then packed SIDs.',
    params: {
      token: handle,
      privilegesToDelete: u64,
      denyIndexCount: u32,
      restrictSidCount: u32,
      flags: u32,
      data: hex,
      dataLength: u32,
    },
    required: [
      'token',
      'privilegesToDelete',
      'denyIndexCount',
      'restrictSidCount',
      'flags',
      'data',
    ],
    result: newHandle,
  },
  KACS_IOC_LINK_TOKENS: {
    capability: 'link',
    doc: 'Ioctl 5, issued on the elevated handle.',
    params: { token: handle, elevated: handle, filtered: handle, sessionId: u64 },
    required: ['token', 'elevated', 'filtered', 'sessionId'],
    result: {},
  },
  KACS_IOC_GET_LINKED_TOKEN: {
    capability: 'link',
    doc: 'Ioctl 6.',
    params: { token: handle },
    required: ['token'],
    result: newHandle,
  },
  KACS_IOC_ADJUST_GROUPS: {
    capability: 'adjust',
    doc:
      'Ioctl 7, in the struct size of the profile. `previousState`: 64-bit words, group n is bit ' +
      'n % 64 of word n / 64.',
    params: {
      token: handle,
      entries: list({
        type: 'object',
        properties: { index: u32, enable: u32 },
        required: ['index', 'enable'],
        additionalProperties: false,
      }),
      count: u32,
      pad: u32,
    },
    required: ['token', 'entries'],
    result: { previousState: list(u64) },
  },
  KACS_IOC_IMPERSONATE: {
    capability: 'impersonate',
    doc: 'Ioctl 8.',
    params: { token: handle },
    required: ['token'],
    result: {},
  },
  KACS_IOC_ADJUST_DEFAULT: {
    capability: 'adjust',
    doc:
      'Ioctl 9. Without `dacl` the pointer is 0 (keep); with an empty one the pointer is set and ' +
      'the length 0 (remove). `daclLength`, where it is not that of `dacl`.',
    params: { token: handle, dacl: hex, daclLength: u32, ownerIndex: u16, groupIndex: u16 },
    required: ['token', 'ownerIndex', 'groupIndex'],
    result: {},
  },
  KACS_IOC_ADJUST_SESSIONID: {
    capability: 'adjust',
    doc: 'Ioctl 10.',
    params: { token: handle, sessionId: u32 },
    required: ['token', 'sessionId'],
    result: {},
  },
  'world.spawn': {
    capability: 'processes',
    doc:
      'A new process made by the actor, with its first thread as a new actor. `own`: its primary ' +
      'token is newly minted, with the boot identity and every privilege enabled; `inherit`: ' +
      'whatever a fork and exec leave it with.',
    params: { identity: { enum: ['own', 'inherit'] } },
    required: ['identity'],
    result: { actor: ACTOR_NAME, pid },
  },
  'world.thread': {
    capability: 'threads',
    doc: 'A further thread of the actor’s process, as a new actor.',
    params: {},
    required: [],
    result: { actor: ACTOR_NAME, tid: pid },
  },
  'world.fork': {
    capability: 'fork',
    doc: 'Forks; the child goes on as a new actor.',
    params: {},
    required: [],
    result: { actor: ACTOR_NAME, pid },
  },
  'world.exec': {
    capability: 'exec',
    doc: 'Executes the helper program (or `path`), which goes on as the same actor.',
    params: { path: text },
    required: [],
    result: {},
  },
  'world.makeFile': {
    capability: 'files',
    doc:
      'A copy of the helper program, made by the actor, in a folder of the adapter’s choosing ' +
      'that hands no ACE down and lets everyone through. With `descriptor` its SD is then set to ' +
      'that, whatever the actor may do. It goes when the process of the actor ends.',
    params: { descriptor: hex },
    required: [],
    result: { path: text },
  },
  'world.exit': {
    capability: 'processes',
    doc: 'Ends the actor: its thread, or its process if it is the last or first thread.',
    params: {},
    required: [],
    result: {},
  },
  'world.kill': {
    capability: 'processes',
    doc: 'SIGKILL to another process.',
    params: { pid },
    required: ['pid'],
    result: {},
  },
  'world.close': {
    capability: 'tokens',
    doc: 'close(2).',
    params: { handle },
    required: ['handle'],
    result: {},
  },
  'world.duplicateHandle': {
    capability: 'tokens',
    doc: 'dup(2).',
    params: { handle },
    required: ['handle'],
    result: newHandle,
  },
  'world.passHandle': {
    capability: 'handle-passing',
    doc: 'The process of `to` receives a duplicate over a Unix socket.',
    params: { handle, to: ACTOR_NAME },
    required: ['handle', 'to'],
    result: newHandle,
  },
  'world.descriptorFlags': {
    capability: 'descriptor-flags',
    doc: 'F_GETFD, after F_SETFD if `set` is given.',
    params: { handle, set: flag },
    required: ['handle'],
    result: { closeOnExec: flag },
  },
  'world.open': {
    capability: 'procfs',
    doc: 'open(2) on a path, as the actor.',
    params: { path: text, flags: u32 },
    required: ['path'],
    result: newHandle,
  },
  'world.read': {
    capability: 'securityfs',
    doc: 'read(2), to the end or `limit` bytes.',
    params: { handle, limit: u32 },
    required: ['handle'],
    result: { data: hex },
  },
  'world.listDirectory': {
    capability: 'procfs',
    doc: 'The names in a directory.',
    params: { path: text },
    required: ['path'],
    result: { names: list(text) },
  },
  'world.readlink': {
    capability: 'procfs',
    doc: 'readlink(2).',
    params: { path: text },
    required: ['path'],
    result: { target: text },
  },
  'world.stat': {
    capability: 'securityfs',
    doc: 'stat(2) of a path, or fstat(2) of a handle.',
    params: { path: text, handle },
    required: [],
    result: { mode: u32, uid: u32, gid: u32, size: u64 },
  },
  'world.socketPair': {
    capability: 'peer-sockets',
    doc: 'socketpair(2), `stream` or `seqpacket`.',
    params: { type: { enum: ['stream', 'seqpacket'] } },
    required: ['type'],
    result: { first: handle, second: handle },
  },
  'world.socket': {
    capability: 'peer-sockets',
    doc: 'A fresh Unix socket.',
    params: { type: { enum: ['stream', 'seqpacket'] } },
    required: ['type'],
    result: newHandle,
  },
  'world.listen': {
    capability: 'peer-sockets',
    doc: 'A listening Unix socket with a name of the adapter’s choosing.',
    params: { type: { enum: ['stream', 'seqpacket'] } },
    required: ['type'],
    result: { handle, address: text },
  },
  'world.connect': {
    capability: 'peer-sockets',
    doc: 'Connects a fresh socket to a listening one.',
    params: { socket: handle, address: text },
    required: ['socket', 'address'],
    result: {},
  },
  'world.accept': {
    capability: 'peer-sockets',
    doc: 'accept(2).',
    params: { handle },
    required: ['handle'],
    result: newHandle,
  },
  'world.sendMessage': {
    capability: 'handle-passing',
    doc: 'sendmsg(2) with a handle, which stays in flight until it is received.',
    params: { socket: handle, handle },
    required: ['socket', 'handle'],
    result: {},
  },
  'world.receiveMessage': {
    capability: 'handle-passing',
    doc: 'recvmsg(2).',
    params: { socket: handle },
    required: ['socket'],
    result: newHandle,
  },
  'world.credentials': {
    capability: 'credentials',
    doc: 'The Linux ids of the actor’s process.',
    params: {},
    required: [],
    result: { uid: u32, euid: u32, suid: u32, gid: u32, egid: u32, sgid: u32, groups: list(u32) },
  },
  'world.runCommand': {
    capability: 'tool',
    doc:
      'Runs the command under test inside the world, as a process of the actor, and waits for ' +
      'it. `command` are the words behind its name; a word that names one of `files` ' +
      'becomes its path.',
    params: {
      command: list(text),
      stdin: hex,
      files: { type: 'object', additionalProperties: hex },
    },
    required: ['command'],
    result: { status: { type: 'integer' }, stdout: hex, stderr: hex },
  },
  'world.sleep': {
    capability: 'clock',
    doc: 'Lets time pass (virtual in the reference).',
    params: { ms: u32 },
    required: ['ms'],
    result: {},
  },
  'world.events': {
    capability: 'events',
    doc:
      'Starts to record the kernel’s events for the actor, or gives those since the last time. ' +
      'Unsigned numbers of a payload as `"0x…"`, bytes as hex, text as text; foreign events may ' +
      'be left out or not.',
    params: { action: { enum: ['open', 'drain'] } },
    required: ['action'],
    result: {
      events: list({
        type: 'object',
        properties: { type: text, payload: { type: 'object' } },
        required: ['type', 'payload'],
        additionalProperties: true,
      }),
    },
  },
  'world.reset': {
    capability: 'world-reset',
    doc: 'Back to the state after boot; every actor but the initial one is gone.',
    params: {},
    required: [],
    result: {},
  },
  'world.describe': {
    capability: 'tokens',
    doc: 'Facts for the report, free form.',
    params: {},
    required: [],
    result: { text },
  },
  'world.observe': {
    capability: 'query',
    doc:
      'Everything that can be seen, by an observer with the boot identity and handles of its own:' +
      ' each query class of the tokens behind the actor’s `tokens` handles and of its effective ' +
      'token (class number → payload; a refused class is absent), the actor’s open handles, and, ' +
      'if `sessions` are asked for and the candidate can list them, their lines.',
    params: { tokens: list(handle), sessions: list(u64) },
    required: ['tokens'],
    result: {
      tokens: list({ type: 'object', additionalProperties: hex }),
      effective: { type: 'object', additionalProperties: hex },
      handles: list(handle),
      sessions: list(text),
    },
    resultRequired: ['tokens', 'effective', 'handles'],
  },
  'raw.ioctl': {
    capability: 'raw',
    doc:
      'Any ioctl word on any descriptor. `argument` is memory of the caller; the struct that the ' +
      'ioctl is given starts `start` bytes (default 0) into it, or `pointer` is a bad one. ' +
      'Before the call, the address of byte `of` of the memory is written at byte `at` of it, 8 ' +
      'bytes, for each of `addresses`. The result is what the memory holds afterwards. ' +
      FAILING,
    params: {
      handle,
      word: u32,
      argument: hex,
      start: u32,
      addresses: list({
        type: 'object',
        properties: { at: u32, of: u32 },
        required: ['at', 'of'],
        additionalProperties: false,
      }),
      pointer: { enum: ['buffer', 'null', 'unmapped', 'readOnly', 'straddling'] },
      ...failing,
    },
    required: ['handle', 'word'],
    result: { value: { type: 'integer' }, argument: hex, injected },
    resultRequired: ['value', 'argument'],
    out: { argument: hex, injected },
  },
  'raw.syscall': {
    capability: 'raw',
    doc:
      'Any system call; a `0x…` argument is a number, a hex string the address of such bytes, ' +
      'which with `readOnly` take no writes. ' +
      FAILING,
    params: { number: u32, args: list(text), readOnly: flag, ...failing },
    required: ['number', 'args'],
    result: { value: { type: 'string' }, injected },
    resultRequired: ['value'],
    out: { injected },
  },
};
