/** @module SIDs in the entries of lists, and the confinement SID. */
import { aCase, accepted, defineSuite, judged } from '../language/suite.js';
import { aSession, createToken, tokenSpec, USER } from '../language/steps.js';
import { edit, type BytesTemplate } from '../language/template.js';
import {
  AUTHENTICATED,
  entry,
  EVERYONE,
  PACKED,
  packedList,
  patch,
  sidHex,
  u8,
  u32,
  WIDE,
  wideList,
} from './bytes.js';
import { LISTS, type Section } from './full-spec.js';

/** A list section with entries as they are under one layout, whole or spoiled. */
function listOf(
  layout: 'wide' | 'packed',
  section: Section,
  entries: readonly string[],
): BytesTemplate {
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
const long = (count: number): string => `01${u8(count)}000000000005${u32(21).repeat(count)}`;

export default defineSuite('token-spec-variable', 'entry-sids', [
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
