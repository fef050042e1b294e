/** @module The session record as a whole: logon types, users, every size. */
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import { aSession, aToken, createSession, is, query, sessionSpec } from '../language/steps.js';
import { edit } from '../language/template.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { firstBytes, letters, recordOf, sidWith, USER_SID } from './bytes.js';

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

/** A user of every kind of authority: the kernel knows no list of users (R98). */
const USERS: readonly (readonly [string, string])[] = [
  ['S-1-5-18', '010100000000000512000000'],
  ['S-1-5-32-544', '01020000000000052000000020020000'],
  ['S-1-5-21-1111-2222-3333-1001', USER_SID],
  ['S-1-22-1-1000', '010200000000001601000000e8030000'],
  ['S-1-12-1-1-2-3-4', '010500000000000c0100000001000000020000000300000004000000'],
  ['S-1-281474976710655-4294967295', '0101ffffffffffffffffffff'],
];

/** Empty package, S-1-5: the smallest record. */
const FIFTEEN_BYTES = `020000${'08000000'}${'0100000000000005'}`;

/** 3 bytes in front, 4 for the SID length, 28 of SID. */
const ORDINARY_OVERHEAD = 35;

const PACKAGE_SIZES = [0, 1, 256, 4000];

export default defineSuite('session-spec', 'record', [
  TYPES.map(([type, name, clause]) =>
    aCase(`logon-type-${type}`, `logon type ${type} (${name}) is accepted and reported`, [
      judged(clause, createSession('s', sessionSpec({}, edit.put(0, 1, type)))),
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
  USERS.map(([name, sid]) =>
    aCase(`user-${name}`, `one buffer is enough to make a session for ${name}`, [
      judged('SS-001', createSession('s', recordOf({ sid }))),
    ]),
  ),
  Array.from({ length: 15 }, (_, length) =>
    aCase(`length-${length}`, `a record of ${length} bytes is refused`, [
      accepted('LM-001', createSession('control', FIFTEEN_BYTES)),
      judged(['SS-018', 'LM-001'], createSession('s', firstBytes(FIFTEEN_BYTES, length))),
    ]),
  ),
  Array.from({ length: 15 }, (_, length) =>
    aCase(`first-${length}-bytes`, `the first ${length} bytes of an ordinary record are refused`, [
      control(createSession('control', recordOf())),
      judged('SS-018', createSession('s', firstBytes(recordOf(), length))),
    ]),
  ),
  aCase('length-14-with-shortened-sid', 'a consistent record of 14 bytes is refused', [
    accepted('LM-001', createSession('control', FIFTEEN_BYTES)),
    judged(['SS-018', 'LM-001'], createSession('s', `020000${'07000000'}${'01000000000000'}`)),
  ]),
  aCase('length-15', 'a record of 15 bytes is accepted', [
    judged(['SS-017', 'SS-032'], createSession('s', FIFTEEN_BYTES)),
  ]),
  TYPES.map(([type]) =>
    aCase(`length-15-type-${type}`, `a record of 15 bytes with logon type ${type} is accepted`, [
      judged(
        ['SS-017', 'SS-032'],
        createSession('s', recordOf({ type, package: '', sid: sidWith(0) })),
      ),
    ]),
  ),
  PACKAGE_SIZES.flatMap((size) =>
    Array.from({ length: 16 }, (_, count) =>
      aCase(
        `package-${size}-sub-authorities-${count}`,
        `a package name of ${size} bytes with a SID of ${count} sub-authorities is accepted`,
        [
          judged(
            'SS-016',
            createSession('s', recordOf({ package: letters(size), sid: sidWith(count) })),
          ),
        ],
      ),
    ),
  ),
  [4094, 4095, 4096].map((length) =>
    aCase(`length-${length}`, `a record of ${length} bytes is accepted`, [
      accepted(
        ['SS-019', 'LM-015'],
        createSession('s', recordOf({ package: letters(length - ORDINARY_OVERHEAD) })),
      ),
    ]),
  ),
  aCase('length-4096-longest-sid', 'a record of 4096 bytes with a SID of 68 bytes is accepted', [
    accepted(
      ['SS-019', 'LM-015'],
      createSession('s', recordOf({ package: letters(4096 - 75), sid: sidWith(15) })),
    ),
  ]),
  // The last ones are accepted by a kernel that keeps only 16 bits of the length.
  [4097, 4098, 4100, 8191, 8192, 65535, 65536, 65536 + 44, 131072].map((length) =>
    aCase(`length-${length}`, `a record of ${length} bytes is refused`, [
      accepted(
        'LM-015',
        createSession('control', recordOf({ package: letters(4096 - ORDINARY_OVERHEAD) })),
      ),
      judged(['SS-020', 'LM-015'], createSession('s', oversized(length))),
    ]),
  ),
]);

/** Well formed as far as 16 bits of package length reach, then followed by zero bytes. */
function oversized(length: number): string {
  const wellFormed = length <= 65535;
  const record = recordOf(wellFormed ? { package: letters(length - ORDINARY_OVERHEAD) } : {});
  return record.padEnd(length * 2, '0');
}
