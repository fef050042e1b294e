/** @module Query classes that answer with structures: default DACL, claims, supplementary GIDs. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { QueryClassName } from '../../reference/abi/numbers.js';
import { aSession, aToken, is, query } from '../language/steps.js';
import { aCase, asserts, defineSuite } from '../language/suite.js';
import { DACL, DACL_BYTES, DEVICE_CLAIMS, USER_CLAIMS } from './full-token.js';

/** ACLs, with the bytes that have to come back; the size stands at 2. */
const DACLS = [
  ['one-ace', DACL, DACL_BYTES],
  ['no-ace', { revision: 2, aces: [] }, '0200080000000000'],
  [
    'two-aces',
    {
      revision: 4,
      aces: [
        { type: 1, flags: 3, body: '02000000' + '010100000000000512000000' },
        { type: 0, flags: 0, body: 'ff010f00' + '01020000000000052000000020020000' },
      ],
    },
    '0400340002000000' +
      ('01031400' + '02000000' + '010100000000000512000000') +
      ('00001800' + 'ff010f00' + '01020000000000052000000020020000'),
  ],
] as const;

/** GID lists, with their bytes. */
const GID_LISTS: readonly (readonly [readonly number[], string])[] = [
  [[], '00000000'],
  [[7], '01000000' + '07000000'],
  [[0x11223344, 5, 70000], '03000000' + '44332211' + '05000000' + '70110100'],
  [[0xfffffffe, 1], '02000000' + 'feffffff' + '01000000'],
];

interface ClaimRow {
  readonly slug: string;
  readonly class: QueryClassName;
  readonly field: string;
  readonly other: string;
  readonly clauses: readonly [present: ClauseId, absent: ClauseId];
}

const CLAIMS: readonly ClaimRow[] = [
  {
    slug: 'user-claims',
    class: 'USER_CLAIMS',
    field: 'userClaims',
    other: 'deviceClaims',
    clauses: ['IQ-068', 'IQ-077'],
  },
  {
    slug: 'device-claims',
    class: 'DEVICE_CLAIMS',
    field: 'deviceClaims',
    other: 'userClaims',
    clauses: ['IQ-069', 'IQ-078'],
  },
];

export default defineSuite('ioctl-query', 'structures', [
  DACLS.map(([slug, dacl, bytes]) =>
    aCase(`dacl-${slug}`, `class 20 is the default DACL of the spec: ${slug}`, [
      aSession(),
      aToken('t', { defaultDacl: dacl }),
      asserts('IQ-014', query('q', 't', 'DEFAULT_DACL'), is.equals('decoded', dacl)),
      asserts('IQ-066', query('r', 't', 'DEFAULT_DACL'), is.bytes('payload', bytes)),
      asserts('IQ-066', query('u', 't', 'DEFAULT_DACL'), is.equals('length', bytes.length / 2)),
    ]),
  ),
  aCase('dacl-none', 'class 20 is empty without a default DACL', [
    aSession(),
    aToken(),
    asserts('IQ-076', query('q', 't', 'DEFAULT_DACL'), is.equals('payload', '')),
    asserts('IQ-076', query('z', 't', 'DEFAULT_DACL', { capacity: 0 }), is.equals('length', 0)),
  ]),
  CLAIMS.flatMap(({ slug, class: name, field, other, clauses: [present, absent] }) => [
    ...[USER_CLAIMS, DEVICE_CLAIMS].map((claims) =>
      aCase(`${slug}-${claims.length}`, `${name}: ${claims.length} entries to the last byte`, [
        aSession(),
        aToken('t', { [field]: claims }),
        asserts(present, query('q', 't', name), is.wellFormed),
        asserts(present, query('r', 't', name), is.equals('decoded', claims)),
      ]),
    ),
    aCase(`${slug}-prefix`, `${name} starts with the 32-bit length of its entry`, [
      aSession(),
      aToken('t', { [field]: USER_CLAIMS }),
      // 16 bytes of header, one offset, a name of 12 bytes, a value of 8: 40 in all.
      asserts(present, query('q', 't', name), is.matches('payload', '^28000000[0-9a-f]{80}$')),
    ]),
    aCase(`${slug}-none`, `${name} is empty where the token has claims of the other kind only`, [
      aSession(),
      aToken('t', { [other]: USER_CLAIMS }),
      asserts(absent, query('q', 't', name), is.equals('payload', ''), { R15: '24' }),
      asserts(absent, query('z', 't', name, { capacity: 0 }), is.equals('length', 0), {
        R15: '24',
      }),
    ]),
  ]),
  GID_LISTS.map(([gids, bytes]) =>
    aCase(`gids-${gids.length}-${bytes.length}`, `class 24 is a count and ${gids.length} GIDs`, [
      aSession(),
      aToken('t', { supplementaryGids: gids }),
      asserts(
        'IQ-070',
        query('q', 't', 'PROJECTED_SUPPLEMENTARY_GIDS'),
        is.bytes('payload', bytes),
      ),
    ]),
  ),
]);
