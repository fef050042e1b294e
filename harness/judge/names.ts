/**
 * @module Names that each side gives by itself (ids, handles, actors): a candidate's are matched
 * to the model's one to one, as they appear.
 */
import type { Json, JsonObject } from '../program/program.js';

/** What the values under some keys name; all other values have to be equal. @internal */
export type NameKinds = Readonly<Record<string, string>>;

/** What no clause fixes: when privileges are marked as used, how a modification id goes on. */
const LEFT_OUT: readonly string[] = ['used', 'modifiedId'];

const LOGON_SID = /^S-1-5-5-(\d{1,10})-(\d{1,10})$/;

/** Pairs of names, one to one within what they name. @internal */
export class Names {
  private readonly forth: Map<string, string>;
  private readonly back: Map<string, string>;

  constructor(other?: Names) {
    this.forth = new Map(other?.forth);
    this.back = new Map(other?.back);
  }

  /** Whether the two may be the same thing; from then on they are. */
  pair(kind: string, modelled: string, seen: string): boolean {
    const [there, here] = [`${kind} ${modelled}`, `${kind} ${seen}`];
    const [known, taken] = [this.forth.get(there), this.back.get(here)];
    if (known !== undefined || taken !== undefined) return known === seen && taken === modelled;
    this.forth.set(there, seen);
    this.back.set(here, modelled);
    return true;
  }

  /** The thing is gone: both sides may use its name again. */
  drop(kind: string, modelled: string): void {
    const seen = this.forth.get(`${kind} ${modelled}`);
    this.forth.delete(`${kind} ${modelled}`);
    if (seen !== undefined) this.back.delete(`${kind} ${seen}`);
  }

  /** What the candidate calls a thing of the model. */
  seenFor(kind: string, modelled: string): string | undefined {
    return this.forth.get(`${kind} ${modelled}`);
  }

  /** All pairs, for comparing states. */
  entries(): readonly (readonly [string, string])[] {
    return [...this.forth].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Whether two values are equal but for names that pair up. */
  match(modelled: Json, seen: Json, kinds: NameKinds, key = ''): boolean {
    return this.difference(modelled, seen, kinds, key) === undefined;
  }

  /**
   * Where two values differ first, names that pair up aside: `[].attributes`, `.length`, `` for
   * the values themselves; undefined if nowhere.
   */
  difference(modelled: Json, seen: Json, kinds: NameKinds, key = ''): string | undefined {
    if (LEFT_OUT.includes(key)) return undefined;
    if (isScalar(modelled) && isScalar(seen)) {
      return this.matchScalar(modelled, seen, kinds[key]) ? undefined : '';
    }
    if (Array.isArray(modelled) && Array.isArray(seen)) {
      const [left, right] = [modelled as readonly Json[], seen as readonly Json[]];
      if (left.length !== right.length) return '.length';
      for (const [n, item] of left.entries()) {
        const below = this.difference(item, right[n] ?? null, kinds);
        if (below !== undefined) return `[]${below}`;
      }
      return undefined;
    }
    if (!isObject(modelled) || !isObject(seen)) return '';
    return this.differenceOfObjects(modelled, seen, kinds);
  }

  private differenceOfObjects(
    modelled: JsonObject,
    seen: JsonObject,
    kinds: NameKinds,
  ): string | undefined {
    const keys = Object.keys(modelled);
    if (keys.length !== Object.keys(seen).length) return '';
    for (const name of keys) {
      const [left, right] = [modelled[name], seen[name]];
      if (left === undefined || right === undefined) return `.${name}`;
      const below = this.difference(left, right, kinds, name);
      if (below !== undefined) return `.${name}${below}`;
    }
    return undefined;
  }

  private matchScalar(modelled: Scalar, seen: Scalar, kind: string | undefined): boolean {
    if (kind !== undefined) return this.pair(kind, String(modelled), String(seen));
    const [there, here] = [sessionOf(modelled), sessionOf(seen)];
    if (there !== undefined && here !== undefined) return this.pair('session', there, here);
    // A spec may have put the id of a session into any field.
    return modelled === seen || this.forth.get(`session ${String(modelled)}`) === seen;
  }
}

type Scalar = null | boolean | number | string;

function isScalar(value: Json): value is Scalar {
  return typeof value !== 'object' || value === null;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The session that a logon SID names (ruling R97). */
function sessionOf(value: Json): string | undefined {
  const [, high, low] = (typeof value === 'string' ? LOGON_SID.exec(value) : null) ?? [];
  if (high === undefined || low === undefined) return undefined;
  return `0x${((BigInt(high) << 32n) | BigInt(low)).toString(16)}`;
}
