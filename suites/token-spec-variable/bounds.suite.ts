/** @module Sections that leave the spec or enter its header, and every truncation. */
import { aCase, accepted, defineSuite, judged } from '../language/suite.js';
import { aSession, createToken, tokenSpec } from '../language/steps.js';
import { edit, type BytesTemplate, type Edit } from '../language/template.js';
import { PACKED, u32, WIDE, withBytes, withField } from './bytes.js';
import {
  COUNTED,
  fullSpec,
  last,
  PACKED_BYTES,
  SECTIONS,
  SIZES,
  WIDE_BYTES,
  type Section,
} from './full-spec.js';

const LAYOUTS = [
  { name: 'wide', only: WIDE, bytes: WIDE_BYTES },
  { name: 'packed', only: PACKED, bytes: PACKED_BYTES },
] as const;

/** The eleven pairs of the header of seed 003: offset and length. */
const WIDE_PAIRS: readonly (readonly [Section, number, number])[] = [
  ['userSid', 56, 60],
  ['groups', 64, 68],
  ['restrictedSids', 72, 76],
  ['deviceGroups', 80, 84],
  ['restrictedDeviceGroups', 88, 92],
  ['userClaims', 96, 100],
  ['deviceClaims', 104, 108],
  ['defaultDacl', 112, 116],
  ['confinementSid', 152, 156],
  ['capabilities', 160, 164],
  ['supplementaryGids', 184, 188],
];

/** The header field that says how much there is; the user SID of the packed layouts has none. */
function amountField(layout: string, section: Section): string | undefined {
  if (layout === 'wide') return `${section}Length`;
  if (section === 'userSid') return undefined;
  return COUNTED.includes(section) ? `${section}Count` : `${section}Length`;
}

const AMOUNTS = LAYOUTS.flatMap(({ name, only }) =>
  SECTIONS.flatMap((section) => {
    const field = amountField(name, section);
    return field === undefined ? [] : [{ name, only, section, field }];
  }),
);

/** The default DACL is the last section and ends with the spec. */
const behindEnd = (section: Section, plus: number): Edit =>
  edit.point(`${section}Offset`, 'defaultDacl', SIZES.defaultDacl + plus);

const RANGES = SECTIONS.flatMap((section) => [
  { section, slug: 'at-end', text: 'at the end of the spec', move: behindEnd(section, 0) },
  { section, slug: 'past-end', text: 'a byte past the end', move: behindEnd(section, 1) },
  ...[0x10000, 0x7fffffff, 0x80000000, 0xffffffff].map((offset) => ({
    section,
    slug: `at-${offset.toString(16)}`,
    text: `at offset 0x${offset.toString(16)}`,
    move: edit.set(`${section}Offset`, offset),
  })),
]);

const HUGE = [0x10000, 0x3fffffff, 0x40000001, 0x7fffffff, 0x80000000, 0xffffffff];

/** Offset and amount whose sum wraps around 32 bits, to 16 or to 0. */
const WRAPS = [
  { slug: 'fffffff0', offset: 0xfffffff0, length: 0x20, count: 8 },
  { slug: 'fffffffc', offset: 0xfffffffc, length: 4, count: 1 },
] as const;

/** One GID at 192, the user SID and the groups behind it. */
function gidsFirst(...edits: readonly Edit[]): BytesTemplate {
  return tokenSpec({ supplementaryGids: [5] }, edits, { order: ['supplementaryGids', 'userSid'] });
}

