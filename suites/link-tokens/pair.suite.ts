/** @module LINK_TOKENS that succeeds: the pair, its elevation types, its replacement. */
import {
  adjustDefault,
  adjustGroups,
  adjustPrivileges,
  adjustSessionId,
  aSession,
  aToken,
  by,
  install,
  openSelf,
  spawn,
} from '../language/steps.js';
import { duplicate, restrict } from '../language/steps-derive.js';
import { getLinked, link, passHandle } from '../language/steps-inspect.js';
import { aCase, accepted, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import type { TemplateValue } from '../language/template.js';
import { DEFAULT, elevation, FULL, identities, LIMITED, partnerIs, THIRD, TWO } from './pairs.js';

/** A filtered token that has nothing to do with the elevated one, or more power than it. */
const UNRELATED: readonly (readonly [name: string, of: Readonly<Record<string, TemplateValue>>])[] =
  [
    ['groups', { groups: [{ sid: 'S-1-5-32-544', attributes: 0xf }] }],
    ['no-groups', { groups: [] }],
    ['integrity', { integrityLevel: 16384 }],
    ['low-integrity', { integrityLevel: 4096 }],
    [
      'privileges',
      {
        privilegesPresent: '0xc000000ffffffffc',
        privilegesEnabled: '0xc000000ffffffffc',
        privilegesEnabledByDefault: '0xc000000ffffffffc',
      },
    ],
    ['restricted', { restrictedSids: [{ sid: 'S-1-1-0', attributes: 7 }] }],
    ['ids', { projectedUid: 4321, projectedGid: 4322, interactiveSessionId: 77 }],
  ];

const OTHER_MECHANISMS: readonly (readonly [name: string, steps: readonly SuiteStep[]])[] = [
  ['created', [aToken('x')]],
  ['created-impersonation', [aToken('x', { tokenType: 2, impersonationLevel: 2 })]],
  ['duplicated', [aToken('t'), control(duplicate('x', 't'))]],
  [
    'duplicated-impersonation',
    [aToken('t'), control(duplicate('x', 't', { tokenType: 2, level: 2 }))],
  ],
  ['restricted', [aToken('t'), control(restrict('x', 't', { indices: [0] }))]],
  ['restricted-sids', [aToken('t'), control(restrict('x', 't', { sids: ['S-1-1-0'] }))]],
  [
    'adjusted-privileges',
    [
      aToken('x', { privilegesPresent: '0x80' }),
      control(adjustPrivileges('x', [{ luid: 7, attributes: 2 }])),
    ],
  ],
  [
    'adjusted-groups',
    [
      aToken('x', { groups: [{ sid: 'S-1-5-32-544', attributes: 0xe }] }),
      control(adjustGroups('x', [{ index: 0, enable: 0 }])),
    ],
  ],
  ['adjusted-default', [aToken('x'), control(adjustDefault('x', { groupIndex: 1 }))]],
  ['adjusted-session', [aToken('x'), control(adjustSessionId('x', 9))]],
];

export default defineSuite('link-tokens', 'pair', [
  aCase('both-ways', 'each member of the pair leads to the other', [
    TWO,
    identities('a', 'b'),
    accepted('LK-001', link('a', 'b')),
    partnerIs('LK-001', 'a', 'b'),
    partnerIs('LK-001', 'b', 'a'),
  ]),
  aCase('second-created-first', 'the order of creation plays no part', [
    TWO,
    identities('a', 'b'),
    accepted('LK-001', link('b', 'a')),
    partnerIs('LK-001', 'a', 'b'),
    partnerIs('LK-001', 'b', 'a'),
  ]),
  aCase('two-sessions', 'each session has a pair of its own', [
    TWO,
    aSession('s2'),
    aToken('c', { sessionId: { ref: 's2.id' } }),
    aToken('d', { sessionId: { ref: 's2.id' } }),
    identities('a', 'b', 'c', 'd'),
    accepted('LK-001', link('a', 'b')),
    accepted('LK-001', link('c', 'd', { sessionId: { ref: 's2.id' } })),
    partnerIs('LK-001', 'a', 'b'),
    partnerIs('LK-001', 'd', 'c'),
  ]),
  aCase('fields-in-order', 'the first token becomes Full, the second Limited', [
    TWO,
    control(link('a', 'b')),
    elevation('LK-002', 'a', FULL),
    elevation('LK-003', 'b', LIMITED),
  ]),
  aCase('fields-in-other-order', 'the first token becomes Full, also if it was created later', [
    TWO,
    control(link('b', 'a')),
    elevation('LK-002', 'b', FULL),
    elevation('LK-003', 'a', LIMITED),
  ]),
  aCase('issued-on-the-filtered', 'which handle the call is issued on gives no role', [
    TWO,
    control(link('a', 'b')),
    control(link('a', 'b', { on: 'b' })),
    elevation('LK-002', 'a', FULL),
    elevation('LK-003', 'b', LIMITED),
  ]),
  aCase('full-and-limited', 'the elevation types are 1 before and 2 and 3 after', [
    TWO,
    elevation('LK-009', 'a', DEFAULT),
    elevation('LK-010', 'b', DEFAULT),
    accepted(['LK-009', 'LK-010'], link('a', 'b')),
    elevation('LK-009', 'a', FULL),
    elevation('LK-010', 'b', LIMITED),
  ]),
  aCase(
    'full-and-limited-elsewhere',
    'another handle shows the elevation types, too',
    [
      TWO,
      spawn('p'),
      passHandle('pa', 'a', 'p'),
      passHandle('pb', 'b', 'p'),
      control(link('a', 'b')),
      by('p', elevation('LK-009', 'pa', FULL)),
      by('p', elevation('LK-010', 'pb', LIMITED)),
    ],
    { needs: ['processes', 'handle-passing'] },
  ),
  aCase('full-and-limited-again', 'linking the pair a second time leaves its elevation types', [
    TWO,
    control(link('a', 'b')),
    accepted(['LK-009', 'LK-010'], link('a', 'b')),
    elevation('LK-009', 'a', FULL),
    elevation('LK-010', 'b', LIMITED),
  ]),
  ['a', 'b'].map((member) =>
    aCase(`recorded-${member}`, `with member ${member} installed, the own token has a partner`, [
      TWO,
      control(link('a', 'b')),
      control(install(member)),
      control(openSelf('own', 0x0008, true)),
      judged('LK-008', getLinked('partner', 'own')),
    ]),
  ),
  OTHER_MECHANISMS.map(([name, steps]) =>
    aCase(`default-${name}`, `a token is not elevated: ${name.replaceAll('-', ' ')}`, [
      aSession(),
      steps,
      elevation('LK-011', 'x', DEFAULT),
    ]),
  ),
  ['a', 'b'].flatMap((member) => [
    aCase(
      `default-copy-of-${member}`,
      `a duplicate of member ${member} of a pair is Default`,
      [
        TWO,
        control(link('a', 'b')),
        control(duplicate('x', member)),
        elevation('LK-011', 'x', DEFAULT),
      ],
      { needs: ['link'] },
    ),
    aCase(
      `default-restricted-${member}`,
      `a restriction of member ${member} is Default`,
      [
        TWO,
        control(link('a', 'b')),
        control(restrict('x', member, { indices: [0] })),
        elevation('LK-011', 'x', DEFAULT),
      ],
      { needs: ['link'] },
    ),
  ]),
  UNRELATED.flatMap(([name, of]) => [
    aCase(`unrelated-${name}`, `a filtered token that was not derived is accepted: ${name}`, [
      aSession(),
      aToken('a'),
      aToken('b', of),
      judged('LK-023', link('a', 'b')),
    ]),
    aCase(`unrelated-elevated-${name}`, `and so is such a token as the elevated one: ${name}`, [
      aSession(),
      aToken('a', of),
      aToken('b'),
      judged('LK-023', link('a', 'b')),
    ]),
  ]),
  aCase('replaced-filtered', 'a new filtered token takes the place of the old one', [
    TWO,
    THIRD,
    identities('a', 'c'),
    control(link('a', 'b')),
    accepted('LK-015', link('a', 'c')),
    partnerIs('LK-015', 'a', 'c'),
    partnerIs('LK-015', 'c', 'a'),
  ]),
  aCase('replaced-elevated', 'a new elevated token takes the place of the old one', [
    TWO,
    THIRD,
    identities('b', 'c'),
    control(link('a', 'b')),
    accepted('LK-015', link('c', 'b')),
    partnerIs('LK-015', 'b', 'c'),
    partnerIs('LK-015', 'c', 'b'),
  ]),
  aCase('replaced-and-back', 'a pair that was replaced can be made again', [
    TWO,
    THIRD,
    identities('a', 'b'),
    control(link('a', 'b')),
    control(link('a', 'c')),
    accepted('LK-015', link('a', 'b')),
    partnerIs('LK-015', 'a', 'b'),
    partnerIs('LK-015', 'b', 'a'),
  ]),
  aCase('displaced-filtered', 'the filtered token that was replaced has no partner any more', [
    TWO,
    THIRD,
    control(link('a', 'b')),
    accepted('LK-016', getLinked('before', 'b')),
    control(link('a', 'c')),
    judged('LK-016', getLinked('after', 'b')),
    elevation('LK-024', 'b', LIMITED),
  ]),
  aCase('displaced-elevated', 'the elevated token that was replaced has no partner any more', [
    TWO,
    THIRD,
    control(link('a', 'b')),
    accepted('LK-016', getLinked('before', 'a')),
    control(link('c', 'b')),
    judged('LK-016', getLinked('after', 'a')),
    elevation('LK-024', 'a', FULL),
  ]),
  aCase('displaced-and-again', 'and after a further replacement neither of the first two has', [
    TWO,
    THIRD,
    aToken('d'),
    control(link('a', 'b')),
    control(link('a', 'c')),
    control(link('d', 'c')),
    judged('LK-016', getLinked('ofA', 'a')),
    judged('LK-016', getLinked('ofB', 'b')),
    elevation('LK-024', 'a', FULL),
    elevation('LK-024', 'b', LIMITED),
  ]),
]);
