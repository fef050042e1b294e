/** @module ADJUST_GROUPS: the reset entry. */
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import { adjustGroups, is, query, ref } from '../language/steps.js';
import {
  DENY_ONLY,
  enabledGroups,
  groupsWith,
  MANDATORY,
  OFF,
  ON,
  RESET_INDEX,
  tokenWith,
} from './groups.js';

const reset: SuiteStep = adjustGroups('t', [{ index: RESET_INDEX, enable: 0 }]);

/** Mixed states at creation; 0x02 and 0x04 alone come out as the candidate reads them (R34). */
const STARTS: readonly (readonly [name: string, attributes: readonly number[]])[] = [
  ['enabled', [ON, ON, ON]],
  ['disabled', [OFF, OFF, OFF]],
  ['mixed', [ON, OFF, ON]],
  ['mixed-the-other-way', [OFF, ON, OFF]],
  ['default-without-enabled', [0x2, 0x2, 0x2]],
  ['enabled-without-default', [0x4, 0x4, 0x4]],
];
const ENABLED: readonly (readonly [name: string, enable: number])[] = [
  ['disabled', 0],
  ['enabled', 1],
];
/** Valid entries beside the reset entry. */
const COMPANIONS: readonly { readonly index: number; readonly enable: number }[] = [
  { index: 1, enable: 0 },
  { index: 1, enable: 1 },
  { index: 2, enable: 1 },
];
const BAD_ENABLE = [1, 2, 0x100, 0x10000, 0x80000000, 0xffffffff];

export default defineSuite('adjust-groups', 'reset', [
  STARTS.flatMap(([start, attributes]) =>
    ENABLED.map(([name, enable]) =>
      aCase(`${start}-then-${name}`, `groups that began ${start} and are all ${name} are reset`, [
        tokenWith(groupsWith(...attributes, MANDATORY, DENY_ONLY)),
        control(query('before', 't', 'GROUPS')),
        control(
          adjustGroups(
            't',
            [0, 1, 2].map((index) => ({ index, enable })),
          ),
        ),
        accepted('AG-009', reset),
        asserts('AG-009', query('q', 't', 'GROUPS'), is.equals('decoded', ref('before.decoded'))),
      ]),
    ),
  ),
  aCase('after-change', 'index 0xFFFFFFFF in the only entry resets every group', [
    tokenWith(groupsWith(ON, OFF, ON, OFF)),
    control(
      adjustGroups('t', [
        { index: 3, enable: 1 },
        { index: 2, enable: 0 },
        { index: 1, enable: 1 },
      ]),
    ),
    accepted('AG-008', reset),
    enabledGroups('AG-008', true, false, true, false, true),
  ]),
  aCase('first-and-last', 'a reset reaches the first and the last optional group', [
    tokenWith(groupsWith(ON, MANDATORY, OFF)),
    control(
      adjustGroups('t', [
        { index: 0, enable: 0 },
        { index: 2, enable: 1 },
      ]),
    ),
    accepted('AG-008', reset),
    enabledGroups('AG-008', true, true, false, true),
  ]),
  aCase('twice', 'a second reset, after further changes, restores the creation state again', [
    tokenWith(groupsWith(ON, OFF)),
    control(adjustGroups('t', [{ index: 1, enable: 1 }])),
    control(reset),
    control(adjustGroups('t', [{ index: 1, enable: 1 }])),
    accepted('AG-009', reset),
    enabledGroups('AG-009', true, false),
  ]),
  aCase('modified-id', 'a reset that changes something raises the modification id', [
    tokenWith(groupsWith(ON, ON)),
    control(adjustGroups('t', [{ index: 1, enable: 0 }])),
    control(query('before', 't', 'STATISTICS')),
    accepted('AG-013', reset),
    asserts(
      'AG-013',
      query('q', 't', 'STATISTICS'),
      is.greaterThan('decoded.modifiedId', ref('before.decoded.modifiedId')),
    ),
  ]),
  COMPANIONS.flatMap((companion) => [
    aCase(
      `first-with-${companion.index}-${companion.enable}`,
      `a reset entry before an entry for group ${companion.index} is refused`,
      [
        tokenWith(groupsWith(ON, ON, OFF)),
        control(adjustGroups('t', [{ index: 0, enable: 0 }])),
        judged('AG-010', adjustGroups('t', [{ index: RESET_INDEX, enable: 0 }, companion])),
      ],
    ),
    aCase(
      `second-after-${companion.index}-${companion.enable}`,
      `a reset entry behind an entry for group ${companion.index} is refused`,
      [
        tokenWith(groupsWith(ON, ON, OFF)),
        control(adjustGroups('t', [{ index: 0, enable: 0 }])),
        judged('AG-020', adjustGroups('t', [companion, { index: RESET_INDEX, enable: 0 }])),
      ],
    ),
  ]),
  aCase('twice-in-one-call', 'two reset entries in one call are refused', [
    tokenWith(groupsWith(ON, ON)),
    control(adjustGroups('t', [{ index: 0, enable: 0 }])),
    judged(
      ['AG-010', 'AG-020'],
      adjustGroups('t', [
        { index: RESET_INDEX, enable: 0 },
        { index: RESET_INDEX, enable: 0 },
      ]),
    ),
  ]),
  BAD_ENABLE.map((enable) =>
    aCase(`enable-${enable}`, `a reset entry with enable ${enable} is refused`, [
      tokenWith(groupsWith(ON, ON)),
      control(adjustGroups('t', [{ index: RESET_INDEX, enable: 0 }])),
      control(adjustGroups('t', [{ index: 1, enable: 0 }])),
      judged('AG-019', adjustGroups('t', [{ index: RESET_INDEX, enable }])),
    ]),
  ),
]);
