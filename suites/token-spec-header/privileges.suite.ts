/** @module The privilege masks of the header. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { aSession, createToken, is, query, tokenSpec } from '../language/steps.js';
import { aCase, accepted, asserts, defineSuite, judged } from '../language/suite.js';
import type { SuiteCase } from '../language/suite.js';
import { edit, type Edit } from '../language/template.js';
import { wide64 } from './forms.js';

/** The catalogue: bits 2 to 35, 62 and 63 (ruling R24). */
const BITS = [...Array.from({ length: 34 }, (_, n) => n + 2), 62, 63];
const CATALOGUE = 0xc000000ffffffffcn;

const SINGLE = BITS.map((bit) => 1n << BigInt(bit));
const MIXED = [0n, CATALOGUE, 0x8000000aaaaaaaa8n, 0x4000000555555554n, 0x20000084n];

/** Edits that write the masks at the literal offsets of the wide header, half by half. */
function wide(present: bigint, enabled: bigint, byDefault: bigint): Edit[] {
  const low = 0xffffffffn;
  return [
    edit.put(128, 4, present & low),
    edit.put(132, 4, present >> 32n),
    edit.put(136, 4, enabled & low),
    edit.put(140, 4, enabled >> 32n),
    edit.put(144, 4, byDefault & low),
    edit.put(148, 4, byDefault >> 32n),
  ];
}

const LOW = '0xffffffff';
const HIGH = '0xffffffff00000000';

/** The clause of the half in which the bits are; zero counts for the low one. */
function halfOf(mask: bigint, low: ClauseId, high: ClauseId): ClauseId {
  return mask >> 32n === 0n ? low : high;
}

function wideCases(
  name: string,
  path: string,
  low: ClauseId,
  high: ClauseId,
  masks: (mask: bigint) => Edit[],
): SuiteCase[] {
  return [
    ...SINGLE.map((mask) => [mask, halfOf(mask, low, high)] as const),
    ...MIXED.flatMap((mask) => [[mask, low] as const, [mask, high] as const]),
  ].map(([mask, clause]) =>
    aCase(
      `${name}-${wide64(mask)}-${clause === low ? 'low' : 'high'}`,
      `${name} ${wide64(mask)}: the ${clause === low ? 'low' : 'high'} half reads back`,
      [
        aSession(),
        accepted(clause, createToken('t', tokenSpec({}, masks(mask)))),
        asserts(
          clause,
          query('q', 't', 'PRIVILEGES'),
          is.bits(`decoded.${path}`, clause === low ? LOW : HIGH, wide64(mask)),
        ),
      ],
    ),
  );
}

function packedCases(
  name: string,
  path: string,
  clause: ClauseId,
  edits: (mask: bigint) => Edit[],
): SuiteCase[] {
  return [...SINGLE, ...MIXED].map((mask) =>
    aCase(`${name}-${wide64(mask)}-packed`, `${name} ${wide64(mask)} reads back`, [
      aSession(),
      accepted(clause, createToken('t', tokenSpec({}, edits(mask)))),
      asserts(clause, query('q', 't', 'PRIVILEGES'), is.equals(`decoded.${path}`, wide64(mask))),
    ]),
  );
}

/** Present and enabled masks where one enabled bit is not present. */
const EXCESS: readonly (readonly [present: bigint, enabled: bigint])[] = [
  [0n, 0x4n],
  [0n, CATALOGUE],
  [0x4n, 0xcn],
  [0x80n, 0x100n],
  [0xffffffffn & CATALOGUE, CATALOGUE],
  [CATALOGUE & ~0x8000000000000000n, CATALOGUE],
  [CATALOGUE & ~0x4n, CATALOGUE],
];

const EVERY_BIT = 0xffffffffffffffffn;

export default defineSuite('token-spec-header', 'privileges', [
  wideCases('present', 'present', 'TH-055', 'TH-056', (mask) => wide(mask, 0n, 0n)),
  wideCases('enabled', 'enabled', 'TH-057', 'TH-058', (mask) => wide(CATALOGUE, mask, 0n)),
  wideCases('default', 'enabledByDefault', 'TH-059', 'TH-060', (mask) =>
    wide(CATALOGUE, CATALOGUE, mask),
  ),
  packedCases('present', 'present', 'TH-086', (mask) => [
    edit.put(16, 8, mask),
    edit.put(24, 8, 0),
  ]),
  packedCases('enabled', 'enabled', 'TH-087', (mask) => [
    edit.put(16, 8, CATALOGUE),
    edit.put(24, 8, mask),
  ]),
  packedCases('default', 'enabledByDefault', 'TH-088', (mask) => [
    edit.put(16, 8, CATALOGUE),
    edit.put(24, 8, mask),
  ]),
  EXCESS.map(([present, enabled]) =>
    aCase(
      `excess-${wide64(present)}-${wide64(enabled)}`,
      `of ${wide64(enabled)} nothing but ${wide64(present)} can be enabled`,
      [
        aSession(),
        judged(
          'TH-123',
          createToken('t', tokenSpec({}, [edit.put(16, 8, present), edit.put(24, 8, enabled)])),
        ),
        {
          ...asserts(
            'TH-123',
            query('q', 't', 'PRIVILEGES'),
            is.bits('decoded.enabled', wide64(EVERY_BIT & ~present), 0),
          ),
          onlyIf: { step: 't', ended: 'returned' },
        },
      ],
    ),
  ),
]);
