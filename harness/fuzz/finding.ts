/**
 * @module Findings: what a campaign found, one file each, and the signature by which two findings
 * are the same. The file alone is enough to replay it.
 */
import { createHash } from 'node:crypto';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { Program } from '../program/program.js';
import type { HexDump } from '../report.js';
import type { Blame, Difference, FindingKind, StepPair, TargetName } from './target.js';

/** @internal */
export const FINDING_SCHEMA = 'https://kacs-conformance.invalid/schemas/finding-1.json';

/** How often a finding came back. @public */
export interface ReplayRate {
  readonly times: number;
  /** How many of them had the same signature. */
  readonly same: number;
}

/** The file `findings/<signature>/finding.json`. @public */
export interface Finding {
  readonly schema: typeof FINDING_SCHEMA;
  readonly signature: string;
  readonly kind: FindingKind;
  readonly target: TargetName;
  /** What differed: the call, the field, the clauses, the closed words. */
  readonly op: string;
  readonly path: string;
  readonly expected: string;
  readonly actual: string;
  readonly clauses: readonly ClauseId[];
  /** In words: what was done, expected and seen, and which clause says so. */
  readonly explanation: string;
  readonly profile: string;
  /** The whole of a profile that is not built in, so that the file alone is enough. */
  readonly profileFile?: Readonly<Record<string, unknown>>;
  readonly adapter: string;
  readonly candidate: {
    readonly name: string;
    readonly version: string;
    readonly digest?: string;
    /** What a guest was made from: digests, command line, by name. */
    readonly origin?: Readonly<Record<string, string>>;
  };
  /** The last that it said (console, standard error) where it went down; to be escaped. */
  readonly diagnostics?: string;
  readonly seed: number;
  /** Number of the input in its campaign. */
  readonly execution: number;
  /** Calls of the Program, without those that set up and take down. */
  readonly steps: number;
  readonly minimised: boolean;
  readonly program: Program;
  /** Index of the step that differed. */
  readonly step: number;
  /** Both outcomes, step by step. */
  readonly outcomes: readonly StepPair[];
  /** The bytes of the call that differed, with the field of each. */
  readonly dumps: readonly HexDump[];
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** How often the campaign met it. */
  readonly count: number;
  readonly replay: ReplayRate;
  /** The reason, if it is waived. */
  readonly waived?: string;
  readonly digests: { readonly catalogue: string; readonly rulings: string };
}

/** What makes two findings the same. @internal */
export type SignatureParts = Pick<
  Difference,
  'kind' | 'op' | 'path' | 'expected' | 'actual' | 'clauses'
>;

const HASH_DIGITS = 8;

/**
 * The signature: `mismatch-create-token-outcome-TH-011-1f2e3d4c`. What differed, where, and which
 * clauses; never bytes, ids or numbers. A name of a folder. @public
 */
export function signatureOf(parts: SignatureParts): string {
  const { kind, op, path, expected, actual } = parts;
  const clauses = [...new Set(parts.clauses)].sort();
  const all = [kind, op, path, expected, actual, ...clauses].join('\0');
  const hash = createHash('sha256').update(all).digest('hex').slice(0, HASH_DIGITS);
  const first = clauses[0] === undefined ? [] : [clauses[0]];
  return [kind, slug(op.replace(/^(?:kacs_|KACS_IOC_|world\.)/, '')), slug(path), ...first, hash]
    .filter((part) => part !== '')
    .join('-');
}

/** What a target puts behind the path of the judge when it knows more closely where it is. */
const LOCATED = /^outcome of .*$/;

/** The signature as the judge gives it, before a target has located the difference. @internal */
export function judgedSignature(parts: SignatureParts): string {
  return signatureOf({ ...parts, path: parts.path.replace(LOCATED, 'outcome') });
}

/** The difference as the doing of one call. @internal */
export function blamedOn(difference: Difference, { op, refused, clauses }: Blame): Difference {
  const { blame: _, ...rest } = difference;
  return {
    ...rest,
    op,
    expected: refused ? UNCHANGED : rest.expected,
    clauses: [...new Set([...clauses, ...rest.clauses])],
    explanation: `behind ${op}${refused ? ', refused' : ''}: ${rest.explanation}`,
  };
}

const UNCHANGED = 'unchanged by a refusal';

/** The signature as it was seen, and those that it has as the doing of each call behind it. */
function namesOf(difference: Difference): readonly string[] {
  const behind = (difference.blame ?? []).map((one) => signatureOf(blamedOn(difference, one)));
  return [signatureOf(difference), ...behind];
}

/** @internal */
export function hasSignature(difference: Difference, signature: string): boolean {
  return namesOf(difference).includes(signature);
}

/**
 * The signature by which a difference is known, if it is. `wanted` is what is looked for: known or
 * not, it is no reason to pass anything over. @internal
 */
export function knownAs(
  known: ReadonlySet<string>,
  difference: Difference,
  wanted?: string,
): string | undefined {
  const [seen = '', ...behind] = namesOf(difference);
  if (wanted !== undefined && behind.includes(wanted)) return undefined;
  return (
    behind.find((one) => known.has(one)) ?? (seen !== wanted && known.has(seen) ? seen : undefined)
  );
}

const SLUG_MAX = 40;

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, SLUG_MAX);
}
