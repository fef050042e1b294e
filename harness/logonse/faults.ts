/**
 * @module Named deviations of our logonse, each of which a case of its clauses must catch: the
 * mistakes that authors of such a command make.
 */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { JsonObject, Outcome } from '../program/program.js';
import { runLogonse, type ToolCall, type ToolIo, type ToolStatus } from './logonse.js';

/** @internal */
export interface ToolFault {
  readonly id: string;
  readonly breaks: readonly ClauseId[];
  readonly run: typeof runLogonse;
}

type Run = typeof runLogonse;
/** A change of what goes in, and of what comes out. */
interface Change {
  readonly argv?: (argv: readonly string[]) => readonly string[];
  readonly call?: (call: ToolCall, argv: readonly string[]) => ToolCall;
  readonly io?: (io: ToolIo, argv: readonly string[]) => ToolIo;
  readonly status?: (status: ToolStatus, argv: readonly string[]) => number;
}

function fault(id: string, breaks: ClauseId | readonly ClauseId[], change: Change): ToolFault {
  const run: Run = async (argv, call, io) => {
    const status = await runLogonse(
      change.argv?.(argv) ?? argv,
      change.call?.(call, argv) ?? call,
      change.io?.(io, argv) ?? io,
    );
    return (change.status?.(status, argv) ?? status) as ToolStatus;
  };
  return { id: `logonse/${id}`, breaks: typeof breaks === 'string' ? [breaks] : breaks, run };
}

/** Another status where the words begin like this. */
function statusOf(first: readonly string[], status: number): Change {
  return { status: (old, argv) => (first.every((word, n) => argv[n] === word) ? status : old) };
}

function succeedsWhere(test: (argv: readonly string[]) => boolean): Change {
  return { status: (old, argv) => (test(argv) ? 0 : old) };
}

/** Standard output through a filter. */
function output(
  change: (text: string) => string,
  only: (argv: readonly string[]) => boolean = () => true,
): Change {
  return {
    io: (io, argv) => (only(argv) ? { ...io, stdout: (text) => io.stdout(change(text)) } : io),
  };
}

/** One of the calls answers otherwise, or is made otherwise. */
function calling(
  op: string,
  change: (args: JsonObject, call: ToolCall) => Promise<Outcome>,
): Change {
  return {
    call: (call) => (name, args) => (name === op ? change(args, call) : call(name, args)),
  };
}

const OK: Outcome = { kind: 'returned', value: {} };
const has =
  (word: string) =>
  (argv: readonly string[]): boolean =>
    argv.includes(word);
const badUsage = (argv: readonly string[]): boolean => argv.length < 2 || argv.includes('abc');
const inHex = (text: string): string => text.replace(/\d+/g, (n) => BigInt(n).toString(16));

