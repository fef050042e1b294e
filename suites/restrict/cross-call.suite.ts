/** @module A restriction of a restricted token, and of tokens that calls have changed. */
import {
  adjustGroups,
  adjustPrivileges,
  aSession,
  aToken,
  is,
  query,
  ref,
} from '../language/steps.js';
import { restrict, USABLE_RESULT } from '../language/steps-derive.js';
import { aCase, asserts, control, defineSuite } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';

const SOURCE: readonly SuiteStep[] = [
  aSession(),
  aToken('t', {
    groups: [0x6, 0x6, 0xe].map((attributes, n) => ({
      sid: `S-1-5-21-71-72-73-${2001 + n}`,
      attributes,
    })),
    privilegesPresent: '0x800880',
    privilegesEnabled: '0x800800',
    privilegesEnabledByDefault: '0x800800',
  }),
];

export default defineSuite('restrict', 'cross-call', [
  aCase(
    'same-group-twice',
    'a group that two restrictions name is deny-only',
    [
      SOURCE,
      control(restrict('r', 't', { indices: [1] })),
      control(restrict('q', 'r', { indices: [1] })),
      asserts('RS-003', query('g', 'q', 'GROUPS'), is.bits('decoded[1].attributes', 0x10)),
    ],
    { only: USABLE_RESULT },
  ),
  aCase(
    'different-groups',
    'the second restriction names another group than the first',
    [
      SOURCE,
      control(restrict('r', 't', { indices: [0] })),
      control(restrict('q', 'r', { indices: [2] })),
      asserts('RS-003', query('g', 'q', 'GROUPS'), is.bits('decoded[2].attributes', 0x10)),
      asserts('RS-003', query('h', 'q', 'GROUPS'), is.bits('decoded[0].attributes', 0x10)),
    ],
    { only: USABLE_RESULT },
  ),
  aCase('after-group-disabled', 'a group that was disabled before is deny-only, too', [
    SOURCE,
    control(adjustGroups('t', [{ index: 0, enable: 0 }])),
    control(restrict('r', 't', { indices: [0] })),
    asserts('RS-003', query('g', 'r', 'GROUPS'), is.bits('decoded[0].attributes', 0x10)),
  ]),
  aCase('source-after-two', 'two restrictions of one source leave it as it is', [
    SOURCE,
    control(query('before', 't', 'GROUPS')),
    control(restrict('r', 't', { indices: [0] })),
    control(restrict('q', 't', { indices: [1], privileges: '0x800000' })),
    asserts('RS-002', query('g', 't', 'GROUPS'), is.equals('decoded', ref('before.decoded'))),
  ]),
  aCase('removed-again', 'a privilege that was removed before cannot be enabled in the result', [
    SOURCE,
    control(adjustPrivileges('t', [{ luid: 23, attributes: 4 }])),
    control(restrict('r', 't', { privileges: '0x800' })),
    asserts('RS-004', query('p', 'r', 'PRIVILEGES'), is.equals('decoded.present', '0x80')),
    asserts('RS-004', query('q', 'r', 'PRIVILEGES'), is.equals('decoded.enabled', '0x0')),
  ]),
]);
