/** @module Hand-made histories: two workers with the token of the first one, and what they saw. */
import { TOKEN_RIGHT } from '../../reference/abi/numbers.js';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import { playProgram } from '../program/play.js';
import type {
  CallRecord,
  CallStep,
  JsonObject,
  Outcome,
  ParallelStep,
  Program,
  Step,
  StepRecord,
} from '../program/program.js';

/** @internal */
export const PROFILE = BUILT_IN_PROFILES['psd-0.20'];

const RIGHTS = TOKEN_RIGHT.QUERY | TOKEN_RIGHT.ADJUST_PRIVILEGES | TOKEN_RIGHT.ADJUST_GROUPS;
const SESSION = '020900' + '4e65676f7469617465' + '0c000000' + '010100000000000512000000';

/** Workers `w1` and `w2`; `a` and `b` are their handles of the token of `w1`. @internal */
export const TWO_WORKERS: readonly CallStep[] = [
  { as: 'w1', actor: 'init', op: 'world.spawn', args: { identity: 'own' } },
  { as: 'w2', actor: 'init', op: 'world.spawn', args: { identity: 'own' } },
  { as: 'a', actor: 'w1', op: 'kacs_open_self_token', args: { flags: 1, accessMask: RIGHTS } },
  {
    as: 'b',
    actor: 'w2',
    op: 'kacs_open_process_token',
    args: { pid: { ref: 'w1.pid' }, accessMask: RIGHTS },
  },
];

const HANDLE: Readonly<Record<string, string>> = { w1: 'a', w2: 'b' };

/** A call of a hand-made history, what it answered, and when it ran. @internal */
export interface Told {
  readonly step: CallStep;
  readonly outcome: Outcome;
  readonly from: number;
  readonly to: number;
}

/** A call by a worker that was answered like this, between two points in time. @internal */
export function told(step: CallStep, value: JsonObject, from: number, to: number): Told {
  return { step, outcome: { kind: 'returned', value }, from, to };
}

/** Switches privileges on (2) or off (0). @internal */
export function adjust(actor: string, ...entries: readonly (readonly [number, 0 | 2])[]): CallStep {
  const token = { ref: `${HANDLE[actor] ?? ''}.handle` };
  const list = entries.map(([luid, attributes]) => ({ luid, attributes }));
  return { actor, op: 'KACS_IOC_ADJUST_PRIVS', args: { token, entries: list } };
}

/** @internal */
export function query(actor: string, number: number, name = HANDLE[actor] ?? ''): CallStep {
  const args = { token: { ref: `${name}.handle` }, class: number, capacity: 4096 };
  return { actor, op: 'KACS_IOC_QUERY', args };
}

/** @internal */
export function createSession(actor: string, as?: string): CallStep {
  const step = { actor, op: 'kacs_create_session', args: { spec: SESSION } };
  return as === undefined ? step : { as, ...step };
}

/** @internal */
export function openSelf(actor: string, as: string): CallStep {
  return { as, actor, op: 'kacs_open_self_token', args: { flags: 1, accessMask: 8 } };
}

/** @internal */
export function closeHandle(actor: string, name: string): CallStep {
  return { actor, op: 'world.close', args: { handle: { ref: `${name}.handle` } } };
}

/** One iteration: its branches. @internal */
export type Iteration = readonly (readonly Told[])[];

/** A program whose last step is the block that the first iteration shows. @internal */
export function historyProgram(
  iterations: readonly Iteration[],
  before: readonly Step[] = TWO_WORKERS,
): Program {
  const [first = []] = iterations;
  const block: ParallelStep = {
    par: first.map((branch) => branch.map(({ step }) => step)),
    repeat: iterations.length,
    linearizable: { clause: 'AP-004' },
  };
  return { id: 'a/b/c', title: 'a history', needs: [], steps: [...before, block] };
}

/** What a candidate with names of its own did before, and the history as it is told. @internal */
export async function historyRecords(
  program: Program,
  iterations: readonly Iteration[],
): Promise<readonly StepRecord[]> {
  const index = program.steps.length - 1;
  const adapter = new ReferenceAdapter({ profile: PROFILE, noise: 7 });
  const before = await playProgram(program.steps.slice(0, index), (op, params) =>
    adapter.call(op, params),
  );
  const block = iterations.flatMap((branches, iteration) =>
    branches.flatMap((calls, branch) =>
      calls.map(({ step, outcome, from, to }): CallRecord => {
        const { actor, op, args } = step;
        const times = { startedAt: from, endedAt: to };
        const plain = args as CallRecord['args'];
        return { step: index, branch, iteration, op, actor, args: plain, outcome, ...times };
      }),
    ),
  );
  return [...before, ...block];
}
