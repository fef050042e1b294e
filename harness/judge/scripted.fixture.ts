/** @module A scripted candidate and a small catalogue for the tests of judging. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import { wireOf } from '../../reference/wire/wire.js';
import type { CatalogueView, Clause, JudgeEntry } from '../catalogue/catalogue.js';
import { playProgram } from '../program/play.js';
import type { CallStep, JsonObject, Outcome, Program, Step } from '../program/program.js';
import { instrument } from './instrument.js';
import { judgeProgram, type Judgement } from './judge.js';

/** A call succeeds with this. @internal */
export function returned(value: JsonObject = {}): Outcome {
  return { kind: 'returned', value };
}

/** A call is refused. @internal */
export function refusedWith(errno: string): Outcome {
  return { kind: 'refused', errno, number: 22 };
}

/** Answers by Op: one for all, or one after the other. @internal */
export type Script = Readonly<Record<string, Outcome | readonly Outcome[]>>;

const NOTHING_TO_SEE = returned({ tokens: [], effective: {}, handles: [] });

/** The answers of a script; the last one of a list goes on for ever. @internal */
export function scripted(script: Script): (op: string) => Promise<Outcome> {
  const asked = new Map<string, number>();
  return (op) => {
    const answers = script[op] ?? (op === 'world.observe' ? NOTHING_TO_SEE : returned());
    const list: readonly Outcome[] = 'kind' in answers ? [answers] : answers;
    const count = asked.get(op) ?? 0;
    asked.set(op, count + 1);
    const answer = list[Math.min(count, list.length - 1)];
    if (answer === undefined) throw new Error(`no answer for ${op}`);
    return Promise.resolve(answer);
  };
}

/** What a catalogue says, clause by clause. @internal */
export function catalogueWith(
  entries: Readonly<Partial<Record<ClauseId, JudgeEntry>>>,
): CatalogueView {
  return new Map(
    Object.entries(entries).map(([id, judge]) => {
      const clause = { id, testable: true, needs: ['sessions'] } as unknown as Clause;
      return [id as ClauseId, { clause, judge }];
    }),
  );
}

/** Every outcome and every errno rule, under clauses that stand for nothing here. @internal */
export const CATALOGUE = catalogueWith({
  'SS-001': { outcome: 'accept' },
  'SS-002': { outcome: 'value' },
  'SE-014': { outcome: 'refuse', errno: { required: ['ENOENT'] } },
  'SS-018': { outcome: 'refuse', errno: { preferred: 'EINVAL', allowed: ['EINVAL', 'E2BIG'] } },
  'SS-020': { outcome: 'refuse', errno: { preferred: 'EINVAL', allowed: [] } },
  'SS-010': { outcome: 'either', errno: { required: ['EINVAL'] } },
  'SS-011': { outcome: 'record' },
});

/** A step of the initial actor. @internal */
export function step(op: string, more: Partial<CallStep> = {}): CallStep {
  return { actor: 'init', op, args: {}, ...more };
}

/** A program of these steps. @internal */
export function programOf(...steps: readonly Step[]): Program {
  return { id: 'a/b/c', title: 'a program', needs: [], steps };
}

export const PROFILE = BUILT_IN_PROFILES['psd-0.20'];

/** Plays the steps against the script and judges them. @internal */
export async function judgeSteps(
  steps: readonly Step[],
  script: Script = {},
  catalogue: CatalogueView = CATALOGUE,
): Promise<Judgement> {
  const instrumented = instrument(programOf(...steps));
  const records = await playProgram(instrumented.program.steps, scripted(script));
  return judgeProgram(instrumented, records, { wire: wireOf(PROFILE), catalogue });
}
