/** @module How many entries the adjustments of privileges and groups take. */
import { aCase, accepted, defineSuite, judged } from '../language/suite.js';
import { adjustGroups, adjustPrivileges, aSession, aToken } from '../language/steps.js';

/** Every bit of the mask once: to disable what a token lacks changes nothing. */
const EVERY_LUID = Array.from({ length: 64 }, (_, luid) => ({ luid, attributes: 0 }));

/** One entry too many is necessarily a repeated or an undefined one. */
const LUIDS_BEYOND: readonly (readonly [string, readonly number[]])[] = [
  ['65-repeated', [0]],
  ['65-undefined', [64]],
  ['66', [64, 65]],
  ['128', Array.from({ length: 64 }, (_, n) => n)],
];

/** Groups that may be switched; the logon SID is the 64th of the token. */
const GROUPS = Array.from({ length: 63 }, (_, n) => ({
  sid: `S-1-22-2-${5000 + n}`,
  attributes: 6,
}));
const EVERY_GROUP = GROUPS.map((_, index) => ({ index, enable: 0 }));

const INDICES_BEYOND: readonly (readonly [string, readonly number[]])[] = [
  ['65-logon-sid-and-undefined', [63, 64]],
  ['65-repeated', [0, 1]],
  ['66', [63, 64, 65]],
  ['126', Array.from({ length: 63 }, (_, n) => n)],
];

/** Times 8 bytes an entry, these are few bytes again in 32 bits. */
const WRAPPING_COUNTS = [0x20000001, 0x40000001, 0xe0000001];

export default defineSuite('limits', 'adjust-entries', [
  LUIDS_BEYOND.map(([slug, luids]) =>
    aCase(`privileges-${slug}`, `ADJUST_PRIVS takes 64 entries and not ${64 + luids.length}`, [
      aSession(),
      aToken('t', { privilegesPresent: '0x800004', privilegesEnabled: '0x800004' }),
      accepted('LM-011', adjustPrivileges('t', EVERY_LUID)),
      judged(
        'LM-011',
        adjustPrivileges('t', [
          { luid: 2, attributes: 2 },
          ...EVERY_LUID.filter(({ luid }) => luid !== 2),
          ...luids.map((luid) => ({ luid, attributes: 0 })),
        ]),
      ),
    ]),
  ),
  WRAPPING_COUNTS.map((count) =>
    aCase(`privileges-${count}`, `ADJUST_PRIVS does not take a count of ${count}`, [
      aSession(),
      aToken('t', { privilegesPresent: '0x800004', privilegesEnabled: '0x0' }),
      accepted('LM-011', adjustPrivileges('t', EVERY_LUID)),
      judged('LM-011', adjustPrivileges('t', [{ luid: 2, attributes: 2 }], { count })),
    ]),
  ),
  INDICES_BEYOND.map(([slug, indices]) =>
    aCase(`groups-${slug}`, `ADJUST_GROUPS does not take ${63 + indices.length} entries`, [
      aSession(),
      aToken('t', { groups: GROUPS }),
      accepted('LM-010', adjustGroups('t', EVERY_GROUP)),
      judged(
        'LM-010',
        adjustGroups('t', [
          ...EVERY_GROUP.map(({ index }) => ({ index, enable: 1 })),
          ...indices.map((index) => ({ index, enable: 1 })),
        ]),
      ),
    ]),
  ),
  WRAPPING_COUNTS.map((count) =>
    aCase(`groups-${count}`, `ADJUST_GROUPS does not take a count of ${count}`, [
      aSession(),
      aToken('t', { groups: GROUPS }),
      accepted('LM-010', adjustGroups('t', EVERY_GROUP)),
      judged('LM-010', adjustGroups('t', [{ index: 0, enable: 1 }], { count })),
    ]),
  ),
]);
