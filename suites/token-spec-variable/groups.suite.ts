/** @module Group lists: entries, attributes, counts, the logon SID. */
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import {
  aSession,
  aToken,
  createToken,
  is,
  query,
  ref,
  tokenSpec,
  USER,
} from '../language/steps.js';
import {
  AUTHENTICATED,
  entry,
  EVERYONE,
  PACKED,
  sidHex,
  slice,
  u32,
  WIDE,
  wideList,
  withBytes,
} from './bytes.js';
import { LISTS, type Section } from './full-spec.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';

/** SIDs of every size, from 8 to 68 bytes, and an attribute word that tells each apart. */
const SIDS = Array.from({ length: 16 }, (_, count) => ({
  count,
  sid: ['S-1-5', ...Array.from({ length: count }, (_, n) => 21 + count * 16 + n)].join('-'),
  hex: sidHex(5, ...Array.from({ length: count }, (_, n) => 21 + count * 16 + n)),
  attributes: [0x1, 0x3, 0x7, 0xf, 0x10, 0x9][count % 6] ?? 0,
}));
const WITH_SUBS = SIDS.filter(({ count }) => count > 0);

const FLAGS: readonly (readonly [number, string, ClauseId])[] = [
  [0x01, 'mandatory', 'TV-013'],
  [0x02, 'enabled by default', 'TV-014'],
  [0x08, 'owner-eligible', 'TV-016'],
  [0x10, 'deny-only', 'TV-017'],
];

/** R34: as supplied, or equal to the 0x02 bit. */
const ENABLED: readonly (readonly [number, readonly number[]])[] = [
  [0x0, [0x0]],
  [0x2, [0x2, 0x6]],
  [0x4, [0x4, 0x0]],
  [0x6, [0x6]],
];

/** The groups of a list section need a capability's confinement SID in front. */
function around(section: Section): Parameters<typeof wideList>[2] {
  if (section === 'groups') return { value: { groups: undefined }, after: ['userSid', 28] };
  if (section !== 'capabilities') return {};
  return { value: { confinementSid: USER }, after: ['confinementSid', 28] };
}

const TWO = [entry(EVERYONE), entry(AUTHENTICATED)];

