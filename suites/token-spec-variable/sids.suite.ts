/** @module SIDs in token specs: the user's, those of list entries, of confinement. */
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import {
  aSession,
  createSession,
  createToken,
  is,
  query,
  sessionSpec,
  tokenSpec,
  USER,
} from '../language/steps.js';
import { edit } from '../language/template.js';
import {
  AUTHENTICATED,
  entry,
  EVERYONE,
  PACKED,
  packedList,
  patch,
  sidHex,
  sizeOf,
  u32,
  WIDE,
  wideList,
} from './bytes.js';
import { LISTS, type Section } from './full-spec.js';

/** The groups first and the user SID behind them, at the end of the spec. */
const USER_LAST = { order: ['groups', 'userSid'] } as const;

const BAD_REVISIONS = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte !== 1);
const BAD_COUNTS = Array.from({ length: 240 }, (_, n) => 16 + n);

const sidText = (count: number): string =>
  ['S-1-5', ...Array.from({ length: count }, (_, n) => 21 + n)].join('-');

/** SIDs whose bytes tell the two byte orders apart. */
const ORDERS: readonly (readonly [string, string])[] = [
  ['high-authority', '0101' + '010203040506' + '01000000'],
  ['authority-in-upper-bytes', '0101' + '800000000000' + '01000000'],
  ['sub-authorities', '0102' + '000000000005' + '15000000' + '04030201'],
  ['largest-sub-authority', '0102' + '000000000005' + '15000000' + 'ffffffff'],
  ['top-bit', '0103' + '000000000005' + '15000000' + '00000080' + '01000000'],
];

/** A list section with entries as they are under one layout, whole or spoiled. */
function listOf(layout: 'wide' | 'packed', section: Section, entries: readonly string[]) {
  const more =
    section === 'groups'
      ? ({ value: { groups: undefined }, after: ['userSid', 28] } as const)
      : section === 'capabilities'
        ? ({ value: { confinementSid: USER }, after: ['confinementSid', 28] } as const)
        : {};
  return layout === 'wide' ? wideList(section, entries, more) : packedList(section, entries, more);
}

const LAYOUTS = [
  { name: 'wide', only: WIDE },
  { name: 'packed', only: PACKED },
] as const;

/** Entries whose stated SID length is not that of the SID; the framing itself is whole. */
const BAD_LENGTHS: readonly (readonly [string, string])[] = [
  ['four-more', u32(16) + EVERYONE + u32(0) + u32(7)],
  ['eight-more', u32(20) + EVERYONE + u32(0) + u32(0) + u32(7)],
  ['one-more', u32(13) + EVERYONE + '00' + u32(7)],
  ['four-less', u32(8) + EVERYONE.slice(0, 16) + u32(7)],
  ['one-less', u32(11) + EVERYONE.slice(0, 22) + u32(7)],
  ['seven', u32(7) + EVERYONE.slice(0, 14) + u32(7)],
  ['two', u32(2) + EVERYONE.slice(0, 4) + u32(7)],
  ['one', u32(1) + EVERYONE.slice(0, 2) + u32(7)],
  ['zero', u32(0) + u32(7)],
];
const FEW_REVISIONS = [0, 2, 3, 0x10, 0x80, 0x81, 0xff] as const;
const FEW_COUNTS = [16, 17, 0x80, 0xff] as const;

/** A SID that counts more sub-authorities than the format knows, with all their bytes. */
const long = (count: number): string =>
  `01${patch('00', 0, 1, count)}000000000005${u32(21).repeat(count)}`;

