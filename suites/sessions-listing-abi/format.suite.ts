/** @module The text of the sessions listing: every line of it, whoever made the session. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { aSession, createSession, is, utf8 } from '../language/steps.js';
import { listing } from '../language/steps-inspect.js';
import { aCase, asserts, control, defineSuite } from '../language/suite.js';
import type { Matcher } from '../../harness/program/program.js';
import type { SuiteStep } from '../language/suite.js';
import { recordOf, sidOf } from '../session-spec/bytes.js';

const PACKAGE_AND_TIME = 'auth_package=[^ ]* created_at=[^ ]*';
/** Fields that later versions may append. */
const APPENDED = '(?: [^ =]+=[^ ]*)*';

/** The line, field by field; each pattern asks for no more than its own clause. */
const PLACES: readonly (readonly [clause: ClauseId, what: string, pattern: string])[] = [
  ['SL-003', 'first field session_id', '^session_id=[^ ]*( |$)'],
  ['SL-004', 'second field user_sid', '^[^ ]* user_sid=[^ ]*( |$)'],
  ['SL-005', 'third field logon_type', '^[^ ]* [^ ]* logon_type=[^ ]*( |$)'],
  ['SL-006', 'fourth field auth_package', '^[^ ]* [^ ]* [^ ]* auth_package=[^ ]*( |$)'],
  ['SL-007', 'fifth field created_at', '^[^ ]* [^ ]* [^ ]* [^ ]* created_at=[^ ]*( |$)'],
  ['SL-008', 'key=value and single spaces', '^[^ =]+=[^ ]*(?: [^ =]+=[^ ]*)*$'],
  [
    'SL-019',
    'the same order',
    `^session_id=[^ ]* user_sid=[^ ]* logon_type=[^ ]* ${PACKAGE_AND_TIME}${APPENDED}$`,
  ],
];

/** Values of fields; a number of n bits has at most n / 4 digits in hex. */
const VALUES: readonly (readonly [clause: ClauseId, what: string, is: Matcher])[] = [
  ['SL-001', 'valid UTF-8', is.equals('listing.validUtf8', true)],
  ['SL-009', 'a newline at the end', is.matches('data', '0a$')],
  [
    'SL-010',
    'session ids of 64 bits',
    is.matches('listing.numbers.session_id', '^0x[0-9a-f]{1,16}$'),
  ],
  ['SL-013', 'lowercase SIDs', is.matches('listing.fields.user_sid', '^[0-9a-f]*$')],
  [
    'SL-014',
    'logon types of 32 bits',
    is.matches('listing.numbers.logon_type', '^0x[0-9a-f]{1,8}$'),
  ],
  ['SL-018', 'times of 64 bits', is.matches('listing.numbers.created_at', '^0x[0-9a-f]{1,16}$')],
  ['SL-028', 'lowercase packages', is.matches('listing.fields.auth_package', '^[0-9a-f]*$')],
];

/** Sessions with bytes that are easy to get wrong: letters in hex, text that looks like fields. */
const SESSIONS: readonly (readonly [name: string, steps: readonly SuiteStep[]])[] = [
  ['as-it-is', []],
  ['with-plain', [aSession()]],
  [
    'with-letters',
    [control(createSession('s', recordOf({ sid: sidOf(21, 0xabcdef01, 0xfedcba98) })))],
  ],
  ['with-package-of-letters', [aSession('s', { authPackage: utf8('Ünïcödé-zzz') })]],
  ['with-newline', [aSession('s', { authPackage: utf8('a\nsession_id=7 b=c\n') })]],
  ['with-empty-package', [aSession('s', { authPackage: '' })]],
  ['with-nul', [aSession('s', { authPackage: utf8('\0') })]],
  ['with-multi-byte', [aSession('s', { authPackage: utf8('日本語 \u{1f512}') })]],
  [
    'with-every-type',
    [2, 3, 4, 5, 8, 9].map((logonType) => aSession(`s${logonType}`, { logonType })),
  ],
];

export default defineSuite('sessions-listing-abi', 'format', [
  SESSIONS.flatMap(([name, steps]) => {
    const more = steps.length === 0 ? {} : { needs: ['sessions'] };
    return [
      PLACES.map(([clause, what, pattern]) =>
        aCase(
          `${clause.toLowerCase()}-${name}`,
          `every line has the ${what} (${name})`,
          [
            steps,
            listing('r', (read) => asserts(clause, read, is.matches('listing.lines', pattern))),
          ],
          more,
        ),
      ),
      VALUES.map(([clause, what, matcher]) =>
        aCase(
          `${clause.toLowerCase()}-${name}`,
          `the listing has ${what} (${name})`,
          [steps, listing('r', (read) => asserts(clause, read, matcher))],
          more,
        ),
      ),
    ].flat();
  }),
]);
