/** @module Faults of the session record. */
import type { CreateSessionContext } from '../kernel/calls/create-session.js';
import { fault, otherPayload, refusing, ruleDropped, type Fault } from './fault.js';
import type { ClauseId } from '../abi/clause-id.generated.js';

const ACCEPTED_TYPES: readonly (readonly [number, ClauseId])[] = [
  [2, 'SS-003'],
  [3, 'SS-004'],
  [4, 'SS-005'],
  [5, 'SS-006'],
  [8, 'SS-007'],
  [9, 'SS-008'],
];

/** @internal */
export const SESSION_SPEC_FAULTS: readonly Fault[] = [
  ...ACCEPTED_TYPES.map(([type, clause]) =>
    fault(
      `session-spec/logon-type-${type}-refused`,
      clause,
      refusing<CreateSessionContext>('kacs_create_session', ({ spec }) => spec.logonType === type),
    ),
  ),
  fault(
    'session-spec/logon-type-reported-as-interactive',
    'SS-002',
    otherPayload('LOGON_TYPE', () => 2),
  ),
  fault(
    'session-spec/unrecognised-type-accepted',
    'SS-021',
    ruleDropped('SESSION_SPEC', 'logonType.oneOf'),
  ),
];
