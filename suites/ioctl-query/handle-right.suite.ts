/** @module The right that QUERY needs on the handle: TOKEN_QUERY, 0x0008, and nothing else. */
import { openSelf, query } from '../language/steps.js';
import { aCase, accepted, control, defineSuite, judged } from '../language/suite.js';

const QUERY = 0x0008;

/** Rights that every text lets a token's own user have. */
const ORDINARY: readonly number[] = [0x0020, 0x0040, 0x0080, 0x00e0];

/** Every other right by itself, and all of them but QUERY; for profiles with a default SD (R56). */
const OTHERS: readonly number[] = [
  0x0001, 0x0002, 0x0004, 0x0010, 0x0100, 0x10000, 0x20000, 0x40000, 0x80000, 0xf01f7,
];

function without(mask: number, more: Parameters<typeof aCase>[3] = {}): ReturnType<typeof aCase> {
  const name = `0x${mask.toString(16)}`;
  return aCase(
    `mask-${name}`,
    `a handle with the rights ${name} cannot query`,
    [
      control(openSelf('o', mask | QUERY)),
      accepted('IQ-005', query('c', 'o', 'USER')),
      control(openSelf('h', mask)),
      judged('IQ-005', query('q', 'h', 'USER')),
    ],
    more,
  );
}

export default defineSuite('ioctl-query', 'handle-right', [
  ORDINARY.map((mask) => without(mask)),
  OTHERS.map((mask) => without(mask, { only: { R56: 'defined' } })),
  Array.from({ length: 24 }, (_, n) =>
    aCase(
      `class-${n + 1}`,
      `without the right, class ${n + 1} is refused`,
      [
        control(openSelf('o')),
        accepted('IQ-005', query('c', 'o', n + 1)),
        control(openSelf('h', 0x0020)),
        judged('IQ-005', query('q', 'h', n + 1)),
      ],
      n + 1 > 21 ? { only: { R15: '24' } } : {},
    ),
  ),
  aCase('sizing', 'without the right, a sizing call is refused as well', [
    control(openSelf('o')),
    accepted('IQ-005', query('c', 'o', 'USER', { capacity: 0 })),
    control(openSelf('h', 0x0020)),
    judged('IQ-005', query('q', 'h', 'USER', { capacity: 0 })),
    judged('IQ-005', query('r', 'h', 'USER', { pointer: 'null' })),
  ]),
]);
