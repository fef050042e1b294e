/** @module The user SID: revision, count, length, byte orders. */
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import {
  aSession,
  createSession,
  createToken,
  is,
  query,
  sessionSpec,
  tokenSpec,
} from '../language/steps.js';
import { edit } from '../language/template.js';
import { PACKED, sizeOf, u32, WIDE } from './bytes.js';

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

const LAYOUTS = [
  { name: 'wide', only: WIDE },
  { name: 'packed', only: PACKED },
] as const;

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
      `a user SID that counts ${count} sub-authorities where the spec has five is refused`,
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
]);
