/** @module The events about sessions that ended, by session (PSD-004 v0.20 §13.7). */
import type { Json, JsonObject } from '../program/program.js';

const TYPE = 'logon-session-destroyed';

/**
 * `{s.id}.user_sid` and the other keys of the payload of a session's last event, with `count`, the
 * number of its events; 0 for a session without. @internal
 */
export function destroyedSession(events: Json | undefined, id: string): JsonObject {
  const mine = (Array.isArray(events) ? (events as readonly Json[]) : [])
    .filter((event): event is JsonObject => typeof event === 'object' && event !== null)
    .filter(({ type }) => type === TYPE)
    .map(({ payload }) => payload as JsonObject)
    .filter((payload) => payload?.['session_id'] === id);
  return { ...mine.at(-1), count: mine.length };
}