/** @internal */
export const TOOL_FAULTS: readonly ToolFault[] = [
  fault('list-is-unknown', ['CLI-001', 'CLI-004', 'CLI-002', 'CLI-062'], statusOf(['list'], 1)),
  fault('show-is-unknown', ['CLI-005', 'CLI-019'], statusOf(['show'], 1)),
  fault('create-is-unknown', 'CLI-006', statusOf(['create'], 1)),
  fault('destroy-is-unknown', 'CLI-007', statusOf(['destroy'], 1)),
  fault('psb-is-unknown', ['CLI-008', 'CLI-049', 'CLI-050'], statusOf(['psb'], 1)),
  fault(
    'nothing-to-run-succeeds',
    'CLI-003',
    succeedsWhere((argv) => !argv.some((w) => w !== '--json')),
  ),
  fault('usage-errors-exit-with-2', ['CLI-003', 'CLI-009', 'CLI-063', 'CLI-065'], {
    status: (old, argv) => (old === 1 && badUsage(argv) ? 2 : old),
  }),
  fault('unknown-words-are-list', 'CLI-009', {
    argv: (argv) =>
      ['list', 'show', 'create', 'destroy', 'psb'].includes(argv[0] ?? 'list') ? argv : ['list'],
  }),
  fault('show-without-id-shows-all', 'CLI-020', {
    argv: (argv) => (argv[0] === 'show' && argv.length === 1 ? ['list'] : argv),
  }),
  fault(
    'create-without-spec-reads-stdin',
    'CLI-038',
    succeedsWhere((a) => a.join() === 'create'),
  ),
  fault(
    'destroy-without-id-succeeds',
    'CLI-045',
    succeedsWhere((a) => a.join() === 'destroy'),
  ),
  fault('destroy-unknown-succeeds', ['CLI-044', 'CLI-064'], {
    status: (old, argv) =>
      argv[0] === 'destroy' && argv[1]?.startsWith('9999') === true ? 0 : old,
  }),
  fault(
    'missing-file-succeeds',
    'CLI-037',
    succeedsWhere((a) => a[1]?.startsWith('/') === true),
  ),
  fault('bad-mask-succeeds', 'CLI-052', succeedsWhere(has('zz'))),
  fault('missing-process-succeeds', 'CLI-051', succeedsWhere(has('4194304'))),
  fault(
    'only-the-first-process-is-looked-at',
    ['CLI-011', 'CLI-012'],
    calling('world.listDirectory', () =>
      Promise.resolve({ kind: 'returned', value: { names: ['1'] } }),
    ),
  ),
  fault('ids-in-hexadecimal', ['CLI-015', 'CLI-032'], output(inHex)),
  fault('show-shows-every-session', 'CLI-018', {
    argv: (argv) => (argv[0] === 'show' && argv.length > 1 ? ['list'] : argv),
  }),
  fault(
    'show-shows-no-process',
    'CLI-017',
    output((t) => t.replace(/\[.*/, '[]'), has('show')),
  ),
  fault(
    'create-creates-nothing',
    ['CLI-028', 'CLI-029', 'CLI-030', 'CLI-033'],
    calling('kacs_create_session', () =>
      Promise.resolve({ kind: 'returned', value: { id: '0x77777777' } }),
    ),
  ),
  fault('create-adds-a-newline-to-the-package', 'CLI-031', {
    call: (call) => (op, args) =>
      op === 'kacs_create_session'
        ? call(op, { ...args, spec: String(args['spec']).replace('c3bc', 'c3bd') })
        : call(op, args),
  }),
  fault(
    'create-prints-nothing',
    'CLI-032',
    output(() => '\n', has('create')),
  ),
  fault('create-without-privilege-succeeds', 'CLI-034', {
    status: (old, argv) => (argv[0] === 'create' && argv[1] === 'session.bin' ? 0 : old),
  }),
  fault(
    'create-prints-one-id',
    ['CLI-035', 'CLI-033'],
    output((t) => t.replace(/\d+/, '4711'), has('create')),
  ),
  fault('a-refused-create-succeeds', ['CLI-036', 'CLI-039'], {
    status: (old, argv) => (argv.join() === 'create,-' ? 0 : old),
  }),
  fault(
    'destroy-does-nothing',
    'CLI-040',
    calling('kacs_destroy_empty_session', () => Promise.resolve(OK)),
  ),
  fault('destroy-in-use-succeeds', 'CLI-041', {
    status: (old, argv) => (argv[0] === 'destroy' ? 0 : old),
  }),
  fault(
    'psb-sets-nothing',
    ['CLI-046', 'CLI-050'],
    calling('kacs_set_psb', () => Promise.resolve(OK)),
  ),
  fault(
    'psb-acts-on-itself',
    ['CLI-046', 'CLI-047'],
    calling('kacs_set_psb', ({ mitigations }, call) =>
      call('kacs_set_psb', { mitigations: mitigations ?? 0 }),
    ),
  ),
  fault(
    'psb-sets-every-flag',
    'CLI-048',
    calling('kacs_set_psb', (args, call) => call('kacs_set_psb', { ...args, mitigations: 0x3ff })),
  ),
  fault('decimal-masks-are-hexadecimal', 'CLI-050', {
    argv: (argv) => argv.map((word) => (word === '32' ? '0x40' : word)),
  }),
  fault(
    'json-with-a-heading',
    ['CLI-055', 'CLI-056', 'CLI-057', 'CLI-058'],
    output((t) => `result:\n${t}`, has('--json')),
  ),
  fault('json-is-ignored', 'CLI-055', { argv: (argv) => argv.filter((word) => word !== '--json') }),
  fault('list-takes-no-json', 'CLI-056', {
    status: (old, argv) => (argv.join() === 'list,--json' ? 1 : old),
  }),
  fault('show-takes-no-json', 'CLI-057', {
    status: (old, argv) => (argv[0] === 'show' && argv.includes('--json') ? 1 : old),
  }),
  fault('destroy-takes-no-json', 'CLI-059', {
    status: (old, argv) => (argv[0] === 'destroy' && argv.includes('--json') ? 1 : old),
  }),
  fault('psb-takes-no-json', 'CLI-060', {
    status: (old, argv) => (argv[0] === 'psb' && argv.includes('--json') ? 1 : old),
  }),
  fault('failures-exit-with-2', ['CLI-064', 'CLI-065'], {
    status: (old, argv) => (old === 1 && !badUsage(argv) ? 2 : old),
  }),
];