export default defineSuite('token-spec-variable', 'groups', [
  [0, 1, 2, 3, 31, 32, 33, 62, 63].map((count) =>
    aCase(
      `counted-${count}`,
      `a list that counts ${count} groups gives ${count} groups and the logon SID`,
      [
        aSession(),
        accepted(
          'TV-008',
          createToken(
            't',
            withBytes(
              'groups',
              u32(count) +
                Array.from({ length: count }, (_, n) => entry(sidHex(5, 21, 7, n))).join(''),
              { value: { groups: undefined }, after: ['userSid', 28] },
            ),
          ),
        ),
        asserts('TV-008', query('q', 't', 'GROUPS'), is.equals('decoded.length', count + 1)),
      ],
      { only: WIDE },
    ),
  ),
  WITH_SUBS.map(({ count, sid, attributes }) =>
    aCase(`entry-${count}`, `a group SID of ${8 + 4 * count} bytes reads back in its place`, [
      aSession(),
      accepted(
        'TV-009',
        createToken(
          't',
          tokenSpec({
            groups: [
              { sid: 'S-1-1-0', attributes: 0x3 },
              { sid, attributes },
              { sid: 'S-1-5-11', attributes: 0x1 },
            ],
          }),
        ),
      ),
      asserts('TV-009', query('q', 't', 'GROUPS'), is.equals('decoded.length', 4)),
      asserts('TV-010', query('q', 't', 'GROUPS'), is.equals('decoded[1].sid', sid)),
      asserts('TV-012', query('q', 't', 'GROUPS'), is.equals('decoded[2].sid', 'S-1-5-11')),
    ]),
  ),
  aCase('entries-of-all-sizes', 'groups with SIDs of all sizes, packed, read back in order', [
    aSession(),
    accepted(
      'TV-012',
      createToken(
        't',
        tokenSpec({ groups: SIDS.slice(1).map(({ sid, attributes }) => ({ sid, attributes })) }),
      ),
    ),
    ...WITH_SUBS.flatMap(({ sid, attributes }, index) => [
      asserts('TV-012', query(`s${index}`, 't', 'GROUPS'), is.equals(`decoded[${index}].sid`, sid)),
      asserts(
        'TV-011',
        query(`a${index}`, 't', 'GROUPS'),
        is.bits(`decoded[${index}].attributes`, 0x1b, attributes),
      ),
    ]),
  ]),
  aCase(
    'entries-typed',
    'two typed entries behind a count are two groups',
    [
      aSession(),
      accepted('TV-009', createToken('t', wideList('groups', TWO, around('groups')))),
      asserts('TV-010', query('q', 't', 'GROUPS'), is.equals('decoded[0].sid', 'S-1-1-0')),
      asserts('TV-012', query('q', 't', 'GROUPS'), is.equals('decoded[1].sid', 'S-1-5-11')),
    ],
    { only: WIDE },
  ),
  FLAGS.flatMap(([bit, name, clause]) =>
    [bit, 0x1b, 0x1b & ~bit].map((attributes) =>
      aCase(
        `attribute-${bit.toString(16)}-of-${attributes.toString(16)}`,
        `of the attributes 0x${attributes.toString(16)}, 0x${bit.toString(16)} (${name}) is kept`,
        [
          aSession(),
          accepted(
            clause,
            createToken('t', tokenSpec({ groups: [{ sid: 'S-1-1-0', attributes }] })),
          ),
          asserts(
            clause,
            query('q', 't', 'GROUPS'),
            is.bits('decoded[0].attributes', bit, attributes & bit),
          ),
        ],
      ),
    ),
  ),
  ENABLED.map(([attributes, allowed]) =>
    aCase(
      `attribute-4-of-${attributes}`,
      `0x04 (enabled) of 0x${attributes} is kept or is 0x02's`,
      [
        aSession(),
        accepted(
          'TV-015',
          createToken('t', tokenSpec({ groups: [{ sid: 'S-1-1-0', attributes }] })),
        ),
        asserts('TV-015', query('q', 't', 'GROUPS'), is.oneOf('decoded[0].attributes', allowed)),
      ],
    ),
  ),
  Array.from({ length: 32 }, (_, attributes) =>
    aCase(`attributes-${attributes}`, `the attribute word ${attributes} closes the entry`, [
      aSession(),
      accepted(
        'TV-011',
        createToken(
          't',
          tokenSpec({
            groups: [
              { sid: 'S-1-1-0', attributes },
              { sid: 'S-1-5-11', attributes: attributes ^ 0x1b },
            ],
          }),
        ),
      ),
      asserts(
        'TV-011',
        query('q', 't', 'GROUPS'),
        is.bits('decoded[0].attributes', 0x1b, attributes & 0x1b),
      ),
      asserts(
        'TV-011',
        query('q', 't', 'GROUPS'),
        is.bits('decoded[1].attributes', 0x1b, (attributes ^ 0x1b) & 0x1b),
      ),
    ]),
  ),
  [0x20, 0x40, 0x20000000].map((attributes) =>
    aCase(
      `attributes-high-${attributes.toString(16)}`,
      `the attribute 0x${attributes.toString(16)} is kept`,
      [
        aSession(),
        accepted(
          'TV-011',
          createToken('t', tokenSpec({ groups: [{ sid: 'S-1-1-0', attributes }] })),
        ),
        asserts('TV-011', query('q', 't', 'GROUPS'), is.bits('decoded[0].attributes', attributes)),
      ],
      { only: PACKED },
    ),
  ),
  LISTS.flatMap((section) =>
    [3, 4, 0x100, 0x102, 0x10002, 0x7fffffff, 0x80000000, 0xffffffff].map((count) =>
      aCase(
        `count-${section}-${count.toString(16)}`,
        `${section}: a count of 0x${count.toString(16)} in front of two entries is refused`,
        [
          aSession(),
          accepted('TV-018', createToken('c', wideList(section, TWO, around(section)))),
          judged('TV-018', createToken('t', wideList(section, TWO, { ...around(section), count }))),
        ],
        { only: WIDE },
      ),
    ),
  ),
  LISTS.flatMap((section) =>
    Array.from({ length: 19 }, (_, n) => 24 + n).map((length) =>
      aCase(
        `list-${section}-${length}`,
        `${section}: ${length} of the 44 bytes of a list with two entries are refused`,
        [
          aSession(),
          accepted('TV-018', createToken('c', wideList(section, TWO, around(section)))),
          judged(
            'TV-018',
            createToken(
              't',
              withBytes(section, slice(u32(2) + TWO.join(''), 0, length), around(section)),
            ),
          ),
        ],
        { only: WIDE },
      ),
    ),
  ),
  Array.from({ length: 8 }, (_, n) => n + 1).map((extra) =>
    aCase(
      `leftover-${extra}`,
      `a group list with ${extra} bytes left over is recorded`,
      [
        aSession(),
        control(createToken('c', tokenSpec())),
        judged(
          'TV-019',
          createToken(
            't',
            withBytes('groups', u32(2) + TWO.join('') + '00'.repeat(extra), {
              value: { groups: undefined },
              after: ['userSid', 28],
            }),
          ),
        ),
      ],
      { only: WIDE },
    ),
  ),
  [0, 1, 2].flatMap((place) =>
    [0x7, 0xc0000007].map((attributes) =>
      aCase(
        `logon-sid-${place}-${attributes.toString(16)}`,
        `the own logon SID as group ${place}, attributes ${attributes}, is refused`,
        [
          aSession(),
          aToken('first'),
          control(query('logon', 'first', 'LOGON_SID')),
          accepted('TV-038', createToken('c', tokenSpec())),
          judged(
            'TV-038',
            createToken(
              't',
              tokenSpec({
                groups: [
                  ...[
                    { sid: 'S-1-1-0', attributes: 0x7 },
                    { sid: 'S-1-5-11', attributes: 0x7 },
                  ].slice(0, place),
                  { sid: ref('logon.payload'), attributes },
                ],
              }),
            ),
          ),
        ],
        { only: WIDE },
      ),
    ),
  ),
  aCase('logon-sid-of-another', 'the logon SID of another session is recorded', [
    aSession(),
    aSession('other'),
    aToken('first', { sessionId: ref('other.id') }),
    control(query('logon', 'first', 'LOGON_SID')),
    judged(
      'TV-039',
      createToken('t', tokenSpec({ groups: [{ sid: ref('logon.payload'), attributes: 0x7 }] })),
    ),
  ]),
]);
