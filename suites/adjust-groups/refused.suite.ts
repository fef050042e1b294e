/** @module ADJUST_GROUPS: groups that may not be touched, and malformed requests. */
import { aCase, control, defineSuite, judged, type SuiteStep } from '../language/suite.js';
import { adjustGroups, USER } from '../language/steps.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { AT, DENY_ONLY, domainGroup, EVERY_KIND, groupsWith, ON, tokenWith } from './groups.js';

const ENABLES: readonly (readonly [name: string, enable: number])[] = [
  ['disable', 0],
  ['enable', 1],
];
const PROTECTED: readonly (readonly [name: string, index: number, clause: ClauseId])[] = [
  ['mandatory', AT.mandatory, 'AG-005'],
  ['deny-only', AT.denyOnly, 'AG-006'],
  ['logon SID', AT.logonSid, 'AG-007'],
];
const slug = (name: string): string => name.replace(' ', '-');
const hex = (value: number): string => `0x${value.toString(16)}`;

const everyKind = tokenWith(EVERY_KIND);
/** A call without a defect. */
const sound: SuiteStep = control(adjustGroups('t', [{ index: AT.lastOn, enable: 0 }]));
/** Two changes that an early effect would leave behind. */
const DISABLE_ON = { index: AT.on, enable: 0 };
const ENABLE_OFF = { index: AT.off, enable: 1 };

/** Attributes of groups that may not be touched, besides those of {@link EVERY_KIND}. */
const MANDATORY_TOO = [0xf, 0x20000007];
const DENY_ONLY_TOO = [0x18];

/** Behind the seven groups; the low bits of some name a group that the token has. */
const OUT_OF_RANGE = [
  7, 8, 9, 63, 64, 65, 128, 255, 256, 257, 258, 0xffff, 0x10000, 0x10001, 0x7fffffff, 0x80000001,
  0xfffffffe,
];
const PADS = [1, 0x80, 0x100, 0x8000, 0x10000, 0x80000000, 0xffffffff];

