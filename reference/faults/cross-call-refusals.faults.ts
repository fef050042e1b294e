/** @module Faults of calls that fail and leave something behind, and of queries in two calls. */
import type { ClauseId } from '../abi/clause-id.generated.js';
import type { CreateTokenContext } from '../kernel/calls/create-token.js';
import { tokenOf, type HandleContext } from '../kernel/calls/handle-checks.js';
import type { LinkContext } from '../kernel/calls/link-tokens.js';
import type { OpenTokenContext } from '../kernel/calls/open-token.js';
import type { QueryContext } from '../kernel/calls/query.js';
import { defaultProcessSd } from '../kernel/default-sd.js';
import type { CallContext } from '../kernel/model.js';
import type { Token } from '../kernel/state.js';
import { bumpModifiedId } from '../kernel/token.js';
import { retain } from '../kernel/world.js';
import { Beside, CALL } from './cross-call.js';
import {
  all,
  changingWhenRefused,
  fault,
  otherEffect,
  otherResult,
  weakerCheck,
  type Change,
  type Fault,
} from './fault.js';

/** Refused by this check, the call does what one of its effects does when it is not refused. */
function doneNevertheless(call: string, check: string, effect: string): Change {
  return (model) => {
    const row = model.calls.get(call)?.effects.find(({ id }) => id === effect);
    if (row === undefined) throw new RangeError(`${call} has no effect ${effect}`);
    return changingWhenRefused<CallContext>(call, check, (c) => row.apply(c))(model);
  };
}

/** Refused by this check, the call forgets to give back the token that it took hold of. */
function keepingTheToken(call: string, check: string): Change {
  return changingWhenRefused<HandleContext>(call, check, (c) => {
    if (c.handle !== undefined) retain(c.handle.token);
  });
}

const NEVERTHELESS: readonly (readonly [
  slug: string,
  call: string,
  check: string,
  effect: string,
  breaks: ClauseId,
])[] = [
  ['privileges-adjusted', CALL.PRIVS, 'right', 'apply-entries', 'AP-008'],
  ['groups-adjusted', CALL.GROUPS, 'right', 'apply-entries', 'AG-014'],
  ['groups-reset', CALL.GROUPS, 'right', 'reset', 'AG-014'],
  ['owner-moved', CALL.DEFAULT, 'right', 'owner', 'AD-011'],
  ['default-dacl-replaced', CALL.DEFAULT, 'right', 'dacl', 'AD-011'],
  ['session-number-set', CALL.SESSIONID, 'privilege', 'set', 'AS-004'],
  ['session-number-set-without-the-right', CALL.SESSIONID, 'right', 'set', 'AS-003'],
  ['primary-token-replaced', CALL.INSTALL, 'privilege', 'replace-primary', 'IN-007'],
  ['credentials-projected', CALL.INSTALL, 'privilege', 'project-credentials', 'IN-007'],
  ['impersonation-token-projected', CALL.INSTALL, 'type', 'project-credentials', 'IN-002'],
  ['pair-of-two-sessions-registered', CALL.LINK, 'session', 'register', 'LK-005'],
  ['elevated-type-set', CALL.LINK, 'session', 'elevated-type', 'LK-018'],
  ['filtered-type-set', CALL.LINK, 'session', 'filtered-type', 'LK-018'],
  ['elevated-type-set-without-privilege', CALL.LINK, 'privilege', 'elevated-type', 'LK-018'],
];

/** Calls whose refusal counts as a change of the token. */
const BUMPED: readonly (readonly [slug: string, call: string, check: string, ClauseId])[] = [
  ['privileges', CALL.PRIVS, 'absent', 'AP-012'],
  ['groups', CALL.GROUPS, 'mandatory', 'AG-004'],
  ['default', CALL.DEFAULT, 'owner-attribute', 'AD-012'],
  ['session-id', CALL.SESSIONID, 'privilege', 'AS-004'],
];

const LEAKS: readonly (readonly [slug: string, call: string, check: string])[] = [
  ['duplicate', CALL.DUPLICATE, 'escalation'],
  ['restrict', CALL.RESTRICT, 'flags'],
  ['impersonate', CALL.IMPERSONATE, 'type'],
  ['install', CALL.INSTALL, 'type'],
  ['query', CALL.QUERY, 'class'],
  ['adjust-privileges', CALL.PRIVS, 'count-zero'],
];

/** The sizes that sizing calls reported, by class. */
const SIZES = new Beside<Token, Map<number, number>>(() => new Map<number, number>());
/** Payloads, by class and modification id. */
const PAYLOADS = new Beside<Token, Map<string, Uint8Array>>(() => new Map<string, Uint8Array>());

