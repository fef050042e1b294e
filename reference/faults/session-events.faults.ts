/** @module Faults of the event that tells of the end of a session. */
import type { ClauseId } from '../abi/clause-id.generated.js';
import { sidBytes } from '../wire/wire.js';
import { toHex } from '../wire/hex.js';
import type { DestroySessionContext } from '../kernel/calls/destroy-empty-session.js';
import { emitDestroyed } from '../kernel/session-end.js';
import type { Json } from '../kernel/model.js';
import type { Session } from '../kernel/state.js';
import type { World } from '../kernel/world.js';
import { all, changingWhenRefused, fault, otherEffect, type Change, type Fault } from './fault.js';

const DESTROY = 'kacs_destroy_empty_session';

/** Everything that is read off an event. */
const ANY_EVENT: readonly ClauseId[] = ['SE-019', 'SE-020', 'SE-032', 'SE-033', 'SE-034', 'SE-035'];

/** The step that tells of the end does something else. */
function telling(apply: (world: World, session: Session) => void): Change {
  return (model) => ({
    ...model,
    sessionEnd: model.sessionEnd.map((step) =>
      step.id === 'emit-event' ? { ...step, apply } : step,
    ),
  });
}

/** A key of the event has another value. */
function saying(key: string, value: (session: Session) => Json): Change {
  return (model) => {
    if (!model.sessionEvent.some((row) => row.key === key)) {
      throw new RangeError(`the event has no key ${key}`);
    }
    const sessionEvent = model.sessionEvent.map((row) =>
      row.key === key ? { ...row, value } : row,
    );
    return { ...model, sessionEvent };
  };
}

function swapped(value: bigint): string {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(value);
  return `0x${buffer.readBigUInt64BE().toString(16)}`;
}

const textOf = ({ authPackage }: Session): string => new TextDecoder().decode(authPackage);

/** @internal */
export const SESSION_EVENT_FAULTS: readonly Fault[] = [
  fault(
    'session-lifecycle/end-is-not-told',
    ANY_EVENT,
    telling(() => undefined),
  ),
  fault(
    'session-lifecycle/end-is-told-twice',
    ['SE-019', 'SE-020'],
    telling((world, session) => {
      emitDestroyed(world, session);
      emitDestroyed(world, session);
    }),
  ),
  fault(
    'session-lifecycle/only-destruction-is-told',
    'SE-019',
    all(
      telling(() => undefined),
      otherEffect<DestroySessionContext>(DESTROY, 'remove', ({ world, session }, original) => {
        original();
        if (session !== undefined) emitDestroyed(world, session);
      }),
    ),
  ),
  fault(
    'session-lifecycle/destruction-is-not-told',
    ['SE-019', 'SE-020', 'SE-032', 'SE-033', 'SE-034', 'SE-035'],
    otherEffect<DestroySessionContext>(DESTROY, 'remove', ({ world, id }) => {
      world.sessions.delete(id);
    }),
  ),
  fault(
    'session-lifecycle/refused-destruction-is-told',
    'SE-019',
    changingWhenRefused<DestroySessionContext>(DESTROY, 'empty', ({ world, session }) => {
      if (session !== undefined) emitDestroyed(world, session);
    }),
  ),
  fault(
    'session-lifecycle/event-id-in-network-order',
    ANY_EVENT,
    saying('session_id', ({ id }) => swapped(id)),
  ),
  fault(
    'session-lifecycle/event-user-is-system',
    'SE-032',
    saying('user_sid', () => '010100000000000512000000'),
  ),
  fault(
    'session-lifecycle/event-user-in-a-fixed-buffer',
    'SE-032',
    saying('user_sid', ({ userSid }) => toHex(sidBytes(userSid)).slice(0, 2 * 28)),
  ),
  fault(
    'session-lifecycle/event-type-is-interactive',
    'SE-033',
    saying('logon_type', () => '0x2'),
  ),
  fault(
    'session-lifecycle/event-package-in-a-fixed-buffer',
    'SE-034',
    saying('auth_package', (session) => textOf(session).slice(0, 255)),
  ),
  fault(
    'session-lifecycle/event-package-is-ascii',
    'SE-034',
    saying('auth_package', (session) => textOf(session).replace(/[^\x20-\x7e]/g, '?')),
  ),
  fault(
    'session-lifecycle/event-package-is-always-negotiate',
    'SE-034',
    saying('auth_package', () => 'Negotiate'),
  ),
  fault(
    'session-lifecycle/event-time-is-not-set',
    'SE-035',
    saying('created_at', () => '0x0'),
  ),
  fault(
    'session-lifecycle/event-time-is-that-of-the-end',
    'SE-035',
    telling((world, session) => {
      emitDestroyed(world, { ...session, createdAt: world.clock });
    }),
  ),
];
