/** @module ADJUST_GROUPS: enabling and disabling optional groups, and what is reported. */
import { handleRightCases } from '../language/handle-rights.js';
import { aCase, accepted, asserts, control, defineSuite } from '../language/suite.js';
import { adjustGroups, aSession, aToken, credentials, install, is } from '../language/steps.js';
import { query, ref } from '../language/steps.js';
import {
  EVERY_KIND,
  enabledGroups,
  groupsWith,
  OFF,
  ON,
  RESET_INDEX,
  tokenWith,
} from './groups.js';

/** Attributes of groups that are neither mandatory nor deny-only: enabled, disabled. */
const OPTIONAL: readonly (readonly [name: string, enabled: number, disabled: number])[] = [
  ['plain', 0x6, 0x0],
  ['owner-eligible', 0xe, 0x8],
];

/** Which groups are enabled at creation, as a word; the logon SID group follows. */
const PATTERNS = [0b000000, 0b000001, 0b100000, 0b101010, 0b010101, 0b111111];
const fromPattern = (pattern: number, size: number): readonly number[] =>
  Array.from({ length: size }, (_, n) => ((pattern >> n) & 1 ? ON : OFF));

/** 63 groups, every third enabled: with the logon SID the report is full. */
const FULL = Array.from({ length: 63 }, (_, n) => (n % 3 === 0 ? ON : OFF));
const FULL_WORD = FULL.reduce(
  (word, attributes, n) => (attributes === ON ? word | (1n << BigInt(n)) : word),
  1n << 63n,
);
const hex = (word: number | bigint): string => `0x${word.toString(16)}`;

