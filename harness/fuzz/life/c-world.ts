/** @module The controls around KACS as C statements: processes, descriptors, sockets, files. */
import type { Argument, CallStep } from '../../program/program.js';
import { cNumber, type CWriter } from './c-calls.js';

type Write = (writer: CWriter, step: CallStep) => readonly string[];

/** A path, with numbers of earlier steps in it, in `path`. */
function pathOf(writer: CWriter, value: Argument | undefined): readonly string[] {
  const parts =
    typeof value === 'object' && value !== null && 'text' in value
      ? (value.text as readonly Argument[])
      : [value ?? ''];
  const format = parts.map((part) => (typeof part === 'string' ? escaped(part) : '%lld')).join('');
  const values = parts
    .filter((part) => typeof part !== 'string')
    .map((part) => `, (long long)${cNumber(writer, part)}`);
  return ['char path[256];', `snprintf(path, sizeof path, "${format}"${values.join('')});`];
}

function escaped(text: string): string {
  return text
    .replace(/[^ -~]/g, '?')
    .replace(/["\\%?]/g, (sign) => (sign === '%' ? '%%' : `\\${sign}`));
}

function handle(writer: CWriter, { args }: CallStep): string {
  return `(int)${cNumber(writer, args['handle'] ?? args['socket'])}`;
}

function socketType({ args }: CallStep): string {
  return args['type'] === 'seqpacket' ? 'SOCK_SEQPACKET' : 'SOCK_STREAM';
}

function named(writer: CWriter, { as }: CallStep): number {
  return as === undefined ? 0 : writer.name(as);
}

function childOf(writer: CWriter, { as }: CallStep): number {
  return as === undefined ? 0 : writer.actor(as);
}

const ADDRESS = [
  'struct sockaddr_un name = {.sun_family = AF_UNIX};',
  'socklen_t length = sizeof name;',
];

function startsProcess(fresh: boolean): Write {
  return (writer, step) => {
    const child = childOf(writer, step);
    return [
      `r = start_process(${child}, ${writer.step + 1}, ${fresh ? 1 : 0});`,
      `atomic_store(&all->alive[${child}], r >= 0);`,
    ];
  };
}

/** @internal */
export const C_WORLD: Readonly<Record<string, Write>> = {
  'world.spawn': startsProcess(true),
  'world.fork': startsProcess(false),
  'world.thread': (writer, step) => {
    const child = childOf(writer, step);
    return [
      `atomic_store(&all->alive[${child}], 1);`,
      `r = start_thread(${child}, ${writer.step + 1});`,
    ];
  },
  'world.exec': (writer, { actor, args }) => [
    'pass_on();',
    `r = run_again(${args['path'] === undefined ? '"/proc/self/exe"' : writer.path(args['path'])}, ` +
      `${writer.actor(actor)}, ${writer.step + 1});`,
    'atomic_fetch_sub(&all->turn, 1);',
  ],
  'world.exit': (writer, { actor }) => [
    `atomic_store(&all->alive[${writer.actor(actor)}], 0);`,
    'pass_on();',
    '_exit(0);',
  ],
  'world.kill': (writer, { args }) => [
    `r = kill((pid_t)${cNumber(writer, args['pid'])}, SIGKILL);`,
  ],
  'world.close': (writer, step) => [`r = close(${handle(writer, step)});`],
  'world.duplicateHandle': (writer, step) => [`r = dup(${handle(writer, step)});`],
  'world.descriptorFlags': (writer, step) => {
    const { set } = step.args;
    const change = `fcntl(${handle(writer, step)}, F_SETFD, ${set === true ? 'FD_CLOEXEC' : 0})`;
    return [
      ...(typeof set === 'boolean' ? [`if (${change} < 0) errno = EBADF;`] : []),
      `r = fcntl(${handle(writer, step)}, F_GETFD);`,
    ];
  },
  'world.open': (writer, { args }) => [
    ...pathOf(writer, args['path']),
    'r = open(path, O_RDONLY | O_CLOEXEC);',
  ],
  'world.read': (writer, step) => [
    'static __thread unsigned char buffer[65536];',
    `r = read(${handle(writer, step)}, buffer, sizeof buffer);`,
    'if (r > 0) show("data", buffer, (size_t)r);',
  ],
  'world.readlink': (writer, { args }) => [
    ...pathOf(writer, args['path']),
    'char target[256] = {0};',
    'r = readlink(path, target, sizeof target - 1);',
    'if (r > 0) dprintf(1, "    %s\\n", target);',
  ],
  'world.stat': (writer, { args }) => [
    ...pathOf(writer, args['path']),
    'struct stat facts;',
    'r = stat(path, &facts);',
    'if (r >= 0) dprintf(1, "    mode %o\\n", (unsigned)facts.st_mode);',
  ],
  'world.credentials': () => [
    'r = (int64_t)getuid();',
    'dprintf(1, "    uid %u gid %u\\n", (unsigned)getuid(), (unsigned)getgid());',
  ],
  'world.sleep': (writer, { args }) => [
    `r = (int64_t)sleep((unsigned)((${cNumber(writer, args['ms'])} + 999) / 1000));`,
  ],
  'world.socket': (_, step) => [`r = socket(AF_UNIX, ${socketType(step)} | SOCK_CLOEXEC, 0);`],
  'world.socketPair': (writer, step) => [
    'int ends[2] = {-1, -1};',
    `r = socketpair(AF_UNIX, ${socketType(step)} | SOCK_CLOEXEC, 0, ends);`,
    `if (r >= 0) { r = ends[0]; all->second[${named(writer, step)}] = ends[1]; }`,
  ],
  'world.listen': (writer, step) => [
    ...ADDRESS,
    `r = socket(AF_UNIX, ${socketType(step)} | SOCK_CLOEXEC, 0);`,
    'if (bind((int)r, (struct sockaddr *)&name, sizeof(sa_family_t)) < 0 || listen((int)r, 8) < 0)',
    '    r = -1;',
    'if (r >= 0 && getsockname((int)r, (struct sockaddr *)&name, &length) == 0)',
    `    memcpy(all->text[${named(writer, step)}], &name, sizeof name);`,
  ],
  'world.connect': (writer, step) => {
    const { ref = '' } = (step.args['address'] ?? {}) as { readonly ref?: string };
    const number = writer.name(ref.split('.')[0] ?? '');
    return [
      'struct sockaddr_un name;',
      `memcpy(&name, all->text[${number}], sizeof name);`,
      'socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 6);',
      `r = connect(${handle(writer, step)}, (struct sockaddr *)&name, length);`,
    ];
  },
  'world.accept': (writer, step) => [
    `r = accept4(${handle(writer, step)}, NULL, NULL, SOCK_CLOEXEC);`,
  ],
  'world.sendMessage': (writer, { args }) => [
    `r = send_handle((int)${cNumber(writer, args['socket'])}, (int)${cNumber(writer, args['handle'])});`,
  ],
  'world.receiveMessage': (writer, step) => [`r = receive_handle(${handle(writer, step)});`],
  'world.observe': (writer, { args }) => [
    ...((args['tokens'] ?? []) as readonly Argument[]).map(
      (token, n) => `observe("token ${n + 1}", (int)${cNumber(writer, token)});`,
    ),
    'r = syscall(1000, 0, 8);',
    'if (r >= 0) { observe("effective token", (int)r); close((int)r); }',
  ],
};
