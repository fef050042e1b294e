/** @module Claims read back through classes 22 and 23, compared by meaning. */
import { aCase, accepted, asserts, defineSuite } from '../language/suite.js';
import { aSession, createToken, is, query } from '../language/steps.js';
import { sidHex, withBytes } from '../token-spec-variable/bytes.js';
import {
  buffer,
  claim,
  claimOf,
  INDIRECT,
  MINUS_ONE,
  octetClaim,
  textClaim,
  u64,
} from './entries.js';

interface Meaning {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly values: readonly string[];
}

/** What was typed, and what it means. */
const CLAIMS: readonly (readonly [string, string, Meaning])[] = [
  ['int64', claim(1, [u64(5)]), { name: 'a', type: 1, flags: 0, values: ['0x5'] }],
  ['negative', claim(1, [MINUS_ONE]), { name: 'a', type: 1, flags: 0, values: ['-0x1'] }],
  [
    'uint64',
    claim(2, [MINUS_ONE, u64(7)], { name: 'level', flags: 2 }),
    { name: 'level', type: 2, flags: 2, values: ['0xffffffffffffffff', '0x7'] },
  ],
  [
    'string',
    textClaim('indirect', 'Grüße', { name: 'text', flags: 0x10 }),
    { name: 'text', type: 3, flags: 0x10, values: ['Grüße'] },
  ],
  ['empty-string', textClaim('indirect', ''), { name: 'a', type: 3, flags: 0, values: [''] }],
  [
    'sid',
    claimOf('indirect', 5, sidHex(5, 21, 7, 1001), { name: 'member' }),
    { name: 'member', type: 5, flags: 0, values: ['S-1-5-21-7-1001'] },
  ],
  [
    'boolean',
    claim(6, [u64(1), u64(0)], { flags: 0x20 }),
    { name: 'a', type: 6, flags: 0x20, values: ['0x1', '0x0'] },
  ],
  [
    'octets',
    octetClaim('indirect', 'ffee00'),
    { name: 'a', type: 16, flags: 0, values: ['ffee00'] },
  ],
];

const SECTIONS = [
  ['userClaims', 'USER_CLAIMS', 'CL-043'],
  ['deviceClaims', 'DEVICE_CLAIMS', 'CL-044'],
] as const;

const MANY = CLAIMS.filter(([slug]) => ['uint64', 'string', 'sid'].includes(slug));

export default defineSuite('claims', 'read-back', [
  SECTIONS.flatMap(([section, kind, clause]) => [
    ...CLAIMS.map(([slug, entry, meaning]) =>
      aCase(
        `${section}-${slug}`,
        `${section}: a claim (${slug}) reads back`,
        [
          aSession(),
          accepted(clause, createToken('t', withBytes(section, buffer(entry)))),
          asserts(clause, query('q', 't', kind), is.wellFormed),
          asserts(clause, query('r', 't', kind), is.sameSet('decoded', [{ ...meaning }])),
        ],
        { only: INDIRECT },
      ),
    ),
    aCase(
      `${section}-many`,
      `${section}: several claims read back`,
      [
        aSession(),
        accepted(
          clause,
          createToken('t', withBytes(section, buffer(...MANY.map(([, entry]) => entry)))),
        ),
        asserts(
          clause,
          query('q', 't', kind),
          is.sameSet(
            'decoded',
            MANY.map(([, , meaning]) => ({ ...meaning })),
          ),
        ),
      ],
      { only: INDIRECT },
    ),
  ]),
  SECTIONS.map(([, kind, clause], index) => {
    const other = SECTIONS[1 - index]?.[0] ?? 'userClaims';
    return aCase(
      `${other}-not-in-${kind}`,
      `${other} do not show in class ${kind}`,
      [
        aSession(),
        accepted(clause, createToken('t', withBytes(other, buffer(claim(1, [u64(5)]))))),
        asserts(clause, query('q', 't', kind), is.equals('payload', '')),
      ],
      { only: INDIRECT },
    );
  }),
]);
