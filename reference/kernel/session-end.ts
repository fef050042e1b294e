/**
 * @module The end of a logon session, on request or with its last token, and the event that tells
 * of it (PSD-004 v0.20 §4.7, §13.7; v0.22 §13.8).
 */
import type { ClauseId } from '../abi/clause-id.generated.js';
import { toHex } from '../wire/hex.js';
import { sidBytes } from '../wire/wire.js';
import { formatBigint } from './arguments.js';
import type { Json } from './model.js';
import type { Session } from './state.js';
import type { World } from './world.js';

/** An event of the kernel's stream. @public */
export interface KernelEvent {
  readonly type: string;
  readonly payload: { readonly [key: string]: Json };
}

/** One thing that happens when a session ends. @public */
export interface SessionEndStep {
  readonly id: string;
  readonly clauses: readonly ClauseId[];
  apply(world: World, session: Session): void;
}

/** A key of the event's payload: numbers as `"0x…"`, bytes as hex, text as text. @public */
export interface EventKey {
  readonly key: string;
  readonly clauses: readonly ClauseId[];
  value(session: Session): Json;
}

/** @internal */
export const SESSION_EVENT: readonly EventKey[] = [
  { key: 'session_id', clauses: ['SE-020'], value: ({ id }) => formatBigint(id) },
  { key: 'user_sid', clauses: ['SE-032'], value: ({ userSid }) => toHex(sidBytes(userSid)) },
  {
    key: 'logon_type',
    clauses: ['SE-033'],
    value: ({ logonType }) => formatBigint(BigInt(logonType)),
  },
  {
    key: 'auth_package',
    clauses: ['SE-034'],
    value: ({ authPackage }) => new TextDecoder().decode(authPackage),
  },
  { key: 'created_at', clauses: ['SE-035'], value: ({ createdAt }) => formatBigint(createdAt) },
];

/** @internal */
export const SESSION_END: readonly SessionEndStep[] = [
  {
    id: 'unpublish',
    clauses: ['SE-007', 'SE-017'],
    apply: (world, { id }) => {
      world.sessions.delete(id);
    },
  },
  {
    id: 'emit-event',
    clauses: ['SE-019'],
    apply: (world, session) => emitDestroyed(world, session),
  },
];

/** Tells every recording that the session is gone. @internal */
export function emitDestroyed(world: World, session: Session): void {
  const payload: Record<string, Json> = {};
  for (const { key, clauses, value } of world.model.sessionEvent) {
    world.cite(clauses);
    payload[key] = value(session);
  }
  for (const events of world.recordings.values()) {
    events.push({ type: 'logon-session-destroyed', payload });
  }
}

/** The session ends. @internal */
export function endSession(world: World, session: Session): void {
  for (const step of world.model.sessionEnd) {
    world.cite(step.clauses);
    step.apply(world, session);
  }
}
