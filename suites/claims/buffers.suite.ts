/** @module Claim buffers: entries that are cut, overrun, empty, or spoil their neighbours. */
import { aCase, accepted, defineSuite, judged, refused } from '../language/suite.js';
import { aSession, createToken } from '../language/steps.js';
import { u32, withBytes } from '../token-spec-variable/bytes.js';
import { buffer, claim, entryCut, entryWith, INDIRECT, INT64_ENTRY, u64 } from './entries.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';

const user = (hex: string) => withBytes('userClaims', hex);
const WHOLE = buffer(INT64_ENTRY);

/** What the first missing byte of the 32 belongs to. */
function clauseOfCut(length: number): ClauseId {
  if (length < 16) return 'CL-001';
  if (length < 20) return 'CL-019';
  return length <= 24 ? 'CL-020' : 'CL-022';
}

const LENGTHS = [
  33, 34, 36, 48, 0x120, 0x10020, 0x7fffffff, 0x80000000, 0x80000020, 0xfffffffb, 0xfffffffc,
  0xffffffff,
];

/** Entries with one defect each. */
const BAD: readonly (readonly [string, string])[] = [
  ['name-outside', entryWith(0, 4, 0x1000)],
  ['type-4', entryWith(4, 2, 4)],
  ['count', entryWith(12, 4, 9)],
  ['value-outside', entryWith(16, 4, 0x1000)],
  ['cut', entryCut(31)],
];

/** Defects that every profile has to refuse. */
const BAD_EVERYWHERE = BAD.filter(([slug]) => slug !== 'type-4');

const GOOD: readonly (readonly [string, string])[] = [
  ['int64', claim(1, [u64(1)])],
  ['uint64', claim(2, [u64(1), u64(2)])],
  ['boolean', claim(6, [u64(1)])],
  ['two', ''],
];

export default defineSuite('claims', 'buffers', [
  Array.from({ length: 31 }, (_, n) => n + 1).map((length) =>
    aCase(`cut-${length}`, `an entry cut to ${length} of its 32 bytes is refused`, [
      aSession(),
      accepted(clauseOfCut(length), createToken('c', user(WHOLE))),
      judged(clauseOfCut(length), createToken('t', user(buffer(entryCut(length))))),
    ]),
  ),
  Array.from({ length: 15 }, (_, n) => n + 1).map((length) =>
    aCase(`second-cut-${length}`, `a second entry cut to ${length} bytes is refused`, [
      aSession(),
      accepted('CL-001', createToken('c', user(WHOLE + buffer(claim(1, [u64(1)], { name: 'b' }))))),
      judged(
        'CL-001',
        createToken(
          't',
          user(WHOLE + buffer(claim(1, [u64(1)], { name: 'b' }).slice(0, 2 * length))),
        ),
      ),
    ]),
  ),
  aCase('no-entry-bytes', 'an entry of no bytes is refused', [
    aSession(),
    accepted(['CL-001', 'CL-038'], createToken('c', user(WHOLE))),
    judged(['CL-001', 'CL-038'], createToken('t', user(u32(0)))),
  ]),
  (
    [
      ['before', u32(0) + WHOLE],
      ['between', WHOLE + u32(0) + buffer(claim(1, [u64(1)], { name: 'b' }))],
      ['behind', WHOLE + u32(0)],
      ['over-an-entry', u32(0) + INT64_ENTRY],
    ] as const
  ).map(([slug, hex]) =>
    aCase(`length-zero-${slug}`, `an entry length of zero (${slug}) is refused`, [
      aSession(),
      accepted('CL-038', createToken('c', user(WHOLE))),
      judged('CL-038', createToken('t', user(hex))),
    ]),
  ),
  LENGTHS.map((length) =>
    aCase(`length-${length.toString(16)}`, `an entry length of ${length} for 32 bytes is refused`, [
      aSession(),
      accepted('CL-030', createToken('c', user(WHOLE))),
      judged('CL-030', createToken('t', user(u32(length) + INT64_ENTRY))),
    ]),
  ),
  LENGTHS.map((length) =>
    aCase(
      `second-length-${length.toString(16)}`,
      `a second entry's length of ${length} for 32 bytes is refused`,
      [
        aSession(),
        accepted('CL-030', createToken('c', user(WHOLE + buffer(entryWith(20, 1, 0x62))))),
        judged('CL-030', createToken('t', user(WHOLE + u32(length) + entryWith(20, 1, 0x62)))),
      ],
    ),
  ),
  BAD.flatMap(([slug, bad]) =>
    [0, 1, 2].map((place) =>
      aCase(
        `spoils-${slug}-${place}`,
        `a malformed entry (${slug}) as entry ${place} of three spoils the spec`,
        [
          aSession(),
          accepted('CL-042', createToken('c', user(neighbours(place, '')))),
          judged('CL-042', createToken('t', user(neighbours(place, buffer(bad))))),
        ],
        { only: INDIRECT },
      ),
    ),
  ),
  BAD.map(([slug, bad]) =>
    aCase(
      `spoils-device-${slug}`,
      `a malformed device claim (${slug}) beside good user claims spoils the spec`,
      [
        aSession(),
        accepted('CL-042', createToken('c', withDevice(buffer(entryWith(20, 1, 0x64))))),
        judged('CL-042', createToken('t', withDevice(buffer(bad)))),
      ],
      { only: INDIRECT },
    ),
  ),
  GOOD.map(([slug, good]) => {
    const hex = good === '' ? WHOLE + buffer(entryWith(20, 1, 0x62)) : buffer(good);
    return aCase(`either-section-${slug}`, `the buffer (${slug}) is good in either section`, [
      aSession(),
      accepted('CL-029', createToken('t', user(hex))),
      accepted('CL-029', createToken('u', withBytes('deviceClaims', hex))),
    ]);
  }),
  BAD_EVERYWHERE.map(([slug, bad]) =>
    aCase(`neither-section-${slug}`, `the buffer (${slug}) is bad in either section`, [
      aSession(),
      accepted('CL-029', createToken('c', withBytes('deviceClaims', WHOLE))),
      refused('CL-029', createToken('t', user(buffer(bad)))),
      refused('CL-029', createToken('u', withBytes('deviceClaims', buffer(bad)))),
    ]),
  ),
]);

/** Two good entries and, at this place among them, one more or nothing. */
function neighbours(place: number, between: string): string {
  const good = [WHOLE, buffer(entryWith(20, 1, 0x62))];
  return [...good.slice(0, place), between, ...good.slice(place)].join('');
}

/** Good user claims, and device claims from these bytes. */
function withDevice(hex: string) {
  // The user claims stand behind the groups and take a length word and 32 bytes.
  const value = { userClaims: [{ name: 'a', type: 1, flags: 0, values: ['0x1'] }] };
  return withBytes('deviceClaims', hex, { value, after: ['userClaims', 36] });
}
