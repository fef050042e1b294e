/**
 * @module What holds of any candidate's tokens whatever came before, without a model: a derived
 * token has nothing that its source did not have, and nobody acts above the level of the token
 * that was taken on. It counts also where the model could go no further.
 */
import type { ClauseId } from '../../../reference/abi/clause-id.generated.js';
import { QUERY_CLASS } from '../../../reference/abi/numbers.js';
import type { Wire } from '../../../reference/wire/wire.js';
import { decoded } from '../../judge/answers.js';
import type {
  CallRecord,
  CallStep,
  Json,
  JsonObject,
  Program,
  StepRecord,
} from '../../program/program.js';
import type { Difference } from '../target.js';

/** What has been seen of a token, by the name of its handle. */
interface Known {
  /** The handle, and who has it. */
  readonly actor: string;
  readonly number: number;
  readonly present?: bigint;
  readonly level?: number;
  /** Privileges that it must not have, and by which clause. */
  readonly without: readonly Limit[];
}

interface Limit {
  readonly forbidden: bigint;
  readonly clause: ClauseId;
  readonly op: string;
}

type Broken = Omit<Difference, 'kind' | 'step'>;

const FIRST_ID = 1000n;
const UUID_DIGITS = 32;
const UUID = /^[0-9a-f]{12}(?:4[0-9a-f]{3}|[0-9a-f]{2}4.)[89ab][0-9a-f]{15}$/;
const ALL_BITS = (1n << 64n) - 1n;
const DUPLICATE = 'KACS_IOC_DUPLICATE';
const RESTRICT = 'KACS_IOC_RESTRICT';
const IMPERSONATE = 'KACS_IOC_IMPERSONATE';
/** What can make a number mean another token. */
const ENDINGS = /^(?:world\.(?:close|exec|exit|kill)|raw\.)/;

/** The invariants that a run breaks; `counts`: whether the profile has a clause. @internal */
export function brokenInvariants(
  { steps }: Program,
  records: readonly StepRecord[],
  wire: Wire,
  counts: (clause: ClauseId) => boolean,
): readonly Difference[] {
  const watch = new Watch(wire);
  const broken: Difference[] = [];
  for (const record of records) {
    const step = steps[record.step];
    // Behind a race nobody knows what was first.
    if (step === undefined || 'par' in step) break;
    if (!('outcome' in record)) continue;
    for (const one of watch.take(step, record)) {
      if (!one.clauses.every((clause) => counts(clause))) continue;
      broken.push({ kind: 'mismatch', step: record.step, ...one });
    }
  }
  return broken;
}

class Watch {
  private readonly wire: Wire;
  private readonly known = new Map<string, Known>();
  /** The level that an actor may reach, if it is known. */
  private readonly ceilings = new Map<string, number>();

  constructor(wire: Wire) {
    this.wire = wire;
  }

  take(step: CallStep, record: CallRecord): readonly Broken[] {
    const { op, outcome } = record;
    if (ENDINGS.test(op)) this.known.clear();
    if (outcome.kind !== 'returned') return [];
    if (op === 'world.observe') return this.look(step, record, outcome.value);
    if (op === 'kacs_create_session') return tooLow(outcome.value['id']);
    if (op === DUPLICATE || op === RESTRICT) this.derive(step, record, outcome.value);
    else if (step.as !== undefined) this.name(step, record, outcome.value, []);
    if (op === IMPERSONATE) this.takeOn(step, record);
    else if (/^(?:kacs_revert|kacs_impersonate_peer|world\.|raw\.)/.test(op)) {
      this.ceilings.delete(step.actor);
    }
    return [];
  }

  private name(
    { as = '' }: CallStep,
    { actor }: CallRecord,
    value: JsonObject,
    without: readonly Limit[],
  ): void {
    const { handle } = value;
    if (typeof handle !== 'number') return;
    this.known.set(`${as}.handle`, { actor, number: handle, without });
  }

  /** A copy has no privilege that the source had lost, and none that was asked to go. */
  private derive(step: CallStep, record: CallRecord, value: JsonObject): void {
    if (step.as === undefined) return;
    const { op } = record;
    const source = this.sourceOf(step, record);
    const limits: Limit[] = [...(source?.without ?? [])];
    const { present } = source ?? {};
    const keeps: ClauseId = op === DUPLICATE ? 'DU-029' : 'RS-004';
    if (present !== undefined) {
      limits.push({ forbidden: ALL_BITS & ~present, clause: keeps, op });
    }
    const named = record.args['privilegesToDelete'];
    if (op === RESTRICT && typeof named === 'string') {
      limits.push({ forbidden: BigInt(named), clause: 'RS-004', op });
    }
    this.name(step, record, value, limits);
  }

