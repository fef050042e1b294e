/**
 * @module Sections that share bytes, for every pair of the eleven sections of seed 003. Where two
 * formats allow it, the shared bytes are well formed as both sections: only the sharing is wrong.
 */
import { aCase, accepted, defineSuite, judged, type SuiteStep } from '../language/suite.js';
import { aSession, createToken, ref, tokenSpec } from '../language/steps.js';
import { edit, type BytesTemplate } from '../language/template.js';
import { acl, entry, EVERYONE, ace, sidHex, sizeOf, u32, WIDE } from './bytes.js';
import type { Section } from './full-spec.js';

/** Where the header of seed 003 keeps the offset; the length stands 4 bytes behind it. */
const PAIRS: Readonly<Record<Section, number>> = {
  userSid: 56,
  groups: 64,
  restrictedSids: 72,
  deviceGroups: 80,
  restrictedDeviceGroups: 88,
  userClaims: 96,
  deviceClaims: 104,
  defaultDacl: 112,
  confinementSid: 152,
  capabilities: 160,
  supplementaryGids: 184,
};
const NAMES = Object.keys(PAIRS) as readonly Section[];

const NAME = '61000000';
/** An INT64 claim "a" of value 1: name at 20, value at 24. */
const INT64_CLAIM =
  u32(32) + u32(20) + '01000000' + u32(0) + u32(1) + u32(24) + NAME + '0100000000000000';

const LIST = u32(1) + entry(EVERYONE);

/** A small section of each kind; all sizes are multiples of 4, up to 36 bytes. */
const SMALL: Readonly<Record<Section, string>> = {
  userSid: EVERYONE,
  confinementSid: EVERYONE,
  userClaims: INT64_CLAIM,
  deviceClaims: INT64_CLAIM,
  defaultDacl: acl([]),
  supplementaryGids: u32(5) + u32(6),
  groups: LIST,
  restrictedSids: LIST,
  deviceGroups: LIST,
  restrictedDeviceGroups: LIST,
  capabilities: LIST,
};

/** A SID whose sub-authorities are these bytes, and where in it they are. */
function around(inner: string): string {
  const words = inner.match(/.{8}/g) ?? [];
  return sidHex(5, ...words.map((word) => Buffer.from(word, 'hex').readUInt32LE(0)));
}

/** Bytes of a section, and where in them the inner section lies. */
interface Holding {
  readonly hex: string;
  readonly at: number;
}

/** A SID claim "a" in the encoding of seed 003: name at 20, length at 24, SID at 28. */
function claimHolding(sid: string): Holding {
  const header = `${u32(20)}05000000${u32(0)}${u32(1)}${u32(24)}${NAME}`;
  const body = `${header}${u32(sizeOf(sid))}${sid}`;
  return { hex: u32(sizeOf(body)) + body, at: 4 + 28 + 8 };
}

/** A section in which `inner` lies, well formed as both. */
function holding(section: Section, inner: string): Holding {
  const sid = around(inner);
  const list = { hex: u32(1) + entry(sid), at: 4 + 4 + 8 };
  const bySection: Readonly<Record<Section, Holding>> = {
    userSid: { hex: sid, at: 8 },
    confinementSid: { hex: sid, at: 8 },
    userClaims: claimHolding(sid),
    deviceClaims: claimHolding(sid),
    defaultDacl: { hex: acl([ace(0, sid)]), at: 8 + 8 + 8 },
    supplementaryGids: { hex: inner, at: 0 },
    groups: list,
    restrictedSids: list,
    deviceGroups: list,
    restrictedDeviceGroups: list,
    capabilities: list,
  };
  return bySection[section];
}

interface Piece {
  readonly section: Section;
  readonly hex: string;
}

/** The header of the plain token, then these pieces, each behind the other, from 192 on. */
function laidOut(
  pieces: readonly Piece[],
  shared: { readonly section: Section; readonly at: number; readonly size: number }[] = [],
): BytesTemplate {
  const user = pieces.find(({ section }) => section === 'userSid');
  const claimed = shared.some(({ section }) => section === 'userSid');
  const own =
    user === undefined && !claimed ? [{ section: 'userSid' as const, hex: EVERYONE }] : [];
  const all = [...own, ...pieces];
  const starts = all.map((_, index) =>
    all.slice(0, index).reduce((sum, { hex }) => sum + sizeOf(hex), 192),
  );
  return tokenSpec({ userSid: 'S-1-1-0', groups: undefined, sessionId: ref('s.id') }, [
    edit.truncate(192),
    edit.append(all.map(({ hex }) => hex).join('')),
    ...all.flatMap(({ section, hex }, index) => [
      edit.put(PAIRS[section], 4, starts[index] ?? 0),
      edit.put(PAIRS[section] + 4, 4, sizeOf(hex)),
    ]),
    ...shared.flatMap(({ section, at, size }) => [
      edit.put(PAIRS[section], 4, at),
      edit.put(PAIRS[section] + 4, 4, size),
    ]),
  ]);
}

