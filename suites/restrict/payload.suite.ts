/** @module RESTRICT: the payload to the byte, flags, and that nothing half valid passes. */
import { aCase, accepted, asserts, defineSuite, judged } from '../language/suite.js';
import { aSession, is, observe, query } from '../language/steps.js';
import { restrict, restrictPayload, type RestrictRequest } from '../language/steps-derive.js';
import { aSource, GROUP_COUNT } from './source.js';

const B = 'S-1-5-12';
const A = 'S-1-5-21-81-82-83-3001';

/** Two indices, then SIDs of 12 and 28 bytes. */
const WHOLE = restrictPayload([0, 3], [B, A]);
const COUNTS = { denyIndexCount: 2, restrictSidCount: 2 } as const;
const LENGTH = WHOLE.length / 2;

const whole: RestrictRequest = { ...COUNTS, data: WHOLE };

/** Payloads that do not have the length that their counts say. */
const OFF: readonly (readonly [slug: string, request: RestrictRequest])[] = [
  ...Array.from({ length: LENGTH }, (_, length): readonly [string, RestrictRequest] => [
    `first-${length}-bytes`,
    { ...COUNTS, data: WHOLE.slice(0, length * 2) },
  ]),
  ...[1, 2, 3, 4, 8, 12, 256].map((count): readonly [string, RestrictRequest] => [
    `${count}-more-bytes`,
    { ...COUNTS, data: WHOLE + '00'.repeat(count) },
  ]),
  ['sid-more', { ...COUNTS, data: WHOLE + '01010000000000050c000000' }],
  ['length-one-less', { ...whole, dataLength: LENGTH - 1 }],
  ['length-one-more', { ...whole, data: `${WHOLE}00` }],
  ['length-of-indices', { ...whole, dataLength: 8 }],
  ['length-zero', { ...whole, dataLength: 0 }],
  ['one-index-fewer-declared', { ...whole, denyIndexCount: 1 }],
  ['one-index-more-declared', { ...whole, denyIndexCount: 3 }],
  ['no-index-declared', { ...whole, denyIndexCount: 0 }],
  ['one-sid-fewer-declared', { ...whole, restrictSidCount: 1 }],
  ['one-sid-more-declared', { ...whole, restrictSidCount: 3 }],
  ['no-sid-declared', { ...whole, restrictSidCount: 0 }],
  // Four times 0x40000002 is 8 in 32 bits.
  ['index-count-overflows', { ...whole, denyIndexCount: 0x40000002 }],
  ['largest-index-count', { ...whole, denyIndexCount: 0xffffffff }],
  ['largest-sid-count', { ...whole, restrictSidCount: 0xffffffff }],
  ['payload-without-counts', { denyIndexCount: 0, restrictSidCount: 0, data: '00000000' }],
];

/** SIDs that are none, as the second of two entries. */
const BAD_SIDS: readonly (readonly [slug: string, hex: string])[] = [
  ['revision-0', '00010000000000050c000000'],
  ['revision-2', '02010000000000050c000000'],
  ['revision-255', 'ff010000000000050c000000'],
  ['sixteen-sub-authorities', `0110000000000005${'0c000000'.repeat(16)}`],
  ['255-sub-authorities', `01ff000000000005${'0c000000'.repeat(255)}`],
  ['count-too-large', '01020000000000050c000000'],
  ['count-too-small', '01000000000000050c000000'],
];

/** Everything right but for one thing. */
const INVALID: readonly (readonly [slug: string, title: string, request: RestrictRequest])[] = [
  ['index', 'an index outside', { privileges: '0x4', indices: [0, GROUP_COUNT], sids: [B] }],
  ['index-twice', 'an index twice', { privileges: '0x4', indices: [0, 1, 0], sids: [B] }],
  ['flags', 'an undefined flag', { privileges: '0x4', indices: [0], sids: [B], flags: 2 }],
  ['trailing', 'a byte too many', { ...whole, privileges: '0x4', data: `${WHOLE}00` }],
  ['short', 'a byte too few', { ...whole, privileges: '0x4', data: WHOLE.slice(0, -2) }],
];

/** Bit 0 is write-restricted; every other bit, alone and with it, and all of them. */
const UNDEFINED_FLAGS = [
  ...Array.from({ length: 31 }, (_, n) => 2 ** (n + 1)),
  ...Array.from({ length: 31 }, (_, n) => 2 ** (n + 1) + 1),
  0xfffffffe,
  0xffffffff,
];

const SIDS_ONLY = { sids: [B] } as const;

export default defineSuite('restrict', 'payload', [
  OFF.map(([slug, request]) =>
    aCase(`off-${slug}`, `a payload that is not what its counts say is refused: ${slug}`, [
      aSession(),
      aSource(),
      accepted('RS-013', restrict('exact', 't', whole)),
      judged('RS-013', restrict('r', 't', request)),
    ]),
  ),
  BAD_SIDS.map(([slug, hex]) =>
    aCase(`bad-sid-${slug}`, `a bad SID behind a good one spoils the request: ${slug}`, [
      aSession(),
      aSource(),
      accepted('RS-016', restrict('good', 't', { indices: [0], sids: [B, A] })),
      judged(
        'RS-016',
        restrict('r', 't', {
          denyIndexCount: 1,
          restrictSidCount: 2,
          data: `00000000${restrictPayload([], [A])}${hex}`,
        }),
      ),
    ]),
  ),
  INVALID.map(([slug, title, request]) =>
    aCase(`invalid-${slug}`, `${title} among valid entries: no token comes about`, [
      aSession(),
      aSource(),
      accepted('RS-016', restrict('good', 't', { privileges: '0x4', indices: [0], sids: [B] })),
      observe('before', 't', 'good'),
      judged('RS-016', restrict('r', 't', request)),
      asserts('RS-016', observe('after', 't', 'good'), is.unchanged('before')),
    ]),
  ),
  UNDEFINED_FLAGS.map((flags) =>
    aCase(`flags-0x${flags.toString(16)}`, `flags 0x${flags.toString(16)} are refused`, [
      aSession(),
      aSource(),
      accepted('RS-017', restrict('none', 't', { ...SIDS_ONLY, flags: 0 })),
      accepted('RS-017', restrict('one', 't', { ...SIDS_ONLY, flags: 1 })),
      judged('RS-017', restrict('r', 't', { ...SIDS_ONLY, flags })),
    ]),
  ),
  [[B], [A, B]].map((sids) =>
    aCase(`write-restricted-${sids.length}`, `a write-restricted token of ${sids.length} SIDs`, [
      aSession(),
      aSource(),
      judged('RS-006', restrict('r', 't', { sids, flags: 1 })),
    ]),
  ),
  aCase('write-restricted-all', 'write-restricted with groups and privileges besides', [
    aSession(),
    aSource(),
    judged(
      'RS-006',
      restrict('r', 't', { indices: [0, 3], sids: [B], privileges: '0x4', flags: 1 }),
    ),
    asserts('RS-006', query('q', 'r', 'RESTRICTED_SIDS'), is.equals('decoded[0].sid', B)),
  ]),
]);
