/**
 * @module Compares the lines that both sides show for the sessions of a program. Lines of sessions
 * that the program knows nothing of are left alone.
 */
import { toHex } from '../../../reference/wire/hex.js';
import { parseListing } from '../../judge/listing.js';
import type { Names } from '../../judge/names.js';
import type { Json, JsonObject } from '../../program/program.js';

/** What is wrong with a listing: a path, and closed words. @internal */
export interface ListingFault {
  readonly path: string;
  readonly expected: string;
  readonly actual: string;
}

/** A line as the listing page has it; a later kernel may put fields behind it (SL-020). */
const LINE = new RegExp(
  '^session_id=\\d+ user_sid=[0-9a-f]+ logon_type=\\d+ auth_package=(?:[0-9a-f]{2})* ' +
    'created_at=\\d+(?: [a-z_]+=\\S*)*$',
);
const SAME: readonly string[] = ['user_sid', 'logon_type', 'auth_package'];

/**
 * The model gives sessions of programs ids from here on. The kernel's own it makes when it needs
 * them; a system may have them earlier.
 */
const FIRST_OWN = 1000n;

type Lines = Readonly<Record<string, JsonObject>>;

/** The lines that an observation gave, as the bytes of a listing. @internal */
export function asListing(lines: Json | undefined): string | undefined {
  if (!Array.isArray(lines)) return undefined;
  const text = (lines as readonly Json[])
    .map((line) => String(line).replace(/\n?$/, '\n'))
    .join('');
  return toHex(new TextEncoder().encode(text));
}

/**
 * Compares two listings, hex. `whole`: the candidate's is the text of the node, so that what the
 * model does not list must not be there, and its form counts. `created`: times seen so far.
 * @internal
 */
export function compareListings(
  names: Names,
  modelled: string,
  seen: string,
  whole: boolean,
  created: Map<string, string>,
): ListingFault | undefined {
  const parsed = parseListing(seen);
  const ours = parseListing(modelled)['byId'] as Lines;
  const theirs = parsed['byId'] as Lines;
  const known = new Map(
    names.entries().flatMap(([there, here]) => {
      const [kind, id = ''] = there.split(' ');
      return kind === 'session' ? [[id, here] as const] : [];
    }),
  );
  if (whole && parsed['validUtf8'] !== true) return formFault('not UTF-8');
  if (whole && seen !== '' && !seen.endsWith('0a')) return formFault('no newline at the end');
  for (const [id, other] of known) {
    const [line, shown] = [ours[id], theirs[other]];
    if (line === undefined || shown === undefined) {
      if (line === undefined && BigInt(id) < FIRST_OWN) continue;
      if (line === shown || (line === undefined && !whole)) continue;
      return line === undefined
        ? { path: 'sessions', expected: 'not listed', actual: 'listed' }
        : { path: 'sessions', expected: 'listed', actual: 'not listed' };
    }
    if (whole && shown['count'] !== 1)
      return { path: 'sessions', expected: 'one line', actual: 'more' };
    const wrong = SAME.find((name) => line[name] !== shown[name]);
    if (wrong !== undefined) {
      return { path: `sessions[].${wrong}`, expected: 'as created', actual: 'another' };
    }
  }
  const mine = new Set(known.values());
  if (whole && malformedLine(parsed['lines'] as readonly string[], mine)) {
    return formFault('another form');
  }
  return changedTime(mine, theirs, created) ?? timesFault([...known], ours, theirs);
}

/** A session was created once; `created` is what was shown of that before. */
function changedTime(
  mine: ReadonlySet<string>,
  theirs: Lines,
  created: Map<string, string>,
): ListingFault | undefined {
  for (const id of mine) {
    const time = theirs[id]?.['created_at'];
    if (typeof time !== 'string') continue;
    const before = created.get(id);
    created.set(id, time);
    if (before === undefined || before === time) continue;
    return { path: 'sessions[].created_at', expected: 'as before', actual: 'another' };
  }
  return undefined;
}

function formFault(actual: string): ListingFault {
  return { path: 'sessions[]', expected: 'the form of a line', actual };
}

/** Foreign lines may be as they like; a line whose id cannot be read may be ours. */
function malformedLine(lines: readonly string[], mine: ReadonlySet<string>): boolean {
  return lines.some((line) => {
    if (LINE.test(line)) return false;
    const id = /session_id=(\d+)/.exec(line)?.[1];
    return id === undefined || mine.has(`0x${BigInt(id).toString(16)}`);
  });
}

/** Creation times do not decrease in the order of creation (ruling R82). */
function timesFault(
  known: readonly (readonly [string, string])[],
  ours: Lines,
  theirs: Lines,
): ListingFault | undefined {
  const times = known.flatMap(([id, other]) => {
    if (BigInt(id) < FIRST_OWN) return [];
    const [there, here] = [ours[id]?.['created_at'], theirs[other]?.['created_at']];
    return typeof there === 'string' && typeof here === 'string'
      ? [[BigInt(there), BigInt(here)] as const]
      : [];
  });
  const wrong = times.some(([a, x]) => times.some(([b, y]) => a < b && x > y));
  return wrong
    ? { path: 'sessions[].created_at', expected: 'in order of creation', actual: 'decreasing' }
    : undefined;
}
