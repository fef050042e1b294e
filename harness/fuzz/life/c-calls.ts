/** @module Each call as C statements that leave its result in `r`. */
import { ioctlsOf } from '../../../reference/kernel/calls/raw-structs.js';
import type { Profile } from '../../../reference/profiles/built-in.generated.js';
import type { Argument, CallStep } from '../../program/program.js';

/** What a call is written with. @internal */
export interface CWriter {
  readonly profile: Profile;
  /** Number of a name. */
  name(as: string): number;
  /** Number of an actor. */
  actor(name: string): number;
  /** A path as a C expression: a literal, or what an earlier step gave. */
  path(value: Argument): string;
  /** The step that is being written. */
  readonly step: number;
}

type Write = (writer: CWriter, step: CallStep) => readonly string[];

const SYSCALLS: Readonly<Record<string, readonly [number: number, ...names: string[]]>> = {
  kacs_open_self_token: [1000, 'flags', 'accessMask'],
  kacs_destroy_empty_session: [1006, 'id'],
  kacs_open_peer_token: [1010, 'socket'],
  kacs_impersonate_peer: [1011, 'socket'],
  kacs_revert: [1012],
  kacs_set_impersonation_level: [1013, 'socket', 'level'],
};

/** A number: a literal, or what an earlier step gave. @internal */
export function cNumber(writer: CWriter, value: Argument | undefined): string {
  if (typeof value === 'number') return value > 0x7fffffff ? `${value}u` : String(value);
  if (typeof value === 'string' && value.startsWith('0x')) return `(int64_t)${value}ull`;
  if (typeof value !== 'object' || value === null) return '0';
  const { ref, sum } = value as { readonly ref?: unknown; readonly sum?: unknown };
  if (Array.isArray(sum)) {
    const terms = (sum as readonly Argument[]).map((term) => `(uint64_t)${cNumber(writer, term)}`);
    return `(int64_t)(${terms.join(' + ')})`;
  }
  return typeof ref === 'string' ? valueOf(writer, ref) : '0';
}

function valueOf(writer: CWriter, ref: string): string {
  const [as = '', key = ''] = ref.split('.');
  return `all->${key === 'second' ? 'second' : 'value'}[${writer.name(as)}]`;
}

/** Bytes as an array named `name`, with its holes filled. @internal */
export function cBytes(
  writer: CWriter,
  name: string,
  value: Argument | undefined,
): readonly string[] {
  const given = value as { readonly hex?: unknown; readonly patches?: unknown } | undefined;
  const hex = typeof value === 'string' ? value : typeof given?.hex === 'string' ? given.hex : '';
  const list = (hex.match(/../g) ?? []).map((byte) => `0x${byte}`);
  const rows = Array.from(
    { length: Math.ceil(list.length / 16) },
    (_, n) => `    ${list.slice(n * 16, n * 16 + 16).join(', ')},`,
  );
  const patches = Array.isArray(given?.patches)
    ? (given.patches as readonly { at: number; width: number; ref: string }[])
    : [];
  return [
    `unsigned char ${name}[${list.length} + 1] = {`,
    ...rows,
    '    0,',
    '};',
    ...patches.map(({ at, width, ref }) =>
      ref.endsWith('.logonSid')
        ? `put_logon_sid(${name} + ${at}, ${valueOf(writer, ref)});`
        : `put(${name} + ${at}, ${valueOf(writer, ref)}, ${width});`,
    ),
  ];
}

/** The size of such an array. @internal */
export function sizeOf(name: string): string {
  return `(sizeof ${name} - 1)`;
}

/** A spec by pointer and length, either of which may be a lie. */
function spec(number: number): Write {
  return (writer, { args }) => {
    const pointers: Readonly<Record<string, string>> = { null: 'NULL', unmapped: '(void *)16' };
    const pointer = pointers[String(args['pointer'])] ?? 'spec';
    const length = args['length'] === undefined ? sizeOf('spec') : cNumber(writer, args['length']);
    return [
      ...cBytes(writer, 'spec', args['spec']),
      `r = syscall(${number}, ${pointer}, (size_t)${length});`,
    ];
  };
}

