/** @module ADJUST_PRIVS: requests that are invalid, and that they change nothing. */
import { aCase, control, defineSuite, judged, type SuiteStep } from '../language/suite.js';
import { adjustPrivileges } from '../language/steps.js';
import {
  DISABLE,
  ENABLE,
  EVERY_PRIVILEGE,
  maskOf,
  REMOVE,
  RESET,
  tokenWith,
} from './privileges.js';

interface Entry {
  readonly luid: number;
  readonly attributes: number;
}

const ACTIONS: readonly (readonly [name: string, attributes: number])[] = [
  ['disable', DISABLE],
  ['enable', ENABLE],
  ['remove', REMOVE],
];
const hex = (value: number): string => `0x${value.toString(16)}`;

/** Every second privilege is enabled, so that each action would show. */
const MIXED = maskOf(2, 4, 6, 8, 20, 62, 63);
const token = tokenWith(EVERY_PRIVILEGE, MIXED);
/** A call without a defect. */
const sound: SuiteStep = control(adjustPrivileges('t', [{ luid: 12, attributes: ENABLE }]));
/** Entries for privileges in another state than the entry asks for. */
const VALID: readonly (readonly [name: string, entry: Entry])[] = [
  ['disable', { luid: 4, attributes: DISABLE }],
  ['enable', { luid: 5, attributes: ENABLE }],
  ['remove', { luid: 6, attributes: REMOVE }],
];

/** Bits of the attributes that have no meaning: all but 1, 2 and 31. */
const UNKNOWN_BITS = Array.from({ length: 31 }, (_, n) => 2 ** n).filter(
  (bit) => bit !== ENABLE && bit !== REMOVE,
);
/** Behind 63; the low bits of most of them name privileges that the token has. */
const OUT_OF_RANGE = [
  64, 65, 66, 67, 68, 69, 127, 128, 130, 132, 133, 255, 256, 258, 260, 261, 0xffff, 0x10004,
  0x10005, 0x7fffffff, 0x80000004, 0x80000005, 0xfffffffe, 0xffffffff,
];
const PADS = [1, 0x80, 0x100, 0x8000, 0x10000, 0x80000000, 0xffffffff];
/** Wherever the reset entry stands. */
const WITH_COMPANION: readonly (readonly [name: string, entries: readonly Entry[]])[] = [
  ...VALID.flatMap(([name, entry]): (readonly [string, readonly Entry[]])[] => [
    [`first-then-${name}`, [{ luid: 0, attributes: RESET }, entry]],
    [`second-after-${name}`, [entry, { luid: 0, attributes: RESET }]],
  ]),
  ['twice', [0, 1].map(() => ({ luid: 0, attributes: RESET }))],
];

export default defineSuite('adjust-privs', 'malformed', [
  VALID.map(([name, entry]) =>
    aCase(`atomic-before-${name}`, `a bad privilege number first keeps a ${name} from happening`, [
      token,
      sound,
      judged('AP-004', adjustPrivileges('t', [{ luid: 64, attributes: DISABLE }, entry])),
    ]),
  ),
  VALID.map(([name, entry]) =>
    aCase(`atomic-after-${name}`, `a bad privilege number last keeps a ${name} from happening`, [
      token,
      sound,
      judged('AP-004', adjustPrivileges('t', [entry, { luid: 64, attributes: DISABLE }])),
    ]),
  ),
  aCase('enable-and-remove', 'an entry that enables and removes at once is refused', [
    token,
    control(adjustPrivileges('t', [{ luid: 5, attributes: ENABLE }])),
    judged('AP-010', adjustPrivileges('t', [{ luid: 4, attributes: 6 }])),
    judged('AP-010', adjustPrivileges('t', [{ luid: 7, attributes: 6 }])),
  ]),
  UNKNOWN_BITS.map((bit) =>
    aCase(
      `attributes-${hex(bit)}`,
      `an entry with the unknown attribute bit ${hex(bit)} is refused`,
      [
        token,
        sound,
        judged('AP-011', adjustPrivileges('t', [{ luid: 4, attributes: bit }])),
        judged('AP-011', adjustPrivileges('t', [{ luid: 5, attributes: bit + ENABLE }])),
        judged('AP-011', adjustPrivileges('t', [{ luid: 6, attributes: bit + REMOVE }])),
      ],
    ),
  ),
  aCase('attributes-all', 'an entry with all attribute bits set is refused', [
    token,
    sound,
    judged('AP-011', adjustPrivileges('t', [{ luid: 4, attributes: 0xffffffff }])),
  ]),
  ACTIONS.flatMap(([first, one]) =>
    ACTIONS.map(([second, other]) =>
      aCase(
        `twice-${first}-${second}`,
        `a call to ${first} and ${second} one privilege is refused`,
        [
          token,
          control(
            adjustPrivileges('t', [
              { luid: 12, attributes: one },
              { luid: 13, attributes: other },
            ]),
          ),
          judged(
            'AP-015',
            adjustPrivileges('t', [
              { luid: 4, attributes: one },
              { luid: 4, attributes: other },
            ]),
          ),
        ],
      ),
    ),
  ),
  aCase('twice-apart', 'a privilege named first and last of three is refused', [
    token,
    sound,
    judged(
      'AP-015',
      adjustPrivileges('t', [
        { luid: 4, attributes: DISABLE },
        { luid: 5, attributes: ENABLE },
        { luid: 4, attributes: DISABLE },
      ]),
    ),
  ]),
  OUT_OF_RANGE.flatMap((luid) =>
    ACTIONS.map(([name, attributes]) =>
      aCase(`luid-${hex(luid)}-${name}`, `a call to ${name} privilege number ${luid} is refused`, [
        token,
        control(adjustPrivileges('t', [{ luid: 63, attributes }])),
        judged('AP-016', adjustPrivileges('t', [{ luid, attributes }])),
      ]),
    ),
  ),
  aCase('count-zero', 'a call without entries is refused', [
    token,
    sound,
    judged('AP-017', adjustPrivileges('t', [])),
  ]),
  aCase('count-zero-with-data', 'count 0 is refused even where the pointer leads to an entry', [
    token,
    sound,
    judged('AP-017', adjustPrivileges('t', [{ luid: 5, attributes: ENABLE }], { count: 0 })),
  ]),
  PADS.map((pad) =>
    aCase(`padding-${hex(pad)}`, `padding ${hex(pad)} is refused`, [
      token,
      control(adjustPrivileges('t', [{ luid: 12, attributes: ENABLE }], { pad: 0 })),
      judged('AP-018', adjustPrivileges('t', [{ luid: 5, attributes: ENABLE }], { pad })),
    ]),
  ),
  WITH_COMPANION.map(([name, entries]) =>
    aCase(`reset-${name}`, `a reset entry beside another one is refused (${name})`, [
      token,
      sound,
      judged('AP-020', adjustPrivileges('t', entries)),
    ]),
  ),
  [...Array.from({ length: 63 }, (_, n) => n + 1), 64, 256, 0x10000, 0xffffffff].map((luid) =>
    aCase(`reset-luid-${hex(luid)}`, `a reset entry with privilege number ${luid} is refused`, [
      token,
      sound,
      judged('AP-027', adjustPrivileges('t', [{ luid, attributes: RESET }])),
    ]),
  ),
  [ENABLE, REMOVE, ENABLE + REMOVE].map((action) =>
    aCase(`reset-and-${action}`, `a reset entry that also has attributes ${action} is refused`, [
      token,
      sound,
      judged('AP-029', adjustPrivileges('t', [{ luid: 0, attributes: RESET + action }])),
    ]),
  ),
]);