export default defineSuite('adjust-groups', 'change', [
  OPTIONAL.flatMap(([name, enabled, disabled]) =>
    [1, 2, 3].flatMap((index) => [
      aCase(`disable-${name}-${index}`, `the enabled ${name} group ${index} is disabled`, [
        tokenWith(groupsWith(ON, enabled, enabled, enabled, ON)),
        accepted('AG-001', adjustGroups('t', [{ index, enable: 0 }])),
        enabledGroups('AG-001', true, index !== 1, index !== 2, index !== 3, true, true),
      ]),
      aCase(`enable-${name}-${index}`, `the disabled ${name} group ${index} is enabled`, [
        tokenWith(groupsWith(OFF, disabled, disabled, disabled, OFF)),
        accepted('AG-002', adjustGroups('t', [{ index, enable: 1 }])),
        enabledGroups('AG-002', false, index === 1, index === 2, index === 3, false, true),
      ]),
    ]),
  ),
  aCase('disable-and-enable-again', 'a group can be disabled and enabled again', [
    tokenWith(groupsWith(ON, ON, ON)),
    control(adjustGroups('t', [{ index: 1, enable: 0 }])),
    accepted('AG-002', adjustGroups('t', [{ index: 1, enable: 1 }])),
    enabledGroups('AG-002', true, true, true),
  ]),
  aCase('enable-and-disable-again', 'a group can be enabled and disabled again', [
    tokenWith(groupsWith(OFF, OFF, OFF)),
    control(adjustGroups('t', [{ index: 1, enable: 1 }])),
    accepted('AG-001', adjustGroups('t', [{ index: 1, enable: 0 }])),
    enabledGroups('AG-001', false, false, false),
  ]),
  aCase('several', 'every entry of a call takes effect', [
    tokenWith(groupsWith(ON, ON, OFF, ON, OFF)),
    accepted(
      'AG-003',
      adjustGroups('t', [
        { index: 4, enable: 1 },
        { index: 1, enable: 0 },
        { index: 2, enable: 1 },
      ]),
    ),
    enabledGroups('AG-003', true, false, true, true, true),
  ]),
  aCase('several-of-a-kind', 'one call can disable many groups', [
    tokenWith(groupsWith(ON, ON, ON, ON, ON)),
    accepted(
      'AG-003',
      adjustGroups('t', [
        { index: 3, enable: 0 },
        { index: 2, enable: 0 },
        { index: 1, enable: 0 },
      ]),
    ),
    enabledGroups('AG-003', true, false, false, false, true),
  ]),
  aCase('index-zero-disable', 'index 0 disables the first group and no other', [
    tokenWith(groupsWith(ON, ON, ON)),
    accepted('AG-015', adjustGroups('t', [{ index: 0, enable: 0 }])),
    enabledGroups('AG-015', false, true, true),
  ]),
  aCase('index-zero-enable', 'index 0 enables the first group and no other', [
    tokenWith(groupsWith(OFF, OFF, OFF)),
    accepted('AG-015', adjustGroups('t', [{ index: 0, enable: 1 }])),
    enabledGroups('AG-015', true, false, false),
  ]),
  [0, 1].map((enable) =>
    aCase(`modified-id-${enable}`, `a change of a group to ${enable} raises the modification id`, [
      tokenWith(groupsWith(ON, enable === 1 ? OFF : ON)),
      control(query('before', 't', 'STATISTICS')),
      accepted('AG-012', adjustGroups('t', [{ index: 1, enable }])),
      asserts(
        'AG-012',
        query('q', 't', 'STATISTICS'),
        is.greaterThan('decoded.modifiedId', ref('before.decoded.modifiedId')),
      ),
    ]),
  ),
  PATTERNS.map((pattern) =>
    aCase(
      `previous-${pattern}`,
      `the report shows enabled groups ${hex(pattern)} and the logon SID`,
      [
        tokenWith(groupsWith(...fromPattern(pattern, 6))),
        asserts(
          'AG-022',
          adjustGroups('t', [{ index: 2, enable: 1 }]),
          is.equals('previousState[0]', hex(pattern | 0x40)),
        ),
        asserts(
          'AG-022',
          adjustGroups('t', [{ index: 2, enable: 0 }]),
          is.equals('previousState[0]', hex(pattern | 0x40 | 0x4)),
        ),
      ],
    ),
  ),
  aCase('previous-of-a-reset', 'a reset reports the groups that were enabled before it', [
    tokenWith(groupsWith(ON, OFF, ON)),
    control(adjustGroups('t', [{ index: 1, enable: 1 }])),
    asserts(
      'AG-022',
      adjustGroups('t', [{ index: RESET_INDEX, enable: 0 }]),
      is.equals('previousState[0]', '0xf'),
    ),
  ]),
  aCase('previous-of-every-kind', 'the report covers mandatory and deny-only groups too', [
    tokenWith(EVERY_KIND),
    asserts(
      'AG-022',
      adjustGroups('t', [{ index: 1, enable: 0 }]),
      is.equals('previousState[0]', hex(0b1101011)),
    ),
  ]),
  aCase('previous-of-64', 'with 64 groups the logon SID is bit 63 of the report', [
    tokenWith(groupsWith(...FULL)),
    asserts(
      'AG-022',
      adjustGroups('t', [{ index: 62, enable: 1 }]),
      is.equals('previousState[0]', hex(FULL_WORD)),
    ),
  ]),
  aCase(
    'previous-of-131',
    'with more than 64 groups the further ones are reported in the next words',
    [
      tokenWith(groupsWith(...FULL, ON, OFF, ON, ...Array.from({ length: 62 }, () => OFF), ON, ON)),
      asserts(
        'AG-022',
        asserts(
          'AG-022',
          asserts(
            'AG-022',
            adjustGroups('t', [{ index: 70, enable: 1 }]),
            is.equals('previousState[0]', hex(FULL_WORD)),
          ),
          is.equals('previousState[1]', '0x2'),
        ),
        is.equals('previousState[2]', '0x7'),
      ),
    ],
    { only: { R27: '1024', R11: '144-bytes' } },
  ),
  [[], [2001], [2001, 2002, 2003]].map((gids) =>
    aCase(`projection-${gids.length}`, `disabling groups keeps ${gids.length} supplementary GIDs`, [
      aSession(),
      aToken('t', { groups: groupsWith(ON, ON, OFF, ON), supplementaryGids: gids }),
      control(install('t')),
      control(credentials('before')),
      accepted(
        'AG-024',
        adjustGroups('t', [
          { index: 1, enable: 0 },
          { index: 2, enable: 1 },
          { index: 3, enable: 0 },
        ]),
      ),
      asserts('AG-024', credentials('after'), is.sameSet('groups', ref('before.groups'))),
    ]),
  ),
  handleRightCases('AG-014', 0x0040, (token) =>
    adjustGroups(token, [{ index: RESET_INDEX, enable: 0 }]),
  ),
]);