/** A struct of zeros with fields, an ioctl on it. */
function ioctl(op: string, size: number, fields: Write, handleAt?: number): Write {
  return (writer, step) => {
    const word = [...ioctlsOf(writer.profile).values()].find((one) => one.op === op)?.word ?? 0;
    const token = cNumber(writer, step.args['token']);
    return [
      `unsigned char args[${size} + 1] = {0};`,
      ...fields(writer, step),
      `r = ioctl((int)${token}, ${word}u, args);`,
      ...(handleAt === undefined
        ? []
        : [`if (r >= 0) { int made; memcpy(&made, args + ${handleAt}, 4); r = made; }`]),
    ];
  };
}

function field(at: number, width: number, name: string): Write {
  return (writer, { args }) =>
    args[name] === undefined
      ? []
      : [`put(args + ${at}, ${cNumber(writer, args[name])}, ${width});`];
}

function fields(...parts: readonly Write[]): Write {
  return (writer, step) => parts.flatMap((part) => part(writer, step));
}

/** Entries of two 32-bit numbers behind a pointer, with their count. */
function entries(first: string, second: string): Write {
  return (writer, { args }) => {
    const list = (args['entries'] ?? []) as readonly Readonly<Record<string, Argument>>[];
    const numbers = list.flatMap((one) => [one[first], one[second]].map((n) => Number(n)));
    return [
      `uint32_t entries[] = {${numbers.map((n) => `${n}u, `).join('')}0};`,
      `put(args, ${args['count'] === undefined ? list.length : cNumber(writer, args['count'])}, 4);`,
      ...field(4, 4, 'pad')(writer, { args } as unknown as CallStep),
      'put(args + 8, (int64_t)address(entries), 8);',
    ];
  };
}

const restrict: Write = (writer, step) => [
  ...cBytes(writer, 'data', step.args['data']),
  ...fields(
    field(0, 8, 'privilegesToDelete'),
    field(8, 4, 'denyIndexCount'),
    field(12, 4, 'restrictSidCount'),
    field(20, 4, 'flags'),
  )(writer, step),
  `put(args + 16, ${
    step.args['dataLength'] === undefined
      ? `(int64_t)${sizeOf('data')}`
      : cNumber(writer, step.args['dataLength'])
  }, 4);`,
  'put(args + 24, (int64_t)address(data), 8);',
];

const adjustDefault: Write = (writer, step) => {
  const { dacl, daclLength } = step.args;
  return [
    ...(dacl === undefined
      ? []
      : [
          ...cBytes(writer, 'dacl', dacl),
          'put(args, (int64_t)address(dacl), 8);',
          `put(args + 8, (int64_t)${sizeOf('dacl')}, 4);`,
        ]),
    ...(daclLength === undefined ? [] : [`put(args + 8, ${cNumber(writer, daclLength)}, 4);`]),
    ...fields(field(12, 2, 'ownerIndex'), field(14, 2, 'groupIndex'))(writer, step),
  ];
};

const query: Write = (writer, { args }) => {
  const capacity = cNumber(writer, args['capacity']);
  const length = args['bufLen'] === undefined ? capacity : cNumber(writer, args['bufLen']);
  const pointers: Readonly<Record<string, string>> = { null: 'NULL', overlap: 'args' };
  return [
    `size_t size = (size_t)${capacity};`,
    'unsigned char *buffer = malloc(size + 1);',
    'unsigned char args[16] = {0};',
    'if (buffer == NULL) _exit(3);',
    `put(args, ${cNumber(writer, args['class'])}, 4);`,
    `put(args + 4, ${length}, 4);`,
    `put(args + 8, (int64_t)address(${pointers[String(args['pointer'])] ?? 'buffer'}), 8);`,
    `r = ioctl((int)${cNumber(writer, args['token'])}, KACS_IOC_QUERY, args);`,
    'uint32_t length;',
    'memcpy(&length, args + 4, 4);',
    'if (r >= 0) { r = length; show("payload", buffer, length < size ? length : size); }',
    'free(buffer);',
  ];
};

