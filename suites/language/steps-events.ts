/** @module Builders of steps about the events that tell of the end of sessions. */
import { is } from './steps.js';
import { within5Seconds } from './steps-inspect.js';
import { asserts, control, type SuiteStep } from './suite.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';

/** From now on events are kept for the worker; must succeed. @public */
export function recordEvents(): SuiteStep {
  return control({ op: 'world.events', args: { action: 'open' } });
}

/** The events since the last time; paths are `destroyed.{s.id}.user_sid` and so on. @public */
export function drainEvents(as: string): SuiteStep {
  return { as, op: 'world.events', args: { action: 'drain' } };
}

/**
 * One event of the session bound to `session` comes within 5 seconds, and no second one. @public
 */
export function oneEvent(clause: ClauseId, session = 's'): readonly SuiteStep[] {
  const count = `destroyed.{${session}.id}.count`;
  return [
    within5Seconds(asserts(clause, drainEvents(`${session}Events`), is.equals(count, 1))),
    asserts(clause, drainEvents(`${session}Later`), is.equals(count, 0)),
  ];
}

/** No event of the session bound to `session` so far. @public */
export function noEvent(clause: ClauseId, as: string, session = 's'): SuiteStep {
  return asserts(clause, drainEvents(as), is.equals(`destroyed.{${session}.id}.count`, 0));
}
