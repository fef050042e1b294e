/** @module 64 privileges, one for each bit of a mask; claims as many as fit. */
import { aCase, asserts, defineSuite, judged } from '../language/suite.js';
import { aSession, aToken, createToken, is, query, tokenSpec } from '../language/steps.js';
import type { TemplateValue } from '../language/template.js';

/** The bits of the catalogue: 2 to 35, 62 and 63. */
const BITS = [...Array.from({ length: 34 }, (_, n) => n + 2), 62, 63];

/** Everything but the mask of used privileges, which other clauses speak of. */
const NOT_USED = 'ff'.repeat(24) + '00'.repeat(8);

function littleEndian(mask: bigint): string {
  return (mask.toString(16).padStart(16, '0').match(/../gu) ?? []).reverse().join('');
}

/** Payload of class 3: present, enabled, enabled by default, used. */
function masks(present: bigint, enabled: bigint): string {
  return `${littleEndian(present)}${littleEndian(enabled).repeat(2)}${'00'.repeat(8)}`;
}

const hex = (mask: bigint): string => `0x${mask.toString(16)}`;

const ALL = BITS.reduce((mask, bit) => mask | (1n << BigInt(bit)), 0n);

/** Present and enabled. */
const MASKS: readonly (readonly [string, bigint, bigint])[] = [
  ['none', 0n, 0n],
  ['all', ALL, ALL],
  ['all-present', ALL, 0n],
  ['upper-half', ALL & ~0xffffffffn, ALL & ~0xffffffffn],
  ['lower-half', ALL & 0xffffffffn, 1n << 2n],
  ['highest-enabled', ALL, 1n << 63n],
  ...BITS.map((bit) => [`bit-${bit}`, 1n << BigInt(bit), 1n << BigInt(bit)] as const),
];

/** So many claims of one number each, 44 bytes apiece with their length. */
function claims(count: number): TemplateValue {
  return Array.from({ length: count }, (_, n) => ({
    name: `c${String(n).padStart(4, '0')}`,
    type: 1,
    flags: 0,
    values: [`0x${n.toString(16)}`],
  }));
}

const CLAIM_COUNTS = [1, 2, 64, 65, 256, 257, 1024, 1025, 1400];

export default defineSuite('limits', 'privileges-and-claims', [
  MASKS.map(([slug, present, enabled]) =>
    aCase(`masks-${slug}`, `TokenPrivileges is four 64-bit masks: ${slug.replaceAll('-', ' ')}`, [
      aSession(),
      aToken('t', {
        privilegesPresent: hex(present),
        privilegesEnabled: hex(enabled),
        privilegesEnabledByDefault: hex(enabled),
      }),
      asserts('LM-006', query('size', 't', 'PRIVILEGES'), is.equals('length', 32)),
      asserts(
        'LM-006',
        query('q', 't', 'PRIVILEGES'),
        is.bytes('payload', masks(present, enabled), NOT_USED),
      ),
    ]),
  ),
  CLAIM_COUNTS.map((count) =>
    aCase(`claims-user-${count}`, `a token may have ${count} user claims`, [
      aSession(),
      judged('LM-007', createToken('t', tokenSpec({ userClaims: claims(count) }))),
    ]),
  ),
  CLAIM_COUNTS.map((count) =>
    aCase(`claims-device-${count}`, `a token may have ${count} device claims`, [
      aSession(),
      judged('LM-007', createToken('t', tokenSpec({ deviceClaims: claims(count) }))),
    ]),
  ),
  aCase('claims-both', 'a token may have 700 user claims and 700 device claims', [
    aSession(),
    judged(
      'LM-007',
      createToken('t', tokenSpec({ userClaims: claims(700), deviceClaims: claims(700) })),
    ),
  ]),
]);