export default defineSuite('adjust-groups', 'refused', [
  PROTECTED.flatMap(([name, index, clause]) =>
    ENABLES.flatMap(([verb, enable]) => [
      aCase(`${slug(name)}-${verb}`, `a call to ${verb} the ${name} group is refused`, [
        everyKind,
        sound,
        judged(clause, adjustGroups('t', [{ index, enable }])),
      ]),
      aCase(`${slug(name)}-${verb}-last`, `to ${verb} the ${name} group last keeps all as it was`, [
        everyKind,
        sound,
        judged(clause, adjustGroups('t', [DISABLE_ON, ENABLE_OFF, { index, enable }])),
      ]),
      aCase(
        `${slug(name)}-${verb}-first`,
        `to ${verb} the ${name} group first keeps all as it was`,
        [
          everyKind,
          sound,
          judged(clause, adjustGroups('t', [{ index, enable }, DISABLE_ON, ENABLE_OFF])),
        ],
      ),
    ]),
  ),
  [DISABLE_ON, ENABLE_OFF].flatMap((optional) =>
    ENABLES.map(([verb, enable]) =>
      aCase(
        `validated-first-${optional.enable}-${verb}`,
        `an optional group (${optional.enable}) before a mandatory one (${verb}) stays as it was`,
        [
          everyKind,
          sound,
          judged('AG-004', adjustGroups('t', [optional, { index: AT.mandatory, enable }])),
        ],
      ),
    ),
  ),
  MANDATORY_TOO.map((attributes) =>
    aCase(`mandatory-${hex(attributes)}`, `a group with attributes ${hex(attributes)} is refused`, [
      tokenWith(groupsWith(ON, attributes)),
      control(adjustGroups('t', [{ index: 0, enable: 0 }])),
      judged('AG-005', adjustGroups('t', [{ index: 1, enable: 0 }])),
      judged('AG-005', adjustGroups('t', [{ index: 1, enable: 1 }])),
    ]),
  ),
  DENY_ONLY_TOO.map((attributes) =>
    aCase(`deny-only-${hex(attributes)}`, `a group with attributes ${hex(attributes)} is refused`, [
      tokenWith(groupsWith(ON, attributes)),
      control(adjustGroups('t', [{ index: 0, enable: 0 }])),
      judged('AG-006', adjustGroups('t', [{ index: 1, enable: 1 }])),
      judged('AG-006', adjustGroups('t', [{ index: 1, enable: 0 }])),
    ]),
  ),
  aCase('deny-only-first', 'a deny-only group at index 0 is refused', [
    tokenWith(groupsWith(DENY_ONLY, ON)),
    control(adjustGroups('t', [{ index: 1, enable: 0 }])),
    judged('AG-006', adjustGroups('t', [{ index: 0, enable: 1 }])),
  ]),
  aCase('count-zero', 'a call without entries is refused', [
    everyKind,
    sound,
    judged('AG-016', adjustGroups('t', [])),
  ]),
  aCase('count-zero-with-data', 'count 0 is refused even where the pointer leads to an entry', [
    everyKind,
    sound,
    judged('AG-016', adjustGroups('t', [DISABLE_ON], { count: 0 })),
  ]),
  ENABLES.flatMap(([first, one]) =>
    ENABLES.map(([second, other]) =>
      aCase(`twice-${first}-${second}`, `a call to ${first} and ${second} one group is refused`, [
        everyKind,
        sound,
        judged(
          'AG-017',
          adjustGroups('t', [
            { index: AT.on, enable: one },
            { index: AT.on, enable: other },
          ]),
        ),
      ]),
    ),
  ),
  aCase('twice-apart', 'a group named first and last of three is refused', [
    everyKind,
    sound,
    judged('AG-017', adjustGroups('t', [DISABLE_ON, ENABLE_OFF, DISABLE_ON])),
  ]),
  OUT_OF_RANGE.flatMap((index) =>
    ENABLES.map(([verb, enable]) =>
      aCase(`index-${hex(index)}-${verb}`, `a call to ${verb} group ${index} of 7 is refused`, [
        everyKind,
        sound,
        judged('AG-018', adjustGroups('t', [{ index, enable }])),
      ]),
    ),
  ),
  aCase('index-behind-last', 'an index behind the last group fails the entries before it too', [
    everyKind,
    sound,
    judged('AG-018', adjustGroups('t', [DISABLE_ON, ENABLE_OFF, { index: 7, enable: 0 }])),
  ]),
  [0, 1, 2].map((place) =>
    aCase(`user-sid-at-${place}`, `the user SID as group ${place} cannot be disabled`, [
      tokenWith(
        [0, 1, 2].map((n) => ({ sid: n === place ? USER : domainGroup(2000 + n), attributes: ON })),
      ),
      control(adjustGroups('t', [{ index: (place + 1) % 3, enable: 0 }])),
      judged('AG-021', adjustGroups('t', [{ index: place, enable: 0 }])),
    ]),
  ),
  aCase('user-sid-last', 'the user SID as a group fails the entries before it too', [
    tokenWith([...groupsWith(ON, ON), { sid: USER, attributes: ON }]),
    control(adjustGroups('t', [{ index: 0, enable: 0 }])),
    judged(
      'AG-021',
      adjustGroups('t', [
        { index: 1, enable: 0 },
        { index: 2, enable: 0 },
      ]),
    ),
  ]),
  PADS.map((pad) =>
    aCase(`padding-${hex(pad)}`, `padding ${hex(pad)} is refused`, [
      everyKind,
      control(adjustGroups('t', [{ index: AT.lastOn, enable: 0 }], { pad: 0 })),
      judged('AG-023', adjustGroups('t', [DISABLE_ON], { pad })),
    ]),
  ),
]);