/** The start of the first piece given to {@link laidOut}. */
function firstStart(pieces: readonly Piece[], section: Section): number {
  const user = section === 'userSid' || pieces.some((piece) => piece.section === 'userSid');
  return user ? 192 : 192 + sizeOf(EVERYONE);
}

/** A session of the user whose binary SID this is (ruling R98). */
function sessionOf(sid: string): SuiteStep {
  const words = sid.slice(16).match(/.{8}/g) ?? [];
  const numbers = words.map((word) => Buffer.from(word, 'hex').readUInt32LE(0));
  return aSession('s', { userSid: ['S-1', parseInt(sid.slice(4, 16), 16), ...numbers].join('-') });
}

const ORDERED = NAMES.flatMap((inner) =>
  NAMES.filter((outer) => outer !== inner).map((outer) => ({ inner, outer })),
);

/** Two sections of one kind can be the same bytes; GIDs can be any bytes. */
const KINDS: readonly (readonly Section[])[] = [
  ['userSid', 'confinementSid'],
  ['userClaims', 'deviceClaims'],
  ['groups', 'restrictedSids', 'deviceGroups', 'restrictedDeviceGroups', 'capabilities'],
];
const IDENTICAL = [
  ...KINDS.flatMap((kind) =>
    kind.flatMap((first, n) => kind.slice(n + 1).map((second) => ({ first, second }))),
  ),
  ...NAMES.filter((name) => name !== 'supplementaryGids').map((first) => ({
    first,
    second: 'supplementaryGids' as const,
  })),
];

const OTHERS = NAMES.filter((name) => name !== 'supplementaryGids');

export default defineSuite('token-spec-variable', 'overlap', [
  ORDERED.map(({ inner, outer }) => {
    const { hex, at } = holding(outer, SMALL[inner]);
    const pieces = [{ section: outer, hex }];
    const shared = {
      section: inner,
      at: firstStart(pieces, inner) + at,
      size: sizeOf(SMALL[inner]),
    };
    return aCase(
      `${inner}-inside-${outer}`,
      `${inner} that lies inside ${outer} is refused`,
      [
        sessionOf(outer === 'userSid' ? hex : EVERYONE),
        accepted(
          'TV-035',
          createToken('c', laidOut([...pieces, { section: inner, hex: SMALL[inner] }])),
        ),
        judged('TV-035', createToken('t', laidOut(pieces, [shared]))),
      ],
      { only: WIDE },
    );
  }),
  IDENTICAL.map(({ first, second }) => {
    const pieces = [{ section: first, hex: SMALL[first] }];
    const at = firstStart(pieces, second);
    return aCase(
      `${first}-is-${second}`,
      `${first} and ${second} that are the same bytes are refused`,
      [
        sessionOf(EVERYONE),
        accepted(
          'TV-035',
          createToken('c', laidOut([...pieces, { section: second, hex: SMALL[first] }])),
        ),
        judged(
          'TV-035',
          createToken('t', laidOut(pieces, [{ section: second, at, size: sizeOf(SMALL[first]) }])),
        ),
      ],
      { only: WIDE },
    );
  }),
  OTHERS.flatMap((section) => {
    const pieces = [
      { section, hex: SMALL[section] },
      { section: 'supplementaryGids' as const, hex: u32(5) },
    ];
    const start = firstStart(pieces, section);
    const size = sizeOf(SMALL[section]);
    return [
      aCase(
        `gids-from-last-of-${section}`,
        `GIDs that start at the last byte of ${section} are refused`,
        [
          sessionOf(EVERYONE),
          accepted('TV-035', createToken('c', laidOut(pieces))),
          judged(
            'TV-035',
            createToken(
              't',
              laidOut(pieces, [{ section: 'supplementaryGids', at: start + size - 1, size: 4 }]),
            ),
          ),
        ],
        { only: WIDE },
      ),
      aCase(
        `gids-to-first-of-${section}`,
        `GIDs that end with the first byte of ${section} are refused`,
        [
          sessionOf(EVERYONE),
          accepted('TV-035', createToken('c', laidOut([...pieces].reverse()))),
          judged(
            'TV-035',
            createToken(
              't',
              laidOut([...pieces].reverse(), [
                {
                  section: 'supplementaryGids',
                  at: section === 'userSid' ? 193 : 193 + sizeOf(EVERYONE),
                  size: 4,
                },
              ]),
            ),
          ),
        ],
        { only: WIDE },
      ),
    ];
  }),
  ORDERED.map(({ inner: first, outer: second }) => {
    const pieces = [
      { section: first, hex: SMALL[first] },
      { section: second, hex: SMALL[second] },
    ];
    const start = firstStart(pieces, first) + sizeOf(SMALL[first]);
    return aCase(
      `${second}-one-byte-into-${first}`,
      `${second} moved a byte back into ${first} is refused`,
      [
        sessionOf(EVERYONE),
        accepted('TV-035', createToken('c', laidOut(pieces))),
        judged(
          'TV-035',
          createToken(
            't',
            laidOut(pieces, [{ section: second, at: start - 1, size: sizeOf(SMALL[second]) }]),
          ),
        ),
      ],
      { only: WIDE },
    );
  }),
]);
