/** @module One input on one side: created, read back if it was accepted, and let go again. */
import type { ClauseId } from '../../../reference/abi/clause-id.generated.js';
import type { JsonObject, Outcome } from '../../program/program.js';
import type { Decoded } from '../../../reference/wire/wire.js';
import { sideOfSession, specFor, type Lab, type Side } from './lab.js';
import { listingSuspicion, tokenSuspicion } from './screen.js';
import type { WireInput } from './wire-input.js';

/** What a side did with an input. @internal */
export interface Tried {
  readonly outcome: Outcome;
  /** The call that took the candidate down. */
  readonly died?: string;
  /** The observation of the token. */
  readonly seen?: JsonObject;
  /** The observation of the session. */
  readonly listed?: JsonObject;
  /** The session of a session record. */
  readonly side?: Side;
  readonly calls: number;
  readonly cited: ReadonlySet<ClauseId>;
  /** Only of the model: the spec of the input as it read it. */
  readonly read: Decoded;
}

const NONE: ReadonlySet<ClauseId> = new Set();
const UNREAD: Decoded = { value: undefined, issues: [] };

/** Tries an input; `anchor` is a plain token spec for sessions. @internal */
export function tryInput(side: Side, input: WireInput, anchor: WireInput): Promise<Tried> {
  return input.structure === 'TOKEN_SPEC' ? tryToken(side, input) : trySession(side, input, anchor);
}

async function tryToken(side: Side, input: WireInput): Promise<Tried> {
  const { actor, call } = side;
  const outcome = await call('kacs_create_token', { actor, spec: specFor(input, side) });
  const { cited = NONE, read = UNREAD } = outcome;
  if (outcome.kind !== 'returned')
    return { outcome, died: 'kacs_create_token', calls: 1, cited, read };
  const handle = outcome.value['handle'] ?? null;
  const seen = await call('world.observe', { actor, tokens: [handle] });
  const closed = await call('world.close', { actor, handle });
  if (isDeath(seen)) return { outcome: seen, died: 'world.observe', calls: 3, cited, read };
  if (isDeath(closed)) return { outcome: closed, died: 'world.close', calls: 3, cited, read };
  return {
    outcome,
    calls: 3,
    cited,
    read,
    ...(seen.kind === 'returned' ? { seen: seen.value } : {}),
  };
}

async function trySession(side: Side, input: WireInput, anchor: WireInput): Promise<Tried> {
  const { actor, call } = side;
  const outcome = await call('kacs_create_session', { actor, spec: specFor(input, side) });
  const { cited = NONE, read = UNREAD } = outcome;
  if (outcome.kind !== 'returned')
    return { outcome, died: 'kacs_create_session', calls: 1, cited, read };
  const id = outcome.value['id'] ?? null;
  const own = sideOfSession(side, outcome.value);
  const listed = await call('world.observe', { actor, tokens: [], sessions: [id] });
  const token = await tryToken(own, anchor);
  // It may have gone with its last token (ruling R71).
  const gone = await call('kacs_destroy_empty_session', { actor, id });
  const deaths = [
    { outcome: listed, died: 'world.observe' },
    { outcome: token.outcome, died: token.died ?? 'kacs_create_token' },
    { outcome: gone, died: 'kacs_destroy_empty_session' },
  ];
  const death = deaths.find((one) => isDeath(one.outcome));
  return {
    outcome,
    ...death,
    calls: token.calls + 3,
    cited: new Set([...cited, ...token.cited]),
    read,
    side: own,
    ...(token.seen === undefined ? {} : { seen: token.seen }),
    ...(listed.kind === 'returned' ? { listed: listed.value } : {}),
  };
}

/** Whether the candidate did not survive the call. @internal */
export function isDeath({ kind }: Outcome): boolean {
  return kind === 'crashed' || kind === 'timedOut';
}

/** In which way the two sides may differ; undefined: they do not. @internal */
export function suspicionOf(expected: Tried, seen: Tried, lab: Lab): string | undefined {
  const [one, other] = [expected.outcome, seen.outcome];
  if (one.kind !== other.kind) return `${one.kind} ${other.kind}`;
  if (one.kind === 'refused' && other.kind === 'refused') {
    return one.errno === other.errno ? undefined : `${one.errno} ${other.errno}`;
  }
  if (one.kind !== 'returned') return undefined;
  if (expected.listed !== undefined && seen.listed !== undefined) {
    const suspicion = listingSuspicion(expected.listed, seen.listed);
    if (suspicion !== undefined) return suspicion;
  }
  if (expected.seen === undefined || seen.seen === undefined) return 'not read back';
  const sides = { model: expected.side ?? lab.model, candidate: seen.side ?? lab.candidate };
  return tokenSuspicion(expected.seen, seen.seen, sides);
}