export default defineSuite('token-spec-variable', 'sids', [
  BAD_REVISIONS.map((revision) =>
    aCase(`user-revision-${revision}`, `a user SID of revision ${revision} is refused`, [
      aSession(),
      accepted(['TV-031', 'TV-059'], createToken('c', tokenSpec())),
      judged(
        ['TV-031', 'TV-059'],
        createToken('t', tokenSpec({}, [edit.setAt('userSid', 0, 1, revision)])),
      ),
    ]),
  ),
  Array.from({ length: 15 }, (_, n) => n + 1).map((count) =>
    aCase(`user-count-${count}`, `a user SID of ${count} sub-authorities is accepted`, [
      aSession('s', { userSid: sidText(count) }),
      accepted(['TV-031', 'TV-053'], createToken('t', tokenSpec({ userSid: sidText(count) }))),
      asserts('TV-031', query('q', 't', 'USER'), is.equals('decoded', sidText(count))),
    ]),
  ),
  aCase(
    'user-count-0',
    'a user SID of no sub-authorities is accepted',
    [
      aSession('s', { userSid: 'S-1-5' }),
      accepted('TV-053', createToken('t', tokenSpec({ userSid: 'S-1-5' }))),
    ],
    { only: PACKED },
  ),
  LAYOUTS.flatMap(({ name, only }) =>
    BAD_COUNTS.map((count) =>
      aCase(
        `${name}-user-count-${count}`,
        `a user SID that counts ${count} sub-authorities is refused`,
        [
          aSession(),
          accepted(['TV-031', 'TV-053'], createToken('c', tokenSpec({}, [], USER_LAST))),
          judged(
            ['TV-031', 'TV-053'],
            createToken(
              't',
              tokenSpec(
                {},
                [
                  edit.append(u32(21).repeat(count - 5)),
                  edit.setAt('userSid', 1, 1, count),
                  ...(name === 'wide' ? [edit.set('userSidLength', 8 + 4 * count)] : []),
                ],
                USER_LAST,
              ),
            ),
          ),
        ],
        { only },
      ),
    ),
  ),
  // The SID has five sub-authorities and 28 bytes.
  [1, 4, 7, 8, 12, 20, 24, 27, 29, 32, 36].map((length) =>
    aCase(
      `user-length-${length}`,
      `a user SID of 28 bytes with a stated length of ${length} is refused`,
      [
        aSession(),
        accepted('TV-031', createToken('c', tokenSpec())),
        judged(
          'TV-031',
          createToken(
            't',
            tokenSpec(
              {},
              [edit.append('0000000000000000'), edit.set('userSidLength', length)],
              USER_LAST,
            ),
          ),
        ),
      ],
      { only: WIDE },
    ),
  ),
  [0, 4, 6, 15].map((count) =>
    aCase(
      `user-other-count-${count}`,
      `a user SID of 28 bytes that counts ${count} sub-authorities is refused`,
      [
        aSession(),
        accepted('TV-031', createToken('c', tokenSpec())),
        judged(
          'TV-031',
          createToken('t', tokenSpec({}, [edit.setAt('userSid', 1, 1, count)], USER_LAST)),
        ),
      ],
      { only: WIDE },
    ),
  ),
  [6, 7, 15].map((count) =>
    aCase(
      `user-past-end-${count}`,
      `a user SID that counts ${count} sub-authorities and ends with the spec after five is refused`,
      [
        aSession(),
        accepted('TV-031', createToken('c', tokenSpec({}, [], USER_LAST))),
        judged(
          'TV-031',
          createToken('t', tokenSpec({}, [edit.setAt('userSid', 1, 1, count)], USER_LAST)),
        ),
      ],
      { only: PACKED },
    ),
  ),
  aCase(
    'user-absent',
    'a spec without a user SID, offset and length 0, is refused',
    [
      aSession(),
      control(createToken('c', tokenSpec())),
      judged('TV-032', createToken('t', tokenSpec({}, [edit.put(56, 4, 0), edit.put(60, 4, 0)]))),
    ],
    { only: WIDE },
  ),
  (
    [
      ['null', 'S-1-0-0'],
      ['bare-authority', 'S-1-5'],
      ['everyone', 'S-1-1-0'],
      ['anonymous', 'S-1-5-7'],
      ['integrity', 'S-1-16-8192'],
    ] as const
  ).map(([slug, sid]) =>
    aCase(`user-odd-${slug}`, `the user SID ${sid} is recorded`, [
      aSession('s', { userSid: sid }),
      judged('TV-033', createToken('t', tokenSpec({ userSid: sid }))),
    ]),
  ),
  ORDERS.map(([slug, hex]) =>
    aCase(`byte-order-${slug}`, `the user SID ${hex} reads back byte for byte`, [
      control(
        createSession(
          's',
          sessionSpec({ userSid: sidText((sizeOf(hex) - 8) / 4) }, edit.overwrite('userSid', hex)),
        ),
      ),
      accepted(
        ['TV-055', 'TV-060'],
        createToken(
          't',
          tokenSpec({ userSid: sidText((sizeOf(hex) - 8) / 4) }, [edit.overwrite('userSid', hex)]),
        ),
      ),
      asserts(['TV-055', 'TV-060'], query('q', 't', 'USER'), is.equals('payload', hex)),
    ]),
  ),
  LAYOUTS.flatMap(({ name, only }) =>
    LISTS.flatMap((section) => [
      ...FEW_REVISIONS.map((revision) =>
        aCase(
          `${name}-${section}-revision-${revision}`,
          `${section}: a SID of revision ${revision} in the second entry is refused`,
          [
            aSession(),
            accepted(
              ['TV-020', 'TV-059'],
              createToken('c', listOf(name, section, [entry(EVERYONE), entry(AUTHENTICATED)])),
            ),
            judged(
              ['TV-020', 'TV-059'],
              createToken(
                't',
                listOf(name, section, [
                  entry(EVERYONE),
                  entry(patch(AUTHENTICATED, 0, 1, revision)),
                ]),
              ),
            ),
          ],
          { only },
        ),
      ),
      ...FEW_COUNTS.map((count) =>
        aCase(
          `${name}-${section}-count-${count}`,
          `${section}: a whole SID of ${count} sub-authorities is refused`,
          [
            aSession(),
            accepted(
              ['TV-020', 'TV-053'],
              createToken(
                'c',
                listOf(name, section, [entry(sidHex(5, ...Array<number>(15).fill(21)))]),
              ),
            ),
            judged(
              ['TV-020', 'TV-053'],
              createToken('t', listOf(name, section, [entry(long(count))])),
            ),
          ],
          { only },
        ),
      ),
      ...BAD_LENGTHS.map(([slug, hex]) =>
        aCase(
          `${name}-${section}-length-${slug}`,
          `${section}: a SID length of ${slug.replace('-', ' ')} is refused`,
          [
            aSession(),
            accepted(
              ['TV-020', 'TV-054'],
              createToken('c', listOf(name, section, [entry(AUTHENTICATED), entry(EVERYONE)])),
            ),
            judged(
              ['TV-020', 'TV-054'],
              createToken('t', listOf(name, section, [entry(AUTHENTICATED), hex])),
            ),
          ],
          { only },
        ),
      ),
    ]),
  ),
  [1, 7, 8, 20, 24, 27, 29, 32].map((length) =>
    aCase(
      `confinement-length-${length}`,
      `a confinement SID of 28 bytes with a stated length of ${length} is refused`,
      [
        aSession(),
        accepted('TV-054', createToken('c', tokenSpec({ confinementSid: USER }))),
        judged(
          'TV-054',
          createToken(
            't',
            tokenSpec({ confinementSid: USER }, [
              edit.append('00000000'),
              edit.put(144, 4, length),
            ]),
          ),
        ),
      ],
      { only: PACKED },
    ),
  ),
  FEW_REVISIONS.map((revision) =>
    aCase(
      `confinement-revision-${revision}`,
      `a confinement SID of revision ${revision} is refused`,
      [
        aSession(),
        accepted('TV-059', createToken('c', tokenSpec({ confinementSid: USER }))),
        judged(
          'TV-059',
          createToken(
            't',
            tokenSpec({ confinementSid: USER }, [edit.setAt('confinementSid', 0, 1, revision)]),
          ),
        ),
      ],
    ),
  ),
]);
