/** @module ADJUST_GROUPS on a restricted token: a reset does not undo deny-only. */
import { adjustGroups, is, query } from '../language/steps.js';
import { restrict } from '../language/steps-derive.js';
import { aCase, accepted, asserts, control, defineSuite } from '../language/suite.js';
import { groupsWith, MANDATORY, OFF, ON, RESET_INDEX, tokenWith } from './groups.js';

const KINDS = [
  ['enabled', ON],
  ['disabled', OFF],
  ['mandatory', MANDATORY],
] as const;

export default defineSuite('adjust-groups', 'derived', [
  KINDS.flatMap(([name, attributes]) =>
    [0, 1, 2].map((index) =>
      aCase(`deny-only-${name}-${index}`, `group ${index} stays deny-only (${name} before)`, [
        tokenWith(groupsWith(attributes, attributes, attributes)),
        control(restrict('r', 't', { indices: [index] })),
        accepted('AG-011', adjustGroups('r', [{ index: RESET_INDEX, enable: 0 }])),
        asserts('AG-011', query('q', 'r', 'GROUPS'), is.bits(`decoded[${index}].attributes`, 0x10)),
      ]),
    ),
  ),
  aCase('deny-only-after-adjusting', 'also if another group was changed before the reset', [
    tokenWith(groupsWith(ON, ON)),
    control(restrict('r', 't', { indices: [0] })),
    control(adjustGroups('r', [{ index: 1, enable: 0 }])),
    accepted('AG-011', adjustGroups('r', [{ index: RESET_INDEX, enable: 0 }])),
    asserts('AG-011', query('q', 'r', 'GROUPS'), is.bits('decoded[0].attributes', 0x10)),
  ]),
  aCase('deny-only-twice', 'and after two resets', [
    tokenWith(groupsWith(ON, ON)),
    control(restrict('r', 't', { indices: [0, 1] })),
    accepted('AG-011', adjustGroups('r', [{ index: RESET_INDEX, enable: 0 }])),
    accepted('AG-011', adjustGroups('r', [{ index: RESET_INDEX, enable: 0 }])),
    asserts('AG-011', query('q', 'r', 'GROUPS'), is.bits('decoded[0].attributes', 0x10)),
    asserts('AG-011', query('p', 'r', 'GROUPS'), is.bits('decoded[1].attributes', 0x10)),
  ]),
]);