  /** With another actor, the same number may be another token. */
  private sourceOf({ args }: CallStep, { actor }: CallRecord): Known | undefined {
    const { ref = '' } = (args['token'] ?? {}) as { readonly ref?: string };
    const known = this.known.get(ref);
    return known?.actor === actor ? known : undefined;
  }

  private takeOn(step: CallStep, record: CallRecord): void {
    const level = this.sourceOf(step, record)?.level;
    if (level === undefined) this.ceilings.delete(step.actor);
    else this.ceilings.set(step.actor, level);
  }

  private look(step: CallStep, { actor }: CallRecord, value: JsonObject): readonly Broken[] {
    const names = (step.args['tokens'] ?? []) as readonly { readonly ref?: string }[];
    const shown = (value['tokens'] ?? []) as readonly JsonObject[];
    const broken: Broken[] = [];
    for (const [n, { ref = '' }] of names.entries()) {
      const token = this.known.get(ref);
      const classes = shown[n];
      if (token === undefined || token.actor !== actor || classes === undefined) continue;
      broken.push(...this.noUuid(classes));
      const present = this.presentOf(classes);
      const level = this.numberOf(classes, QUERY_CLASS.IMPERSONATION_LEVEL);
      broken.push(...excess(token, present));
      this.known.set(ref, {
        ...token,
        ...(present === undefined ? {} : { present }),
        ...(level === undefined ? {} : { level }),
      });
    }
    return [...broken, ...this.tooHigh(step.actor, value['effective'])];
  }

  private tooHigh(actor: string, effective: Json | undefined): readonly Broken[] {
    const ceiling = this.ceilings.get(actor);
    const classes = (effective ?? {}) as JsonObject;
    const level = this.numberOf(classes, QUERY_CLASS.IMPERSONATION_LEVEL);
    if (ceiling === undefined || level === undefined || level <= ceiling) return [];
    return [
      {
        op: IMPERSONATE,
        path: 'level of the thread',
        expected: 'at most that of the token',
        actual: 'a higher one',
        clauses: ['IM-014', 'IM-016'],
        explanation: `a token of level ${ceiling} was taken on, and the thread acts at ${level}`,
      },
    ];
  }

  /** No text says in which order the first three parts stand: the version is in byte 6 or 7. */
  private noUuid(classes: JsonObject): readonly Broken[] {
    const { identity } = this.valueOf(classes, QUERY_CLASS.STATISTICS);
    if (typeof identity !== 'string' || identity.length !== UUID_DIGITS) return [];
    if (UUID.test(identity)) return [];
    return [
      {
        op: 'world.observe',
        path: 'STATISTICS.identity',
        expected: 'a version-4 UUID',
        actual: 'something else',
        clauses: ['TC-030'],
        explanation: `the identity of a token is ${identity}, which is no version-4 UUID`,
      },
    ];
  }

  private presentOf(classes: JsonObject): bigint | undefined {
    const { present } = this.valueOf(classes, QUERY_CLASS.PRIVILEGES);
    return typeof present === 'string' ? BigInt(present) : undefined;
  }

  private numberOf(classes: JsonObject, number: number): number | undefined {
    const hex = classes[number];
    return typeof hex === 'string' && /^[0-9a-f]{8}$/.test(hex)
      ? Buffer.from(hex, 'hex').readUInt32LE()
      : undefined;
  }

  private valueOf(classes: JsonObject, number: number): JsonObject {
    const hex = classes[number];
    const value = typeof hex === 'string' ? decoded(this.wire, number, hex) : undefined;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : {};
  }
}

/** Ids below are for the sessions that the system makes itself. */
function tooLow(id: Json | undefined): readonly Broken[] {
  if (typeof id !== 'string' || !/^0x[0-9a-f]+$/.test(id) || BigInt(id) >= FIRST_ID) return [];
  return [
    {
      op: 'kacs_create_session',
      path: 'id',
      expected: `at least ${FIRST_ID}`,
      actual: 'a lower one',
      clauses: ['SE-026'],
      explanation: `a session that was made at run time got the id ${BigInt(id)}`,
    },
  ];
}

function excess({ without }: Known, present: bigint | undefined): readonly Broken[] {
  const limit = without.find(({ forbidden }) => ((present ?? 0n) & forbidden) !== 0n);
  if (limit === undefined) return [];
  const { forbidden, clause, op } = limit;
  const more = ((present ?? 0n) & forbidden).toString(16);
  return [
    {
      op,
      path: 'privileges of the copy',
      expected: 'none that the source did not have',
      actual: 'more',
      clauses: [clause],
      explanation: `the token that ${op} made has privileges that it must not have: 0x${more}`,
    },
  ];
}
