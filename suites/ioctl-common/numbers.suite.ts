/** @module Ioctl words: those of the table work on tokens, all others and all other files fail. */
import { query } from '../language/steps.js';
import { SESSIONS_NODE, openPath } from '../language/steps-inspect.js';
import { memoryOf, rawIoctl } from '../language/steps-raw.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteCase, SuiteStep } from '../language/suite.js';
import { TOKENS, WORDS, type Word } from './words.js';

const hex = (word: number): string => `0x${(word >>> 0).toString(16).padStart(8, '0')}`;

const more = ({ needs, only }: Word): { needs: string[]; only?: NonNullable<Word['only']> } => ({
  needs: [needs, 'sessions'],
  ...(only === undefined ? {} : { only }),
});

/** Follow from other direction macros on a page outside of the texts: for the report (R12). */
const OTHER_MACROS: readonly number[] = [0xc0184b01, 0xc0104b05, 0x80044b06, 0xc0184b07];

/** A 32-bit word in its parts. */
const wordOf = (direction: number, size: number, magic: number, number: number): number =>
  ((direction << 30) | (size << 16) | (magic << 8) | number) >>> 0;

/** Neighbours of a word: another direction, another size, another magic. */
function neighbours({ word, number }: Word): readonly number[] {
  const [direction, size] = [word >>> 30, (word >>> 16) & 0x3fff];
  const found = [
    ...[0, 1, 2, 3].map((other) => wordOf(other, size, 0x4b, number)),
    ...[-8, -4, -1, 1, 4, 8].map((by) => wordOf(direction, size + by, 0x4b, number)),
    ...[0x00, 0x4a, 0x4c, 0x6b].map((magic) => wordOf(direction, size, magic, number)),
  ].filter((other) => other !== word && ((other >>> 16) & 0x3fff) < 0x2000);
  return [...new Set(found)];
}

/** Numbers behind the table, and words of other parts of a kernel. */
const STRANGE: readonly number[] = [
  ...Array.from({ length: 22 }, (_, n) => wordOf(0, 0, 0x4b, 11 + n)),
  ...[0x7f, 0x80, 0xff].map((number) => wordOf(0, 0, 0x4b, number)),
  ...[11, 12, 0x4b].map((number) => wordOf(3, 16, 0x4b, number)),
  ...[0, 1, 0x4b, 0x1260, 0x5401, 0x5413, 0x4b0000, 0x4b000000, 0xffffffff, 0xc0104c00],
];

/** The sub-authorities of the user behind the first: 1111, 2222, 3333, 1001. */
const USER_REST = '57040000ae080000050d0000e9030000';

const GOOD_QUERY = WORDS[0]?.argument ?? {};
const works: SuiteStep = control(rawIoctl('good', 'a', 0xc0104b00, GOOD_QUERY));

/** Memory that every struct finds room in. */
const ROOM = memoryOf(256);

function unknownCase(slug: string, word: number): SuiteCase {
  const call = rawIoctl('r', 'a', word, { argument: ROOM });
  const judgedCall = OTHER_MACROS.includes(word)
    ? asserts('IC-014', call, { kind: 'recorded' })
    : judged('IC-014', call);
  return aCase(slug, `a token knows no ioctl ${hex(word)}`, [TOKENS, works, judgedCall], {
    needs: ['sessions', 'query'],
  });
}

/** Descriptors that are no tokens, and how to get them. */
const OTHER_FILES: readonly (readonly [
  slug: string,
  open: SuiteStep,
  name: string,
  need: string,
])[] = [
  ['null-device', openPath('f', '/dev/null'), 'f', 'procfs'],
  ['listing', openPath('f', SESSIONS_NODE), 'f', 'securityfs'],
  [
    'socket',
    { as: 'f', op: 'world.socketPair', args: { type: 'stream' } },
    'f.first',
    'peer-sockets',
  ],
  [
    'unconnected-socket',
    { as: 'f', op: 'world.socket', args: { type: 'seqpacket' } },
    'f',
    'peer-sockets',
  ],
];

export default defineSuite('ioctl-common', 'numbers', [
  WORDS.map((word) =>
    aCase(
      `known-${word.slug}-${hex(word.word)}`,
      `${hex(word.word)} is ${word.slug}`,
      [
        TOKENS,
        word.given ?? [],
        accepted('IC-012', rawIoctl('r', word.token, word.word, word.argument)),
      ],
      more(word),
    ),
  ),
  aCase(
    'query-is-query',
    'the word of QUERY gives the bytes that QUERY gives',
    [
      TOKENS,
      control(query('q', 'a', 'USER')),
      // The struct: class 1, 28 bytes written, an address; then the SID.
      asserts('IC-012', rawIoctl('r', 'a', 0xc0104b00, GOOD_QUERY), {
        kind: 'matches',
        at: 'argument',
        pattern: `^010000001c000000[0-9a-f]{16}010500000000000515000000${USER_REST}(?:00){40}$`,
      }),
    ],
    { needs: ['query', 'sessions'] },
  ),
  WORDS.flatMap((word) =>
    neighbours(word).map((other) => {
      const made = unknownCase(`${word.slug}-${hex(word.word)}-not-${hex(other)}`, other);
      return { ...made, ...(word.only === undefined ? {} : { only: word.only }) };
    }),
  ),
  STRANGE.map((word) => unknownCase(`strange-${hex(word)}`, word)),
  WORDS.flatMap((word) =>
    OTHER_FILES.map(([slug, open, name, need]) =>
      aCase(
        `${slug}-${word.slug}-${hex(word.word)}`,
        `${hex(word.word)} fails on ${slug}`,
        [
          TOKENS,
          word.given ?? [],
          control(open),
          control(rawIoctl('good', word.token, word.word, word.argument)),
          judged('IC-015', rawIoctl('r', name, word.word, word.argument)),
        ],
        { ...more(word), needs: [word.needs, 'sessions', 'tokens', need] },
      ),
    ),
  ),
]);
