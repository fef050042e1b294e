/**
 * @module The quick comparison of the `wire` target: whether the two sides may differ at all. What
 * it lets through is equal; what it holds up is judged by the rules of the catalogue afterwards.
 */
import { QUERY_CLASS } from '../../../reference/abi/numbers.js';
import type { JsonObject } from '../../program/program.js';
import type { Side } from './lab.js';

type Classes = Readonly<Record<string, string>>;

/** Privileges without the mask of the used ones, of which no clause speaks. */
const PRIVILEGES_HEX = 48;
/** Statistics behind the identity: session, modification id, type, padding, expiration. */
const STATISTICS_TAIL_HEX = 64;

/** The name of the first class that may differ; undefined: both show the same. @internal */
export function tokenSuspicion(
  model: JsonObject,
  candidate: JsonObject,
  sides: { readonly model: Side; readonly candidate: Side },
): string | undefined {
  const expected = firstToken(model);
  const seen = firstToken(candidate);
  if (expected === undefined || seen === undefined) return 'tokens';
  for (const number of Object.keys(expected)) {
    const one = expected[number];
    const other = seen[number];
    if (one === other || one === undefined) continue;
    if (other === undefined || !same(Number(number), one, other, sides)) return number;
  }
  return undefined;
}

function firstToken(observation: JsonObject): Classes | undefined {
  const tokens = observation['tokens'];
  return Array.isArray(tokens) ? (tokens[0] as Classes | undefined) : undefined;
}

function same(
  number: number,
  expected: string,
  seen: string,
  { model, candidate }: { readonly model: Side; readonly candidate: Side },
): boolean {
  if (number === QUERY_CLASS.PRIVILEGES) {
    return (
      expected.length === seen.length &&
      expected.slice(0, PRIVILEGES_HEX) === seen.slice(0, PRIVILEGES_HEX)
    );
  }
  if (number === QUERY_CLASS.STATISTICS) {
    return statistics(expected) === statistics(seen).replace(candidate.sessionId, model.sessionId);
  }
  return seen.replaceAll(candidate.logonSid, model.logonSid) === expected;
}

/** Without identity and modification id. */
function statistics(payload: string): string {
  const tail = payload.slice(-STATISTICS_TAIL_HEX);
  return tail.slice(0, 16) + tail.slice(32);
}

const LINE = /^session_id=\d+ (.*?) created_at=\d+\n?$/;

/** Whether the listing says the same of a session, but for its id and time. @internal */
export function listingSuspicion(model: JsonObject, candidate: JsonObject): string | undefined {
  const [expected, seen] = [model['sessions'], candidate['sessions']];
  // A candidate without a listing shows none.
  if (seen === undefined) return undefined;
  if (!Array.isArray(expected) || !Array.isArray(seen)) return 'sessions';
  const text = (line: unknown): string => LINE.exec(String(line))?.[1] ?? `? ${String(line)}`;
  const equal =
    expected.length === seen.length &&
    expected.every((line, index) => text(line) === text(seen[index]));
  return equal ? undefined : 'sessions';
}