/** The calls on sessions and tokens. @internal */
export const C_CALLS: Readonly<Record<string, Write>> = {
  kacs_create_token: spec(1003),
  kacs_create_session: spec(1004),
  kacs_open_process_token: (writer, { args }) => [
    `int process = (int)syscall(SYS_pidfd_open, (pid_t)${cNumber(writer, args['pid'])}, 0);`,
    `r = syscall(1001, process, ${cNumber(writer, args['accessMask'])});`,
    'if (process >= 0) close(process);',
  ],
  kacs_open_thread_token: (writer, { args }) => [
    `int process = (int)syscall(SYS_pidfd_open, (pid_t)${cNumber(writer, args['pid'])}, 0);`,
    `r = syscall(1002, process, ${cNumber(writer, args['tid'])}, ${cNumber(writer, args['accessMask'])});`,
    'if (process >= 0) close(process);',
  ],
  kacs_set_psb: (writer, { args }) => [
    `pid_t target = (pid_t)${args['pid'] === undefined ? 'getpid()' : cNumber(writer, args['pid'])};`,
    'int process = (int)syscall(SYS_pidfd_open, target, 0);',
    `r = syscall(1005, process, ${cNumber(writer, args['mitigations'])});`,
    'if (process >= 0) close(process);',
  ],
  KACS_IOC_QUERY: query,
  KACS_IOC_ADJUST_PRIVS: ioctl('KACS_IOC_ADJUST_PRIVS', 24, entries('luid', 'attributes')),
  KACS_IOC_ADJUST_GROUPS: ioctl('KACS_IOC_ADJUST_GROUPS', 144, entries('index', 'enable')),
  KACS_IOC_ADJUST_DEFAULT: ioctl('KACS_IOC_ADJUST_DEFAULT', 16, adjustDefault),
  KACS_IOC_ADJUST_SESSIONID: ioctl('KACS_IOC_ADJUST_SESSIONID', 4, field(0, 4, 'sessionId')),
  KACS_IOC_INSTALL: ioctl('KACS_IOC_INSTALL', 0, () => []),
  KACS_IOC_IMPERSONATE: ioctl('KACS_IOC_IMPERSONATE', 0, () => []),
  KACS_IOC_DUPLICATE: ioctl(
    'KACS_IOC_DUPLICATE',
    16,
    fields(field(0, 4, 'accessMask'), field(4, 4, 'tokenType'), field(8, 4, 'level')),
    12,
  ),
  KACS_IOC_RESTRICT: ioctl('KACS_IOC_RESTRICT', 40, restrict, 32),
  KACS_IOC_LINK_TOKENS: ioctl(
    'KACS_IOC_LINK_TOKENS',
    16,
    fields(field(0, 4, 'elevated'), field(4, 4, 'filtered'), field(8, 8, 'sessionId')),
  ),
  KACS_IOC_GET_LINKED_TOKEN: ioctl('KACS_IOC_GET_LINKED_TOKEN', 4, () => [], 0),
  'raw.ioctl': (writer, { args }) => [
    ...cBytes(writer, 'memory', args['argument'] ?? ''),
    ...((args['addresses'] ?? []) as readonly { at: number; of: number }[]).map(
      ({ at, of }) => `put(memory + ${at}, (int64_t)address(memory + ${of}), 8);`,
    ),
    `r = ioctl((int)${cNumber(writer, args['handle'])}, ${cNumber(writer, args['word'])}, ${rawPointer(args)});`,
    'show("memory", memory, sizeof memory - 1);',
  ],
};

function rawPointer(args: CallStep['args']): string {
  const start = `memory + ${String(args['start'] ?? 0)}`;
  const pointers: Readonly<Record<string, string>> = { null: 'NULL', unmapped: '(void *)16' };
  return pointers[String(args['pointer'])] ?? start;
}

/** Calls with numbers only. @internal */
export function plainSyscall(
  writer: CWriter,
  { op, args }: CallStep,
): readonly string[] | undefined {
  const [number, ...names] = SYSCALLS[op] ?? [];
  if (number === undefined) return undefined;
  const values = names.map((name) => `, ${cNumber(writer, args[name])}`).join('');
  return [`r = syscall(${number}${values});`];
}