export default defineSuite('token-spec-variable', 'bounds', [
  LAYOUTS.map(({ name, only, bytes }) =>
    Array.from({ length: bytes - 192 }, (_, n) => 192 + n).map((length) =>
      aCase(
        `${name}-truncated-${length}`,
        `${length} of the ${bytes} bytes of a spec with all sections are refused`,
        [
          aSession(),
          accepted(['TV-004', 'TV-034'], createToken('control', fullSpec())),
          judged(['TV-004', 'TV-034'], createToken('t', fullSpec([edit.truncate(length)]))),
        ],
        { only },
      ),
    ),
  ).flat(),
  RANGES.map(({ section, slug, text, move }) =>
    aCase(`start-${section}-${slug}`, `${section} that starts ${text} is refused`, [
      aSession(),
      accepted('TV-003', createToken('control', fullSpec())),
      judged('TV-003', createToken('t', fullSpec([move]))),
    ]),
  ),
  SECTIONS.map((section) =>
    aCase(`cut-${section}`, `${section} that ends a byte behind the spec is refused`, [
      aSession(),
      accepted('TV-004', createToken('control', fullSpec([], { order: last(section) }))),
      judged('TV-004', createToken('t', fullSpec([edit.cut(1)], { order: last(section) }))),
    ]),
  ),
  AMOUNTS.map(({ name, only, section, field }) =>
    aCase(
      `${name}-one-more-${section}`,
      `one more in ${field} reaches beyond the spec`,
      [
        aSession(),
        accepted('TV-004', createToken('control', fullSpec([], { order: last(section) }))),
        judged(
          ['TV-004', 'TV-034'],
          createToken('t', fullSpec([edit.add(field, 1)], { order: last(section) })),
        ),
      ],
      { only },
    ),
  ),
  AMOUNTS.flatMap(({ name, only, section, field }) =>
    HUGE.map((amount) =>
      aCase(
        `${name}-${field}-${amount.toString(16)}`,
        `${field} 0x${amount.toString(16)} is refused`,
        [
          aSession(),
          accepted('TV-034', createToken('control', fullSpec())),
          judged(
            amount === 0xffffffff ? ['TV-034', 'TV-005'] : 'TV-034',
            createToken('t', fullSpec([edit.set(field, amount)], { order: last(section) })),
          ),
        ],
        { only },
      ),
    ),
  ),
  AMOUNTS.flatMap(({ name, only, section, field }) =>
    WRAPS.map(({ slug, offset, length, count }) =>
      aCase(
        `${name}-wrap-${section}-${slug}`,
        `${section} at 0x${slug} whose end wraps around 32 bits is refused`,
        [
          aSession(),
          accepted('TV-005', createToken('control', fullSpec())),
          judged(
            'TV-005',
            createToken(
              't',
              fullSpec([
                edit.set(`${section}Offset`, offset),
                edit.set(field, field.endsWith('Count') ? count : length),
              ]),
            ),
          ),
        ],
        { only },
      ),
    ),
  ),
  aCase('packed-wrap-userSid', 'a user SID at 0xfffffff0 is refused', [
    aSession(),
    accepted('TV-005', createToken('control', fullSpec())),
    judged('TV-005', createToken('t', fullSpec([edit.set('userSidOffset', 0xfffffff0)]))),
  ]),
  WIDE_PAIRS.flatMap(([section, offset, length]) => [
    aCase(
      `pair-${offset}`,
      `the offset at ${offset} (${section}) is checked`,
      [
        aSession(),
        accepted('TV-003', createToken('control', fullSpec())),
        judged(['TV-006', 'TV-003'], createToken('t', fullSpec([edit.put(offset, 4, WIDE_BYTES)]))),
      ],
      { only: WIDE },
    ),
    aCase(
      `pair-${length}`,
      `the length at ${length} (${section}) is checked`,
      [
        aSession(),
        accepted('TV-034', createToken('control', fullSpec())),
        judged(
          ['TV-006', 'TV-034'],
          createToken('t', fullSpec([edit.put(length, 4, WIDE_BYTES)], { order: last(section) })),
        ),
      ],
      { only: WIDE },
    ),
  ]),
  Array.from({ length: 191 }, (_, n) => n + 1).map((offset) =>
    aCase(
      `header-gids-${offset}`,
      `GIDs at offset ${offset}, inside the header, are refused`,
      [
        aSession(),
        accepted('TV-007', createToken('control', withBytes('supplementaryGids', u32(5)))),
        judged(
          'TV-007',
          createToken('t', tokenSpec({}, [edit.put(184, 4, offset), edit.put(188, 4, 4)])),
        ),
      ],
      { only: WIDE },
    ),
  ),
  [189, 190, 191].map((offset) =>
    aCase(
      `header-first-gids-${offset}`,
      `GIDs from offset ${offset} to before the user SID at 196 are refused`,
      [
        aSession(),
        accepted('TV-007', createToken('control', gidsFirst())),
        judged('TV-007', createToken('t', gidsFirst(edit.put(184, 4, offset)))),
      ],
      { only: WIDE },
    ),
  ),
  WIDE_PAIRS.flatMap(([section, field]) =>
    [1, 4, 188, 191].map((offset) =>
      aCase(
        `header-${section}-${offset}`,
        `${section} at offset ${offset}, inside the header, is refused`,
        [
          aSession(),
          accepted('TV-007', createToken('control', fullSpec())),
          judged('TV-007', createToken('t', fullSpec([edit.put(field, 4, offset)]))),
        ],
        { only: WIDE },
      ),
    ),
  ),
  aCase(
    'header-end-gids',
    'GIDs at offset 192, directly behind the header, are accepted',
    [
      aSession(),
      accepted(
        'TV-007',
        createToken('t', fullSpec([], { order: ['supplementaryGids', ...SECTIONS.slice(0, 9)] })),
      ),
    ],
    { only: WIDE },
  ),
  aCase(
    'gid-length-zero-count',
    'a spec whose GIDs are absent is accepted, one GID past the end is not',
    [
      aSession(),
      accepted(
        'TV-004',
        createToken('control', withField('supplementaryGids', 'supplementaryGidsCount', u32(5), 1)),
      ),
      judged(
        'TV-004',
        createToken('t', withField('supplementaryGids', 'supplementaryGidsCount', u32(5), 2)),
      ),
    ],
    { only: PACKED },
  ),
]);
