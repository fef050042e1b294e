/**
 * @module Turns what differs into accusations: whose doing it can be, which clauses say so, what is
 * known already, and what only follows from something else.
 */
import type { ClauseId } from '../../../reference/abi/clause-id.generated.js';
import type { Model } from '../../../reference/kernel/model.js';
import type { Thread } from '../../../reference/kernel/state.js';
import type { CallStep, JsonObject, Outcome } from '../../program/program.js';
import type { Blame, Difference } from '../target.js';
import type { Mismatch } from './compare-tokens.js';
import type { Grounds } from './grounds.js';
import type { Deed, Lineage } from './lineage.js';

/** What accusing needs. @internal */
export interface Accusing {
  readonly model: Model;
  readonly grounds: Grounds;
  readonly lineage: Lineage;
  /** What is known already is passed over. */
  isKnown?(difference: Difference): boolean;
}

/** The step that is being judged. @internal */
export interface Place {
  readonly index: number;
  readonly step: CallStep;
}

/** Calls that only look: what they show is another call's doing. */
const LOOKS: readonly string[] = [
  ...['world.observe', 'KACS_IOC_QUERY', 'world.describe', 'world.read', 'world.credentials'],
  ...['world.descriptorFlags', 'world.readlink', 'world.stat', 'world.listDirectory'],
];
/** What these show is nobody's doing, or always that of the same call. */
const STANDING: readonly string[] = [
  ...['world.stat', 'world.readlink', 'world.listDirectory', 'world.credentials'],
];
const LOOK = 'world.observe';

/** @internal */
export function isLook(op: string): boolean {
  return LOOKS.includes(op);
}

/** @internal */
export class Accuser {
  readonly differences: Difference[] = [];
  /** Known ones that were passed over. */
  readonly aside: Difference[] = [];
  private readonly accusing: Accusing;

  constructor(accusing: Accusing) {
    this.accusing = accusing;
  }

  /** False: it is known. */
  differ(difference: Difference): boolean {
    if (this.accusing.isKnown?.(difference) === true) {
      this.aside.push(difference);
      return false;
    }
    this.differences.push(difference);
    return true;
  }

  /** An outcome that has to be another; not if a token is in it that is known to be wrong. */
  outcome(difference: Difference, thread: Thread | undefined, args: JsonObject): void {
    if (!this.accusing.lineage.isUnsafe(thread, args)) this.differ(difference);
  }

  /** Values that differ, of one answer. True: there are new ones, and what follows is theirs. */
  values(place: Place, found: readonly Mismatch[], cited: ReadonlySet<ClauseId>): boolean {
    const { lineage } = this.accusing;
    const named: Difference[] = [];
    for (const mismatch of found) {
      const { token, queryClass } = mismatch;
      if (queryClass !== undefined && lineage.isSuspect(token, queryClass)) continue;
      const difference = this.ofValue(place, mismatch, cited);
      if (difference === undefined) continue;
      if (queryClass !== undefined) lineage.suspect(token, queryClass);
      named.push(difference);
    }
    const fresh = named.filter((one) => this.accusing.isKnown?.(one) !== true);
    const [first, ...together] = fresh;
    this.aside.push(...named.filter((one) => !fresh.includes(one)));
    if (first === undefined) return false;
    this.differences.push(together.length === 0 ? first : { ...first, together });
    return true;
  }

  private ofValue(
    { index, step }: Place,
    mismatch: Mismatch,
    cited: ReadonlySet<ClauseId>,
  ): Difference | undefined {
    const { grounds, model, lineage } = this.accusing;
    const { path, expected, actual, detail } = mismatch;
    const payload = model.payloads.get(mismatch.queryClass ?? 0);
    const ground = payload?.clauses ?? shownClauses(step.op, path);
    const shown = grounds.strict(ground ?? cited).slice(0, 2);
    const looked = isLook(step.op);
    const blame =
      !looked || STANDING.includes(step.op)
        ? []
        : lineage.behind(mismatch.token, mismatch.handle).map((deed) => this.blameOf(deed));
    const own = looked ? [] : this.clausesOf(step.op);
    const clauses = [...new Set([...own, ...shown])];
    if (looked && ground !== undefined && shown.length === 0) return undefined;
    if (clauses.length === 0 && blame.every((one) => one.clauses.length === 0)) return undefined;
    const everywhere = payload !== undefined || path.startsWith('sessions');
    return {
      kind: 'mismatch',
      op: looked && everywhere ? LOOK : step.op,
      path,
      expected,
      actual,
      clauses,
      step: index,
      explanation: `${path} is not ${expected}: ${detail}`,
      ...(blame.length === 0 ? {} : { blame }),
    };
  }

  private blameOf({ op, refused }: Deed): Blame {
    return { op, refused, clauses: this.clausesOf(op) };
  }

  private clausesOf(op: string): readonly ClauseId[] {
    const call = this.accusing.model.calls.get(op);
    return call === undefined ? [] : this.accusing.grounds.ofEffects(call).slice(0, 2);
  }

  died({ index, step }: Place, outcome: Extract<Outcome, { kind: 'crashed' | 'timedOut' }>): void {
    const { op } = step;
    const crashed = outcome.kind === 'crashed';
    this.differ({
      kind: crashed ? 'crash' : 'hang',
      op,
      path: 'outcome',
      expected: 'an answer',
      actual: crashed ? 'crashed' : 'no answer',
      clauses: [],
      step: index,
      explanation: crashed
        ? `${op}: ${outcome.detail}`
        : `${op}: no answer in ${outcome.afterMs} ms`,
    });
  }
}

/** What is shown, where the call that shows it is no call of KACS and no query class names it. */
function shownClauses(op: string, path: string): readonly ClauseId[] | undefined {
  if (path.startsWith('sessions[]')) return ['SL-003', 'SL-008', 'SL-009', 'SF-013'];
  if (path.startsWith('sessions')) return ['SF-013', 'SE-001', 'SE-017'];
  return SHOWN[op];
}

const SHOWN: Readonly<Record<string, readonly ClauseId[]>> = {
  'world.descriptorFlags': ['IC-004'],
  'world.credentials': ['IN-022', 'IN-025', 'IN-026'],
  'world.read': ['SF-013'],
  'world.stat': ['SF-008'],
};
