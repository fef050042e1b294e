/** @module The session record: field by field, every size, every malformed form. */
import { aCase, accepted, defineSuite, judged } from '../language/suite.js';
import { asserts } from '../language/suite.js';
import { aSession, aToken, createSession, is, query, sessionSpec } from '../language/steps.js';
import { edit } from '../language/template.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';

const TYPES: readonly (readonly [number, string, ClauseId])[] = [
  [2, 'Interactive', 'SS-003'],
  [3, 'Network', 'SS-004'],
  [4, 'Batch', 'SS-005'],
  [5, 'Service', 'SS-006'],
  [8, 'NetworkCleartext', 'SS-007'],
  [9, 'NewCredentials', 'SS-008'],
];

const RECOGNISED: readonly number[] = TYPES.map(([type]) => type);
const UNRECOGNISED = Array.from({ length: 256 }, (_, type) => type).filter(
  (type) => !RECOGNISED.includes(type),
);

export default defineSuite('session-spec', 'record', [
  TYPES.map(([type, name, clause]) =>
    aCase(`logon-type-${type}`, `logon type ${type} (${name}) is accepted and reported`, [
      judged([clause, 'SS-001'], createSession('s', sessionSpec({}, edit.put(0, 1, type)))),
      aToken(),
      asserts('SS-002', query('q', 't', 'LOGON_TYPE'), is.equals('decoded', type)),
    ]),
  ),
  UNRECOGNISED.map((type) =>
    aCase(`logon-type-${type}`, `logon type ${type} is refused`, [
      aSession('control'),
      judged('SS-021', createSession('s', sessionSpec({}, edit.put(0, 1, type)))),
    ]),
  ),
  Array.from({ length: 15 }, (_, length) =>
    aCase(`length-${length}`, `a record of ${length} bytes is refused`, [
      accepted('LM-001', createSession('control', '020000' + '08000000' + '0100000000000005')),
      judged(
        ['SS-018', 'LM-001'],
        createSession('s', ('020000' + '08000000' + '0100000000000005').slice(0, length * 2)),
      ),
    ]),
  ),
]);
