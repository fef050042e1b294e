/** @module Compares two observations: what changed that should not have. */
import { QUERY_CLASS as CLASS, QUERY_CLASS_NAMES } from '../../reference/abi/numbers.js';
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import type { JsonObject } from '../program/program.js';
import type { Effects } from './effects.js';

/** The value of a `world.observe`. @internal */
export interface Observation {
  readonly tokens: readonly Classes[];
  readonly effective: Classes;
  readonly handles: readonly number[];
  readonly sessions?: readonly string[];
}

type Classes = Readonly<Record<string, string>>;

/** @internal */
export interface Change {
  /** `token 0`, `effective token`, `handles`. */
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** @internal */
export function asObservation(value: JsonObject): Observation {
  return value as unknown as Observation;
}

/** What may differ between two observations. @internal */
export interface Allowance {
  readonly effects: Effects;
  /** The observed payloads of the token that the call names, before it. */
  readonly target?: Classes;
  /** The number of the used-up or made handle does not matter, their count does. */
  readonly profile: Profile;
}

/** The changes that the allowance does not cover. @internal */
export function changesBetween(
  before: Observation,
  after: Observation,
  allowance: Allowance,
): readonly Change[] {
  const changes: Change[] = [];
  const identity = identityOf(allowance.target, allowance.profile);
  const compare = (what: string, was: Classes, now: Classes, everything: boolean): void => {
    if (everything) return;
    const same = identity !== undefined && identityOf(was, allowance.profile) === identity;
    const { token = [], anyToken = [] } = allowance.effects;
    const allowed = same ? [...token, ...anyToken] : anyToken;
    changes.push(...classChanges(what, was, now, allowed));
  };
  before.tokens.forEach((was, n) => {
    const now = after.tokens[n];
    if (now !== undefined) compare(`token ${n + 1}`, was, now, false);
  });
  compare(
    'effective token',
    before.effective,
    after.effective,
    allowance.effects.effective === true,
  );
  const expectedHandles = before.handles.length + (allowance.effects.handles ?? 0);
  if (after.handles.length !== expectedHandles) {
    changes.push({
      what: 'open handles',
      before: `${before.handles.length} (${before.handles.join(' ')})`,
      after: `${after.handles.length} (${after.handles.join(' ')}), expected ${expectedHandles}`,
    });
  }
  return changes;
}

function classChanges(
  what: string,
  was: Classes,
  now: Classes,
  allowed: readonly number[],
): Change[] {
  const changes: Change[] = [];
  for (const number of new Set([...Object.keys(was), ...Object.keys(now)])) {
    if (allowed.includes(Number(number))) continue;
    const before = comparable(number, was[number]);
    const after = comparable(number, now[number]);
    if (before === after) continue;
    const name = QUERY_CLASS_NAMES.get(Number(number)) ?? `class ${number}`;
    changes.push({ what: `${name} of ${what}`, before, after });
  }
  return changes;
}

/** The `used` privileges are left out: no clause says when a call marks them (contracts). */
function comparable(number: string, payload: string | undefined): string {
  if (payload === undefined) return 'refused';
  return Number(number) === CLASS.PRIVILEGES && payload.length === 64
    ? payload.slice(0, 48)
    : payload;
}

/** The bytes that name a token: an 8-byte LUID or a 16-byte GUID, by the size of the payload. */
function identityOf(classes: Classes | undefined, profile: Profile): string | undefined {
  const statistics = classes?.[CLASS.STATISTICS];
  if (statistics === undefined) return undefined;
  const bytes = profile.abi.tokenIdentityBytes ?? (statistics.length === 96 ? 16 : 8);
  return statistics.slice(0, bytes * 2);
}
