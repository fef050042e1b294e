/** @module The ioctl words of the documents, each with an argument that makes the call succeed. */
import { aSession, aToken, ref } from '../language/steps.js';
import { linkedPair } from '../language/steps-derive.js';
import { memoryOf, type RawArgument } from '../language/steps-raw.js';
import type { SuiteStep, SwitchCondition } from '../language/suite.js';

/** An ioctl by its 32-bit word. @public */
export interface Word {
  readonly slug: string;
  readonly word: number;
  readonly number: number;
  /** The token that the call is made on in {@link TOKENS}. */
  readonly token: 'a' | 'i';
  readonly argument: RawArgument;
  /** What it needs beside {@link TOKENS}. */
  readonly given?: readonly SuiteStep[];
  readonly needs: string;
  readonly only?: SwitchCondition;
}

/** Two primary tokens and an impersonation token; group 0 is optional. @public */
export const TOKENS: readonly SuiteStep[] = [
  aSession(),
  ...(['a', 'b'] as const).map((name) =>
    aToken(name, {
      groups: [{ sid: 'S-1-5-21-71-72-73-2005', attributes: 0x6 }],
      privilegesPresent: '0x8',
    }),
  ),
  aToken('i', { tokenType: 2, impersonationLevel: 2 }),
];

/** One entry of two 32-bit numbers behind a struct of `size` bytes. */
function oneEntry(size: number, first: number, second: number): RawArgument {
  const argument = memoryOf(size + 8, [
    [0, 4, 1],
    [size, 4, first],
    [size + 4, 4, second],
  ]);
  return { argument, addresses: [{ at: 8, of: size }] };
}

const KEEP = 0xffff;

/** Offsets and words as PSD-004 §13.6(2) and the published headers have them. @public */
export const WORDS: readonly Word[] = [
  {
    slug: 'query',
    word: 0xc0104b00,
    number: 0,
    token: 'a',
    argument: {
      argument: memoryOf(16 + 68, [
        [0, 4, 1],
        [4, 4, 68],
      ]),
      addresses: [{ at: 8, of: 16 }],
    },
    needs: 'query',
  },
  {
    slug: 'adjust-privs',
    word: 0x40184b01,
    number: 1,
    token: 'a',
    argument: oneEntry(24, 3, 2),
    needs: 'adjust',
  },
  {
    slug: 'duplicate',
    word: 0xc0104b02,
    number: 2,
    token: 'a',
    argument: {
      argument: memoryOf(16, [
        [0, 4, 8],
        [4, 4, 1],
        [12, 4, 0xffffffff],
      ]),
    },
    needs: 'derive',
  },
  { slug: 'install', word: 0x00004b03, number: 3, token: 'a', argument: {}, needs: 'install' },
  {
    slug: 'restrict',
    word: 0xc0284b04,
    number: 4,
    token: 'a',
    argument: {
      argument: memoryOf(40, [
        [0, 8, 8],
        [32, 4, 0xffffffff],
      ]),
    },
    needs: 'derive',
  },
  {
    slug: 'link-tokens',
    word: 0x40104b05,
    number: 5,
    token: 'a',
    argument: {
      argument: memoryOf(16, [
        [0, 4, ref('a.handle')],
        [4, 4, ref('b.handle')],
        [8, 8, ref('s.id')],
      ]),
    },
    needs: 'link',
  },
  {
    slug: 'get-linked-token',
    word: 0xc0044b06,
    number: 6,
    token: 'a',
    argument: { argument: memoryOf(4, [[0, 4, 0xffffffff]]) },
    given: [linkedPair('a', 'b')],
    needs: 'link',
  },
  {
    slug: 'adjust-groups',
    word: 0x40184b07,
    number: 7,
    token: 'a',
    argument: oneEntry(24, 0, 0),
    needs: 'adjust',
    only: { R11: '24-bytes' },
  },
  {
    slug: 'adjust-groups',
    word: 0x40904b07,
    number: 7,
    token: 'a',
    argument: oneEntry(144, 0, 0),
    needs: 'adjust',
    only: { R11: '144-bytes' },
  },
  {
    slug: 'impersonate',
    word: 0x00004b08,
    number: 8,
    token: 'i',
    argument: {},
    needs: 'impersonate',
  },
  {
    slug: 'adjust-default',
    word: 0x40104b09,
    number: 9,
    token: 'a',
    argument: {
      argument: memoryOf(16, [
        [12, 2, KEEP],
        [14, 2, KEEP],
      ]),
    },
    needs: 'adjust',
  },
  {
    slug: 'adjust-sessionid',
    word: 0x40044b0a,
    number: 10,
    token: 'a',
    argument: { argument: memoryOf(4, [[0, 4, 7]]) },
    needs: 'adjust',
  },
];
