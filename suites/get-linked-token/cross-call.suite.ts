/** @module The partner's clone and later calls on the partner. */
import {
  adjustGroups,
  adjustPrivileges,
  aSession,
  aToken,
  is,
  query,
  ref,
} from '../language/steps.js';
import { duplicate, restrict } from '../language/steps-derive.js';
import { getLinked, link } from '../language/steps-inspect.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import { WITHOUT_TCB } from './members.js';

const MEMBER = {
  groups: [{ sid: 'S-1-5-21-71-72-73-2001', attributes: 0x6 }],
  privilegesPresent: '0x800800',
  privilegesEnabled: '0x800800',
  privilegesEnabledByDefault: '0x800800',
} as const;

/** The linked pair of `a` and `b`. */
const PAIR: readonly SuiteStep[] = [
  aSession(),
  aToken('a', MEMBER),
  aToken('b', MEMBER),
  control(link('a', 'b')),
];

const CHANGES: readonly (readonly [slug: 'GROUPS' | 'PRIVILEGES', (t: string) => SuiteStep])[] = [
  ['GROUPS', (token) => control(adjustGroups(token, [{ index: 0, enable: 0 }]))],
  ['PRIVILEGES', (token) => control(adjustPrivileges(token, [{ luid: 23, attributes: 4 }]))],
];

const SIDES = [
  ['a', 'b'],
  ['b', 'a'],
] as const;

export default defineSuite('get-linked-token', 'cross-call', [
  SIDES.flatMap(([member, partner]) =>
    CHANGES.map(([of, change]) =>
      aCase(
        `clone-then-${of.toLowerCase()}-of-${partner}`,
        `what happens to the ${of.toLowerCase()} of ${partner} later does not reach its clone`,
        [
          PAIR,
          WITHOUT_TCB,
          control(getLinked('c', member)),
          control(query('before', 'c', of)),
          change(partner),
          asserts('GL-002', query('q', 'c', of), is.equals('decoded', ref('before.decoded'))),
        ],
      ),
    ),
  ),
  SIDES.map(([member]) =>
    aCase(`copy-of-${member}`, 'a copy of a linked token was never linked', [
      PAIR,
      control(duplicate('d', member)),
      accepted('GL-013', getLinked('ok', member)),
      judged('GL-013', getLinked('x', 'd')),
    ]),
  ),
  SIDES.map(([member]) =>
    aCase(`restriction-of-${member}`, 'a restriction of a linked token was never linked', [
      PAIR,
      control(restrict('r', member, { indices: [0] })),
      accepted('GL-013', getLinked('ok', member)),
      judged('GL-013', getLinked('x', 'r')),
    ]),
  ),
]);
