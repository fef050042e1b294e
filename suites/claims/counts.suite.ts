/** @module How many values a claim has, and the limits of v0.22. */
import { aCase, accepted, defineSuite, judged } from '../language/suite.js';
import { aSession, createToken } from '../language/steps.js';
import { withBytes } from '../token-spec-variable/bytes.js';
import { buffer, claim, entryWith, INT64_ENTRY, u64 } from './entries.js';

const user = (entry: string) => withBytes('userClaims', buffer(entry));

export default defineSuite('claims', 'counts', [
  [1, 2, 31, 32, 33, 64, 100, 255, 256, 257, 1024].map((count) =>
    aCase(`values-${count}`, `an attribute of ${count} values is accepted`, [
      aSession(),
      judged(
        ['CL-017', 'CL-018'],
        createToken(
          't',
          user(
            claim(
              2,
              Array.from({ length: count }, (_, n) => u64(n)),
            ),
          ),
        ),
      ),
    ]),
  ),
  [1, 3].flatMap((count) =>
    [1, 2, 6].map((type) =>
      aCase(`values-${count}-type-${type}`, `${count} values of type ${type} are accepted`, [
        aSession(),
        judged(
          'CL-018',
          createToken(
            't',
            user(
              claim(
                type,
                Array.from({ length: count }, () => u64(1)),
              ),
            ),
          ),
        ),
      ]),
    ),
  ),
  [1, 2, 3, 5, 6, 16].map((type) =>
    aCase(`values-0-type-${type}`, `an attribute of type ${type} without a value is accepted`, [
      aSession(),
      judged('CL-033', createToken('t', user(claim(type, [])))),
    ]),
  ),
  // The entry has 32 bytes, 16 of them behind the header: room for four offsets.
  [5, 6, 0x10, 0x101, 0x10001, 0x3ffffffe, 0x7fffffff].map((count) =>
    aCase(`count-${count.toString(16)}`, `a count of 0x${count.toString(16)} is refused`, [
      aSession(),
      accepted('CL-019', createToken('c', user(INT64_ENTRY))),
      judged('CL-019', createToken('t', user(entryWith(12, 4, count)))),
    ]),
  ),
  // Four times these is 0, 4, 4 again and so on in 32 bits.
  [0x40000000, 0x40000001, 0x3fffffff, 0x80000000, 0x80000001, 0xc0000001, 0xffffffff].map(
    (count) =>
      aCase(`count-wraps-${count.toString(16)}`, `a count of 0x${count.toString(16)} is refused`, [
        aSession(),
        accepted('CL-019', createToken('c', user(INT64_ENTRY))),
        judged(['CL-019', 'CL-040'], createToken('t', user(entryWith(12, 4, count)))),
      ]),
  ),
  aCase('name-256', 'a name of 256 units, terminator counted, is accepted, one of 257 refused', [
    aSession(),
    accepted('CL-045', createToken('c', user(claim(1, [u64(1)], { name: 'n'.repeat(255) })))),
    judged('CL-045', createToken('t', user(claim(1, [u64(1)], { name: 'n'.repeat(256) })))),
  ]),
  aCase('name-1000', 'a name of 1000 units is refused', [
    aSession(),
    accepted('CL-045', createToken('c', user(claim(1, [u64(1)], { name: 'n'.repeat(255) })))),
    judged('CL-045', createToken('t', user(claim(1, [u64(1)], { name: 'n'.repeat(999) })))),
  ]),
  [1025, 1026, 2048].map((count) =>
    aCase(`values-too-many-${count}`, `1024 values are accepted, ${count} refused`, [
      aSession(),
      accepted('CL-046', createToken('c', user(claim(1, Array<string>(1024).fill(u64(1)))))),
      judged('CL-046', createToken('t', user(claim(1, Array<string>(count).fill(u64(1)))))),
    ]),
  ),
]);
