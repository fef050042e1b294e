/** @module Security descriptors, AccessCheck and files as C statements. */
import { C_CALLS, cBytes, cNumber, sizeOf, type CWriter } from './c-calls.js';
import type { CallStep } from '../../program/program.js';

type Write = (writer: CWriter, step: CallStep) => readonly string[];

/** struct kacs_access_check_args: its size, and where its fields are. */
const ACCESS = { bytes: 136, token: 4, sd: 8, sdLength: 16, desired: 20, granted: 88 } as const;
const GRANTED_END = ACCESS.granted + 8;
const DESCRIPTOR_PARTS = 7;

/** What a call is about, in `target`, `name` and `flags`: a handle, a process or a path. */
function target(writer: CWriter, { args }: CallStep): readonly string[] {
  const { handle, pid, flags } = args;
  const path = args['path'];
  const of =
    handle === undefined
      ? pid === undefined
        ? 'AT_FDCWD'
        : `(int)syscall(SYS_pidfd_open, (pid_t)${cNumber(writer, pid)}, 0)`
      : `(int)${cNumber(writer, handle)}`;
  const name = path === undefined ? '""' : writer.path(path);
  const empty = path === undefined ? 'AT_EMPTY_PATH' : '0';
  return [
    `int target = ${of};`,
    `const char *name = ${name};`,
    `unsigned flags = ${flags === undefined ? empty : cNumber(writer, flags)};`,
  ];
}

function closing({ args }: CallStep): readonly string[] {
  return args['pid'] === undefined || args['handle'] !== undefined
    ? []
    : ['if (target >= 0) close(target);'];
}

const getSd: Write = (writer, step) => [
  ...target(writer, step),
  `size_t size = (size_t)${cNumber(writer, step.args['capacity'])};`,
  'unsigned char *buffer = malloc(size + 1);',
  'if (buffer == NULL) _exit(3);',
  `unsigned parts = ${cNumber(writer, step.args['securityInformation'])};`,
  'r = syscall(1021, target, name, parts, buffer, size, flags);',
  'if (r >= 0) show("descriptor", buffer, (size_t)r < size ? (size_t)r : size);',
  'free(buffer);',
  ...closing(step),
];

const setSd: Write = (writer, step) => [
  ...target(writer, step),
  ...cBytes(writer, 'descriptor', step.args['descriptor']),
  `unsigned parts = ${cNumber(writer, step.args['securityInformation'])};`,
  `r = syscall(1022, target, name, parts, descriptor, ${sizeOf('descriptor')}, flags);`,
  ...closing(step),
];

/** The struct as the Program has it, with the pointers of this program in it. */
const accessCheck: Write = (writer, { args }) => {
  const given = typeof args['args'] === 'string' ? args['args'] : undefined;
  const whole = given ?? wholeStruct();
  const token = args['token'] === undefined ? '-1' : cNumber(writer, args['token']);
  return [
    ...cBytes(writer, 'args', whole),
    ...cBytes(writer, 'descriptor', args['descriptor']),
    'uint32_t granted = 0;',
    `put(args + ${ACCESS.token}, ${token}, 4);`,
    `put(args + ${ACCESS.sd}, (int64_t)address(descriptor), 8);`,
    `put(args + ${ACCESS.sdLength}, (int64_t)${sizeOf('descriptor')}, 4);`,
    `put(args + ${ACCESS.desired}, ${cNumber(writer, args['desiredAccess'])}, 4);`,
    ...(whole.length >= 2 * GRANTED_END
      ? [`put(args + ${ACCESS.granted}, (int64_t)address(&granted), 8);`]
      : []),
    'r = syscall(1023, args);',
    'show("granted", (unsigned char *)&granted, sizeof granted);',
  ];
};

function wholeStruct(): string {
  const bytes = Buffer.alloc(ACCESS.bytes);
  bytes.writeUInt32LE(ACCESS.bytes, 0);
  return bytes.toString('hex');
}

/** A copy of the program itself. */
const makeFile: Write = (writer, { as, args }) => {
  const path = `all->text[${as === undefined ? 0 : writer.name(as)}]`;
  return [
    `r = make_file(${path}, sizeof ${path});`,
    ...(args['descriptor'] === undefined
      ? []
      : [
          ...cBytes(writer, 'descriptor', args['descriptor']),
          `if (r >= 0) r = syscall(1022, AT_FDCWD, ${path}, ${DESCRIPTOR_PARTS}, descriptor, ${sizeOf('descriptor')}, 0);`,
        ]),
  ];
};

/** Every call that the program can make by itself. @internal */
export const C_ALL_CALLS: Readonly<Record<string, Write>> = {
  ...C_CALLS,
  kacs_get_sd: getSd,
  kacs_set_sd: setSd,
  kacs_access_check: accessCheck,
  'world.makeFile': makeFile,
  'world.events': () => [
    'dprintf(1, "    no document numbers the calls that record events\\n");',
    'errno = ENOSYS;',
    'r = -1;',
  ],
};
