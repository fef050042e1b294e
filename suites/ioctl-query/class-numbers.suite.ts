/** @module Which class numbers QUERY knows: 1 to 24 on every kind of token, and no others. */
import { aSession, aToken, install, is, openSelf, query } from '../language/steps.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep, SwitchCondition } from '../language/suite.js';
import { FULL_TOKEN } from './full-token.js';

const NEW: SwitchCondition = { R15: '24' };
const KNOWN = Array.from({ length: 24 }, (_, n) => n + 1);

const BYTES = Array.from({ length: 256 }, (_, n) => n).filter((n) => !KNOWN.includes(n));

/** Known numbers with higher bits set, and the ends of the 32-bit range. */
const WIDE: readonly number[] = [
  0x100, 0x101, 0x118, 0x8001, 0x10000, 0x10001, 0x10018, 0x1000001, 0x7fffffff, 0x80000000,
  0x80000001, 0xffff0001, 0xfffffffe, 0xffffffff,
];

const OWN: SuiteStep = control(openSelf('o'));

interface Kind {
  readonly slug: string;
  readonly title: string;
  readonly needs: readonly string[];
  /** Leaves the handle `o`. */
  readonly given: readonly SuiteStep[];
}

const KINDS: readonly Kind[] = [
  { slug: 'own', title: 'the own token', needs: [], given: [OWN] },
  {
    slug: 'plain',
    title: 'a primary token without anything optional',
    needs: ['sessions'],
    given: [aSession(), aToken('o')],
  },
  {
    slug: 'empty',
    title: 'a primary token without groups',
    needs: ['sessions'],
    given: [aSession(), aToken('o', { groups: [] })],
  },
  {
    slug: 'full',
    title: 'an impersonation token with everything',
    needs: ['sessions'],
    given: [aSession(), aToken('o', FULL_TOKEN)],
  },
  {
    slug: 'anonymous',
    title: 'an impersonation token of level Anonymous',
    needs: ['sessions'],
    given: [aSession(), aToken('o', { tokenType: 2, impersonationLevel: 0 })],
  },
  {
    slug: 'installed',
    title: 'the own token of a caller without privileges',
    needs: ['sessions', 'install'],
    given: [aSession(), aToken('t'), control(install('t')), OWN],
  },
];

export default defineSuite('ioctl-query', 'class-numbers', [
  KINDS.flatMap(({ slug, title, needs, given }) =>
    KNOWN.map((n) =>
      aCase(
        `known-${slug}-${n}`,
        `class ${n} can be asked of ${title}`,
        [given, judged('IQ-040', query('q', 'o', n))],
        { needs, ...(n > 21 ? { only: NEW } : {}) },
      ),
    ),
  ),
  [...BYTES, ...WIDE].map((n) =>
    aCase(`unknown-${n}`, `class ${n} is refused`, [
      OWN,
      control(query('e', 'o', 1)),
      judged('IQ-046', query('q', 'o', n)),
    ]),
  ),
  [0, 25, 0xffffffff].map((n) =>
    aCase(`unknown-sizing-${n}`, `class ${n} is refused in a sizing call, too`, [
      OWN,
      accepted('IQ-002', query('e', 'o', 1, { capacity: 0 })),
      judged('IQ-046', query('q', 'o', n, { capacity: 0 })),
      judged('IQ-046', query('r', 'o', n, { pointer: 'null' })),
    ]),
  ),
  [
    aCase(
      'numbers-in-order',
      'classes 4 and 21 are type and level, not each other',
      [
        aSession(),
        aToken('t', { tokenType: 2, impersonationLevel: 3 }),
        asserts('IQ-017', query('q', 't', 4), is.equals('decoded', 2)),
        asserts('IQ-018', query('r', 't', 21), is.equals('decoded', 3)),
      ],
      { needs: ['sessions'] },
    ),
  ],
]);
