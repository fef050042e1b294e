/** @module Default DACLs that are well formed: accepted, and read back byte for byte. */
import { aCase, accepted, asserts, defineSuite, judged } from '../language/suite.js';
import { aSession, createToken, is, query } from '../language/steps.js';
import { ace, aceOf, acl, AUTHENTICATED, EVERYONE, PACKED, sidHex, withBytes } from './bytes.js';

const ADMINISTRATORS = sidHex(5, 32, 544);
const GUID = '00112233445566778899aabbccddeeff';

/** Body of an object ACE: mask, flags, GUIDs, SID. */
const objectBody = (flags: string, guids: string): string => `ff010f00${flags}${guids}${EVERYONE}`;

const PLAIN: readonly (readonly [string, string])[] = [
  ['empty', acl([])],
  ['allow', acl([ace(0, EVERYONE)])],
  ['deny', acl([ace(1, EVERYONE)])],
  ['two', acl([ace(1, AUTHENTICATED), ace(0, EVERYONE)])],
  ['mixed-sizes', acl([ace(0, EVERYONE), ace(0, ADMINISTRATORS), ace(0, AUTHENTICATED)])],
  ['flags', acl([ace(0, EVERYONE, '', 0x0b), ace(0, AUTHENTICATED, '', 0x03)])],
  ['revision-4', acl([ace(0, EVERYONE)], { revision: 4 })],
  ['largest-sid', acl([ace(0, sidHex(5, ...Array.from({ length: 15 }, (_, n) => n + 21)))])],
  ['many', acl(Array.from({ length: 100 }, (_, n) => ace(n % 2, sidHex(5, 21, n))))],
  ['thousands', acl(Array.from({ length: 2400 }, (_, n) => ace(0, sidHex(5, 21, n))))],
];

const ORDERS: readonly (readonly [string, string])[] = [
  ['allow-before-deny', acl([ace(0, EVERYONE), ace(1, AUTHENTICATED)])],
  ['inherited-first', acl([ace(0, EVERYONE, '', 0x10), ace(0, AUTHENTICATED)])],
  [
    'alternating',
    acl([ace(0, EVERYONE), ace(1, AUTHENTICATED), ace(0, ADMINISTRATORS), ace(1, EVERYONE)]),
  ],
  ['descending-sids', acl([ace(0, ADMINISTRATORS), ace(0, AUTHENTICATED), ace(0, EVERYONE)])],
];

const OBJECT: readonly (readonly [string, string])[] = [
  ['no-guid', aceOf(5, objectBody('00000000', ''))],
  ['object-type', aceOf(5, objectBody('01000000', GUID))],
  ['inherited-type', aceOf(6, objectBody('02000000', GUID))],
  ['both', aceOf(6, objectBody('03000000', GUID + GUID))],
  ['callback-object', aceOf(0x0b, `${objectBody('01000000', GUID)}61727478`)],
];

/** Types that no table of PSD-004 §3.4 lists: 4, and everything behind the last one, 0x14. */
const UNKNOWN = [4, ...Array.from({ length: 256 - 0x15 }, (_, n) => 0x15 + n)];

export default defineSuite('token-spec-variable', 'default-dacl', [
  PLAIN.map(([slug, hex]) =>
    aCase(`bytes-${slug}`, `a default DACL (${slug}) reads back byte for byte`, [
      aSession(),
      accepted('TV-027', createToken('t', withBytes('defaultDacl', hex))),
      asserts('TV-027', query('q', 't', 'DEFAULT_DACL'), is.equals('payload', hex)),
    ]),
  ),
  (
    [
      ['sbz1', '025a1c0001000000'],
      ['sbz2', '02001c0001003412'],
    ] as const
  ).map(([slug, header]) =>
    aCase(
      `reserved-${slug}`,
      `reserved bytes of an ACL (${slug}) are kept`,
      [
        aSession(),
        accepted('TV-027', createToken('t', withBytes('defaultDacl', header + ace(0, EVERYONE)))),
        asserts(
          'TV-027',
          query('q', 't', 'DEFAULT_DACL'),
          is.equals('payload', header + ace(0, EVERYONE)),
        ),
      ],
      { only: PACKED },
    ),
  ),
  ORDERS.map(([slug, hex]) =>
    aCase(`order-${slug}`, `a default DACL (${slug}) keeps its order`, [
      aSession(),
      accepted('TV-052', createToken('t', withBytes('defaultDacl', hex))),
      asserts('TV-052', query('q', 't', 'DEFAULT_DACL'), is.equals('payload', hex)),
    ]),
  ),
  OBJECT.flatMap(([slug, one]) =>
    [2, 4].map((revision) =>
      aCase(
        `revision-${revision}-${slug}`,
        `an object ACE (${slug}) in an ACL of revision ${revision} is accepted`,
        [
          aSession(),
          judged(
            'TV-051',
            createToken('t', withBytes('defaultDacl', acl([one, ace(0, EVERYONE)], { revision }))),
          ),
        ],
      ),
    ),
  ),
  UNKNOWN.map((type) =>
    aCase(`unknown-${type}`, `an ACE of the unknown type ${type} is kept as it is`, [
      aSession(),
      judged(
        'TV-049',
        createToken(
          't',
          withBytes('defaultDacl', acl([aceOf(type, '0102030405060708'), ace(0, EVERYONE)])),
        ),
      ),
      asserts(
        'TV-058',
        query('q', 't', 'DEFAULT_DACL'),
        is.equals('payload', acl([aceOf(type, '0102030405060708'), ace(0, EVERYONE)])),
      ),
    ]),
  ),
  (
    [
      ['header-only', aceOf(0x7f, '')],
      ['not-a-sid', aceOf(0x7f, 'ffffffffffffffffffffffff')],
      ['flags', aceOf(0x7f, '00000000', 0xff)],
    ] as const
  ).map(([slug, one]) =>
    aCase(
      `unknown-body-${slug}`,
      `an ACE of type 0x7f (${slug}) between others is kept as it is`,
      [
        aSession(),
        accepted(
          ['TV-049', 'TV-058'],
          createToken(
            't',
            withBytes('defaultDacl', acl([ace(0, EVERYONE), one, ace(1, EVERYONE)])),
          ),
        ),
        asserts(
          'TV-058',
          query('q', 't', 'DEFAULT_DACL'),
          is.equals('payload', acl([ace(0, EVERYONE), one, ace(1, EVERYONE)])),
        ),
      ],
      { only: PACKED },
    ),
  ),
  aCase('size-8', 'an AclSize of 8 without an ACE is accepted', [
    aSession(),
    accepted('TV-046', createToken('t', withBytes('defaultDacl', '0200080000000000'))),
    asserts('TV-046', query('q', 't', 'DEFAULT_DACL'), is.equals('payload', '0200080000000000')),
  ]),
]);