/** A fill writes no more than the sizing call before it announced. */
const CUT_TO_SIZING = otherEffect<QueryContext>(CALL.QUERY, 'write-payload', (c, original) => {
  original();
  const sizes = SIZES.of(tokenOf(c));
  if (c.sizing) sizes.set(c.class, c.reported);
  else {
    c.written = c.written.subarray(0, sizes.get(c.class));
    c.reported = c.written.length;
  }
});

/** A fill is measured by what the sizing call announced. */
const MEASURED_BY_SIZING = all(
  CUT_TO_SIZING,
  weakerCheck<QueryContext>(
    CALL.QUERY,
    'capacity',
    (c) => SIZES.of(tokenOf(c)).get(c.class) === c.capacity,
  ),
);

/** A payload is made once for each modification id. */
const KEPT_BY_MODIFICATION_ID = otherEffect<QueryContext>(
  CALL.QUERY,
  'write-payload',
  (c, original) => {
    original();
    if (c.sizing) return;
    const key = `${c.class} ${tokenOf(c).modifiedId}`;
    const payloads = PAYLOADS.of(tokenOf(c));
    const known = payloads.get(key);
    if (known === undefined) payloads.set(key, c.written);
    else c.written = known;
  },
);

/** @public */
export const CROSS_CALL_REFUSAL_FAULTS: readonly Fault[] = [
  ...NEVERTHELESS.map(([slug, call, check, effect, breaks]) =>
    fault(`cross-call/${slug}-although-refused`, breaks, doneNevertheless(call, check, effect)),
  ),
  fault(
    'cross-call/process-sd-rebuilt-although-refused',
    'IN-007',
    changingWhenRefused<HandleContext>(CALL.INSTALL, 'privilege', (c) => {
      c.thread.process.sd = defaultProcessSd(tokenOf(c), tokenOf(c));
    }),
  ),
  ...BUMPED.map(([slug, call, check, breaks]) =>
    fault(
      `cross-call/refused-adjust-${slug}-counts-as-a-change`,
      breaks,
      changingWhenRefused<HandleContext>(call, check, (c) => bumpModifiedId(tokenOf(c))),
    ),
  ),
  ...LEAKS.map(([slug, call, check]) =>
    fault(`cross-call/refused-${slug}-keeps-the-token`, 'SE-017', keepingTheToken(call, check)),
  ),
  fault(
    'cross-call/refused-open-keeps-the-token',
    'SE-017',
    changingWhenRefused<OpenTokenContext>('kacs_open_process_token', 'token-sd', ({ token }) => {
      if (token !== undefined) retain(token);
    }),
  ),
  fault(
    'cross-call/refused-link-keeps-its-operands',
    'SE-017',
    changingWhenRefused<LinkContext>(CALL.LINK, 'type', ({ elevated, filtered }) => {
      for (const operand of [elevated, filtered]) {
        if (operand !== undefined) retain(operand.token);
      }
    }),
  ),
  fault(
    'cross-call/refused-token-stays-counted',
    'SE-007',
    // Of several defects only, lest every case of a malformed spec show it.
    changingWhenRefused<CreateTokenContext>(CALL.CREATE_TOKEN, 'spec', ({ session, issues }) => {
      if (session !== undefined && issues.length === 3) session.liveTokens += 1;
    }),
  ),
  fault('cross-call/fill-cut-to-the-size-announced', 'IQ-014', CUT_TO_SIZING),
  fault('cross-call/fill-measured-by-the-size-announced', 'IQ-042', MEASURED_BY_SIZING),
  fault(
    'cross-call/payload-kept-by-modification-id',
    ['LK-009', 'LK-010'],
    KEPT_BY_MODIFICATION_ID,
  ),
  fault('cross-call/needed-size-left-out-on-later-refusals', 'IQ-043', (model) => {
    const call = model.calls.get(CALL.QUERY);
    if (call === undefined) throw new RangeError('the model has no QUERY');
    const asked = new Beside<Token, Set<number>>(() => new Set<number>());
    const refusalOutput: typeof call.refusalOutput = (context, check) => {
      const c = context as QueryContext;
      const classes = asked.of(tokenOf(c));
      if (check.id === 'capacity' && classes.has(c.class)) return { length: 0, intact: true };
      classes.add(c.class);
      return call.refusalOutput?.(context, check);
    };
    return { ...model, calls: new Map(model.calls).set(CALL.QUERY, { ...call, refusalOutput }) };
  }),
  fault(
    'cross-call/sizing-call-answers-with-the-last-size',
    'IQ-003',
    otherResult<QueryContext>(CALL.QUERY, (result, c) => {
      const sizes = SIZES.of(tokenOf(c));
      const last = sizes.get(c.class) ?? c.reported;
      sizes.set(c.class, last);
      return c.sizing ? { ...result, length: last } : result;
    }),
  ),
];
