/** @module The line of a session: the values of its record, and those of the boot session. */
import {
  aSession,
  aToken,
  createSession,
  destroySession,
  is,
  openSelf,
  query,
  ref,
  utf8,
} from '../language/steps.js';
import { listing } from '../language/steps-inspect.js';
import { aCase, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { SuiteCase, SuiteStep } from '../language/suite.js';
import {
  letters,
  littleEndian,
  NEGOTIATE,
  recordOf,
  sidOf,
  sidWith,
} from '../session-spec/bytes.js';

/** Record bytes of users; the first byte values of each sub-authority differ. */
const SIDS: readonly (readonly [name: string, hex: string])[] = [
  ['domain-user', sidOf(21, 1111, 2222, 3333, 1001)],
  ['letters', sidOf(21, 0xabcdef01, 0xfedcba98)],
  ['system', '010100000000000512000000'],
  ['authority', '0101ffffffffffffffffffff'],
  ['no-sub-authority', sidWith(0)],
  ['longest', sidWith(15)],
];

/** Package bytes. */
const PACKAGES: readonly (readonly [name: string, hex: string])[] = [
  ['negotiate', NEGOTIATE],
  ['kerberos', utf8('Kerberos')],
  ['one-letter', utf8('k')],
  ['letters-in-hex', utf8('jklmnoz')],
  ['two-byte', utf8('Ünï')],
  ['three-byte', utf8('日本語')],
  ['four-byte', utf8('\u{1f512}')],
  ['long', letters(4000)],
];

/** Bytes that would need an escape in a format that had one. */
const UNESCAPED: readonly (readonly [name: string, text: string])[] = [
  ['space', 'a b'],
  ['newline', 'a\nb'],
  ['trailing-newline', 'a\n'],
  ['equals', 'a=b'],
  ['backslash', 'a\\040b'],
  ['quotes', '"a\'b"'],
  ['nul', 'a\0b'],
  ['tab-and-return', 'a\tb\r'],
  ['percent', '%20%n'],
  [
    'a-whole-line',
    'x created_at=1\nsession_id=1 user_sid=00 logon_type=2 auth_package=00 created_at=1',
  ],
  ['all-together', 'a b\n=c é日\u{1f512}'],
];

const at = (field: string): string => `listing.byId.{s.id}.${field}`;

const record = (parts: Parameters<typeof recordOf>[0]): SuiteStep =>
  control(createSession('s', recordOf(parts)));

/** The boot session is that of the worker's own, freshly minted SYSTEM token. */
function bootCases(clause: ClauseId, field: string, value: string): readonly SuiteCase[] {
  return [
    aCase(
      `boot-${field}`,
      `${field} of the boot session`,
      [
        control(openSelf('own')),
        control(query('q', 'own', 'STATISTICS')),
        listing('r', (read) =>
          asserts(clause, read, is.equals(`listing.byId.{q.decoded.sessionId}.${field}`, value)),
        ),
      ],
      { needs: ['tokens', 'query'] },
    ),
    aCase(
      `boot-0-${field}`,
      `${field} of session 0`,
      [
        listing('r', (read) =>
          asserts(clause, read, is.equals(`listing.byId.0x0.${field}`, value)),
        ),
      ],
      { only: { R94: 'boot-0' } },
    ),
  ];
}

export default defineSuite('sessions-listing-abi', 'values', [
  aCase('one-line', 'a session has one line', [
    aSession(),
    listing('r', (read) => asserts('SL-002', read, is.equals(at('count'), 1))),
  ]),
  aCase('one-line-each', 'equal sessions have a line each', [
    aSession('s1'),
    aSession('s2'),
    listing('r', (read) =>
      asserts(
        'SL-002',
        asserts('SL-002', read, is.equals('listing.byId.{s1.id}.count', 1)),
        is.equals('listing.byId.{s2.id}.count', 1),
      ),
    ),
  ]),
  aCase(
    'one-line-with-token',
    'a session with a token has one line as well',
    [
      aSession(),
      aToken(),
      listing('r', (read) => asserts('SL-002', read, is.equals(at('count'), 1))),
    ],
    { needs: ['tokens'] },
  ),
  aCase('no-line-after-the-end', 'a destroyed session has none', [
    aSession(),
    listing('before', (read) => asserts('SL-002', read, is.equals(at('count'), 1))),
    control(destroySession(ref('s.id'))),
    listing('after', (read) =>
      asserts('SL-002', read, is.absent('listing.numbers.session_id', ref('s.id'))),
    ),
  ]),
  aCase('id', 'the id is the one that creation returned', [
    aSession(),
    listing('r', (read) =>
      asserts('SL-011', read, is.contains('listing.numbers.session_id', ref('s.id'))),
    ),
  ]),
  aCase('ids', 'also of the second session, for its own values', [
    aSession('other', { logonType: 5 }),
    aSession('s', { logonType: 8 }),
    listing('r', (read) => asserts('SL-011', read, is.equals(at('logon_type'), '0x8'))),
  ]),
  SIDS.map(([name, hex]) =>
    aCase(`user-${name}`, `the user is shown byte by byte: ${name}`, [
      record({ sid: hex }),
      listing('r', (read) => asserts('SL-012', read, is.equals(at('user_sid'), hex))),
    ]),
  ),
  [2, 3, 4, 5, 8, 9].map((type) =>
    aCase(`type-${type}`, `logon type ${type} is shown`, [
      record({ type }),
      listing('r', (read) => asserts('SL-015', read, is.equals(at('logon_type'), `0x${type}`))),
    ]),
  ),
  PACKAGES.map(([name, hex]) =>
    aCase(`package-${name}`, `the package is shown byte by byte: ${name}`, [
      record({ package: hex }),
      listing('r', (read) => asserts('SL-016', read, is.equals(at('auth_package'), hex))),
    ]),
  ),
  Array.from({ length: 128 }, (_, byte) =>
    aCase(`package-byte-${byte}`, `a package with byte ${byte} is shown in hex, on one line`, [
      record({ package: `61${littleEndian(byte, 1)}62` }),
      listing('r', (read) =>
        asserts('SL-017', read, is.equals(at('auth_package'), `61${littleEndian(byte, 1)}62`)),
      ),
    ]),
  ),
  UNESCAPED.map(([name, text]) =>
    aCase(`unescaped-${name}`, `nothing in the package is escaped: ${name}`, [
      record({ package: utf8(text) }),
      listing('r', (read) =>
        asserts(
          'SL-017',
          asserts('SL-017', read, is.equals(at('auth_package'), utf8(text))),
          is.equals(at('count'), 1),
        ),
      ),
    ]),
  ),
  aCase('empty-package', 'an empty package', [
    record({ package: '' }),
    listing('r', (read) => judged('SL-023', read)),
  ]),
  bootCases('SL-027', 'logon_type', '0x5'),
  bootCases('SL-029', 'user_sid', '010100000000000512000000'),
  bootCases('SL-030', 'auth_package', NEGOTIATE),
]);
