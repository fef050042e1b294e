/** @module Compares what both sides show of a token, query class by query class. */
import { QUERY_CLASS, QUERY_CLASS_NAMES } from '../../../reference/abi/numbers.js';
import { SID_TEXT } from '../../../reference/abi/well-known.js';
import type { Token } from '../../../reference/kernel/state.js';
import type { Profile } from '../../../reference/profiles/built-in.generated.js';
import { equalSid, parseSid, type Wire } from '../../../reference/wire/wire.js';
import { decoded, PAYLOAD_NAMES } from '../../judge/answers.js';
import type { Names } from '../../judge/names.js';
import type { Json, JsonObject } from '../../program/program.js';
import type { ModifiedIds } from './modified-ids.js';

/** A place where the two sides differ, in closed words, with the values for people. @internal */
export interface Mismatch {
  readonly path: string;
  readonly expected: string;
  readonly actual: string;
  /** The values, as far as they can be shown. */
  readonly detail: string;
  /** The query class that it is about. */
  readonly queryClass?: number;
  /** The token of the model that it is about. */
  readonly token?: Token;
  /** The handle through which it was seen. */
  readonly handle?: object;
}

/** What comparing needs. @internal */
export interface TokenComparing {
  readonly wire: Wire;
  readonly names: Names;
  readonly modifiedIds: ModifiedIds;
  /** Payloads that were read before, by class and bytes: most tokens show the same many times. */
  readonly payloads: Map<string, Json>;
}

const CLASS = QUERY_CLASS;
const ANONYMOUS = parseSid(SID_TEXT.ANONYMOUS);
/** `S-1-5-5-…`: authority 5, then 5. */
const LOGON_SID = '000000000005050000000';
/** What the rulings say of a stripped copy (R52); everything else of it is open. */
const STRIPPED: readonly number[] = [
  ...[CLASS.USER, CLASS.GROUPS, CLASS.PRIVILEGES, CLASS.TYPE, CLASS.INTEGRITY_LEVEL],
  ...[CLASS.RESTRICTED_SIDS, CLASS.DEVICE_GROUPS, CLASS.APPCONTAINER_SID, CLASS.CAPABILITIES],
  ...[CLASS.IMPERSONATION_LEVEL, CLASS.USER_CLAIMS, CLASS.DEVICE_CLAIMS, CLASS.STATISTICS],
];
const UNNUMBERED: readonly number[] = [
  ...[CLASS.USER_CLAIMS, CLASS.DEVICE_CLAIMS, CLASS.PROJECTED_SUPPLEMENTARY_GIDS],
];
const SHOWN_MAX = 160;

/** Whether the documents leave open what this class of the token shows. @internal */
export function isOpen(profile: Profile, token: Token, number: number): boolean {
  const { switches } = profile;
  if (number === CLASS.SOURCE && switches.R06 === 'kernel') return true;
  if (switches.R15 === '21' && UNNUMBERED.includes(number)) return true;
  const stripped = token.impersonationLevel === 0 && equalSid(token.userSid, ANONYMOUS);
  return stripped && !STRIPPED.includes(number);
}

/** Compares the payload of one class. @internal */
export function comparePayload(
  comparing: TokenComparing,
  token: Token,
  number: number,
  modelled: string,
  seen: string,
): Mismatch | undefined {
  const { wire, names } = comparing;
  if (isOpen(wire.profile, token, number)) return undefined;
  const name = QUERY_CLASS_NAMES.get(number) ?? 'payload';
  const statistics = number === CLASS.STATISTICS;
  if (!statistics && modelled === seen && !seen.includes(LOGON_SID)) return undefined;
  const expected = readPayload(comparing, number, modelled);
  const actual = readPayload(comparing, number, seen);
  if (typeof actual === 'string' && actual === seen && typeof expected !== 'string') {
    return mismatch(name, 'well-formed', 'malformed', modelled, seen, number, token);
  }
  const below = names.difference(expected, actual, PAYLOAD_NAMES);
  if (below !== undefined) {
    const words = below.endsWith('.length') ? lengthWords(expected, actual) : 'another value';
    return mismatch(`${name}${below}`, 'as the model', words, expected, actual, number, token);
  }
  const wrong = statistics ? wrongModifiedId(comparing, token, actual) : undefined;
  return wrong === undefined
    ? undefined
    : mismatch(
        `${name}.modifiedId`,
        'as the rules of order',
        wrong,
        expected,
        actual,
        number,
        token,
      );
}

function readPayload({ wire, payloads }: TokenComparing, number: number, bytes: string): Json {
  const key = `${number} ${bytes}`;
  let value = payloads.get(key);
  if (value === undefined) {
    value = decoded(wire, number, bytes);
    payloads.set(key, value);
  }
  return value;
}

/** Compares every class of an observed token. @internal */
export function compareClasses(
  comparing: TokenComparing,
  token: Token,
  modelled: JsonObject,
  seen: JsonObject,
): readonly Mismatch[] {
  const found: Mismatch[] = [];
  for (const [key, payload] of Object.entries(modelled)) {
    const number = Number(key);
    const shown = seen[key];
    const name = QUERY_CLASS_NAMES.get(number) ?? 'payload';
    if (typeof payload !== 'string') continue;
    if (typeof shown !== 'string') {
      if (isOpen(comparing.wire.profile, token, number)) continue;
      found.push(mismatch(name, 'answered', 'refused', payload, null, number, token));
      continue;
    }
    const one = comparePayload(comparing, token, number, payload, shown);
    if (one !== undefined) found.push(one);
  }
  return found;
}

function wrongModifiedId(
  { modifiedIds }: TokenComparing,
  token: Token,
  statistics: Json,
): string | undefined {
  const { modifiedId, identity } = statistics as JsonObject;
  if (typeof modifiedId !== 'string' || typeof identity !== 'string') return undefined;
  return modifiedIds.look(token, BigInt(modifiedId), identity);
}

function lengthWords(expected: Json, actual: Json): string {
  const [left, right] = [JSON.stringify(expected).length, JSON.stringify(actual).length];
  return right > left ? 'more' : 'fewer';
}

function mismatch(
  path: string,
  expected: string,
  actual: string,
  modelled: Json,
  seen: Json,
  queryClass: number,
  token: Token,
): Mismatch {
  const detail = `model ${shown(modelled)}, candidate ${shown(seen)}`;
  return { path, expected, actual, detail, queryClass, token };
}

/** A value for one line of text. @internal */
export function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}
