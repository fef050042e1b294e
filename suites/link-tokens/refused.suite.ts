/** @module LINK_TOKENS that fails: privilege, handle rights, session, type, user, roles. */
import {
  adjustPrivileges,
  aSession,
  aToken,
  createToken,
  duplicateHandle,
  install,
  openSelf,
  OTHER_USER,
  ref,
  tokenSpec,
  USER,
} from '../language/steps.js';
import { duplicate } from '../language/steps-derive.js';
import { link } from '../language/steps-inspect.js';
import { aCase, accepted, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteCase, SuiteStep } from '../language/suite.js';
import { DEFAULT, elevation, FULL, LIMITED, mustFail, THIRD, TWO } from './pairs.js';

const TCB = 7;
const ALL_BUT_TCB = '0xc000000fffffff7c';
const TCB_ALONE = {
  privilegesPresent: '0x80',
  privilegesEnabled: '0x80',
  privilegesEnabledByDefault: '0x80',
};
const IN_S2 = { sessionId: ref('s2.id') };

/** Masks without TOKEN_DUPLICATE: each other right alone, all others, none of the token rights. */
const WITHOUT_DUPLICATE: readonly number[] = [
  0x0001, 0x0004, 0x0008, 0x0010, 0x0020, 0x0040, 0x0080, 0x0100, 0x01fd, 0xf01fd, 0xf0000,
];

/** SIDs that differ from {@link USER} in one place. */
const OTHER_USERS: readonly (readonly [name: string, sid: string])[] = [
  ['rid', OTHER_USER],
  ['domain', 'S-1-5-21-1112-2222-3333-1001'],
  ['longer', `${USER}-0`],
  ['shorter', 'S-1-5-21-1111-2222-3333'],
  ['authority', 'S-1-6-21-1111-2222-3333-1001'],
  ['system', 'S-1-5-18'],
];

/** What a wrong high half adds to the id. */
const HIGH_HALVES = ['0x100000000', '0x8000000000000000', '0xffffffff00000000'];

const withoutTcb: readonly (readonly [name: string, attributes: number])[] = [
  ['disabled', 0],
  ['removed', 4],
];

/** A token of another user in the session of `a` and `b`, which may be refused (R98). */
function strangerOf(userSid: string): SuiteStep {
  return createToken('o', tokenSpec({ userSid, sessionId: ref('s.id') }));
}

function ifThereIs(step: string, call: SuiteStep): SuiteStep {
  return { ...call, onlyIf: { step, ended: 'returned' } };
}

function rightCases(clause: 'LK-013' | 'LK-014'): readonly SuiteCase[] {
  const [slug, words] =
    clause === 'LK-013' ? ['elevated', 'elevated handle'] : ['filtered', 'filtered handle'];
  const linked = (name: string): SuiteStep =>
    clause === 'LK-013' ? link(name, 'b') : link('b', name);
  return [
    ...WITHOUT_DUPLICATE.map((mask) =>
      aCase(`${slug}-mask-${mask.toString(16)}`, `an ${words} with mask 0x${mask.toString(16)}`, [
        TWO,
        control(duplicate('strong', 'a', { accessMask: 0xf01ff })),
        control(duplicate('weak', 'a', { accessMask: mask })),
        accepted(clause, linked('strong')),
        judged(clause, linked('weak')),
      ]),
    ),
    aCase(`${slug}-mask-2`, `an ${words} with TOKEN_DUPLICATE alone is enough`, [
      TWO,
      control(duplicate('enough', 'a', { accessMask: 0x0002 })),
      accepted(clause, linked('enough')),
    ]),
  ];
}

/** Failing calls on `a` and `b`, which nothing was done to before. */
const FAILURES: readonly (readonly [name: string, steps: readonly SuiteStep[]])[] = [
  ['self', [mustFail(link('a', 'a')), mustFail(link('b', 'b'))]],
  ['wrong-session', [aSession('s2'), mustFail(link('a', 'b', { sessionId: ref('s2.id') }))]],
  [
    'no-privilege',
    [
      control(openSelf('me', 0x28, true)),
      control(adjustPrivileges('me', [{ luid: TCB, attributes: 0 }])),
      mustFail(link('a', 'b')),
    ],
  ],
  [
    'one-of-another-session',
    [aSession('s2'), aToken('c', IN_S2), mustFail(link('a', 'c')), mustFail(link('c', 'b'))],
  ],
];

export default defineSuite('link-tokens', 'refused', [
  aCase('other-session-id', 'the same tokens with the id of another session are refused', [
    TWO,
    aSession('s2'),
    accepted('LK-004', link('a', 'b')),
    judged('LK-004', link('a', 'b', { sessionId: ref('s2.id') })),
  ]),
  ['0x0', '0x7fffffffffffffff', '0xffffffffffffffff'].map((id) =>
    aCase(`session-id-${id}`, `the same tokens with session id ${id} are refused`, [
      TWO,
      accepted('LK-004', link('a', 'b')),
      judged('LK-004', link('a', 'b', { sessionId: id })),
    ]),
  ),
  aCase('elevated-of-another-session', 'an elevated token of another session is refused', [
    TWO,
    aSession('s2'),
    aToken('c', IN_S2),
    accepted('LK-005', link('a', 'b')),
    judged('LK-005', link('c', 'b')),
  ]),
  aCase('filtered-of-another-session', 'a filtered token of another session is refused', [
    TWO,
    aSession('s2'),
    aToken('c', IN_S2),
    accepted('LK-005', link('a', 'b')),
    judged('LK-005', link('a', 'c')),
  ]),
  aCase('both-of-another-session', 'two tokens of another session than the named one are refused', [
    TWO,
    aSession('s2'),
    aToken('c', IN_S2),
    aToken('d', IN_S2),
    accepted('LK-005', link('a', 'b')),
    judged('LK-005', link('c', 'd')),
  ]),
  aCase('origin-is-no-session', 'the origin of a token does not make it one of a session', [
    aSession(),
    aSession('s2'),
    aToken('a', { origin: ref('s2.id') }),
    aToken('b', { origin: ref('s2.id') }),
    accepted('LK-006', link('a', 'b')),
    judged('LK-006', link('a', 'b', { sessionId: ref('s2.id') })),
  ]),
  aCase(
    'source-is-no-session',
    'the source id of a token does not make it one of a session',
    [
      aSession(),
      aSession('s2'),
      aToken('a', { sourceId: ref('s2.id') }),
      aToken('b', { sourceId: ref('s2.id') }),
      accepted('LK-006', link('a', 'b')),
      judged('LK-006', link('a', 'b', { sessionId: ref('s2.id') })),
    ],
    { only: { R06: 'caller' } },
  ),
  aCase('moved-is-still-of-its-session', 'tokens of one user in two sessions are told apart', [
    TWO,
    aSession('s2'),
    aToken('c', IN_S2),
    aToken('d', IN_S2),
    accepted('LK-006', link('c', 'd', { sessionId: ref('s2.id') })),
    judged('LK-006', link('c', 'd')),
    accepted('LK-006', link('a', 'b')),
  ]),
  HIGH_HALVES.map((high) =>
    aCase(`session-id-plus-${high}`, `a session id that is wrong by ${high} is refused`, [
      TWO,
      accepted('LK-007', link('a', 'b')),
      judged('LK-007', link('a', 'b', { sessionId: { sum: [ref('s.id'), high] } })),
    ]),
  ),
  withoutTcb.map(([name, attributes]) =>
    aCase(`tcb-${name}`, `a caller whose SeTcbPrivilege is ${name} is refused`, [
      TWO,
      control(openSelf('me', 0x28, true)),
      accepted('LK-012', link('a', 'b')),
      control(adjustPrivileges('me', [{ luid: TCB, attributes }])),
      judged('LK-012', link('a', 'b')),
    ]),
  ),
  aCase('tcb-enabled-again', 'the privilege counts again once it is enabled again', [
    TWO,
    control(openSelf('me', 0x28, true)),
    control(adjustPrivileges('me', [{ luid: TCB, attributes: 0 }])),
    judged('LK-012', link('a', 'b')),
    control(adjustPrivileges('me', [{ luid: TCB, attributes: 2 }])),
    accepted('LK-012', link('a', 'b')),
  ]),
  aCase(
    'every-privilege-but-tcb',
    'all the other privileges together do not replace SeTcb',
    [
      TWO,
      aToken('me', {
        privilegesPresent: ALL_BUT_TCB,
        privilegesEnabled: ALL_BUT_TCB,
        privilegesEnabledByDefault: ALL_BUT_TCB,
      }),
      accepted('LK-012', link('a', 'b')),
      control(install('me')),
      judged('LK-012', link('a', 'b')),
    ],
    { needs: ['install'] },
  ),
  aCase(
    'tcb-alone',
    'SeTcb alone is enough, and an ordinary user may hold it',
    [TWO, aToken('me', TCB_ALONE), control(install('me')), accepted('LK-012', link('a', 'b'))],
    { needs: ['install'] },
  ),
  aCase('tcb-of-the-tokens', 'a privilege of the linked tokens is none of the caller', [
    aSession(),
    ...['a', 'b'].map((name) => aToken(name, TCB_ALONE)),
    control(openSelf('me', 0x28, true)),
    accepted('LK-012', link('a', 'b')),
    control(adjustPrivileges('me', [{ luid: TCB, attributes: 0 }])),
    judged('LK-012', link('a', 'b')),
  ]),
  rightCases('LK-013'),
  rightCases('LK-014'),
  aCase('same-handle', 'a token is not linked to itself through one handle', [
    TWO,
    control(link('a', 'b')),
    judged('LK-017', link('a', 'a')),
    judged('LK-017', link('b', 'b')),
  ]),
  aCase('fresh-same-handle', 'a token that was never linked is not linked to itself either', [
    TWO,
    judged('LK-017', link('a', 'a')),
    control(link('a', 'b')),
  ]),
  aCase('two-handles-of-one-token', 'a token is not linked to itself through two handles', [
    TWO,
    duplicateHandle('again', 'a'),
    judged('LK-017', link('a', 'again')),
    judged('LK-017', link('again', 'a')),
    control(link('again', 'b')),
  ]),
  aCase(
    'own-token-twice',
    'two openings of one token are one token',
    [
      TWO,
      aToken('own', { userSid: 'S-1-5-18', ...TCB_ALONE }),
      control(install('own')),
      control(openSelf('again', 0x000a, true)),
      judged('LK-017', link('own', 'again')),
    ],
    { needs: ['install'] },
  ),
  FAILURES.map(([name, steps]) =>
    aCase(`unchanged-${name}`, `a failed link leaves Default tokens: ${name}`, [
      TWO,
      steps,
      elevation('LK-018', 'a', DEFAULT),
      elevation('LK-018', 'b', DEFAULT),
    ]),
  ),
  aCase('unchanged-roles', 'a failed link leaves the labels of an older pair', [
    TWO,
    control(link('a', 'b')),
    mustFail(link('b', 'b')),
    mustFail(link('a', 'a')),
    elevation('LK-018', 'a', FULL),
    elevation('LK-018', 'b', LIMITED),
  ]),
  [0, 1, 2, 3].flatMap((impersonationLevel) => {
    const imp = aToken('i', { tokenType: 2, impersonationLevel });
    return [
      aCase(`elevated-level-${impersonationLevel}`, 'an impersonation token is not elevated', [
        TWO,
        imp,
        accepted('LK-019', link('a', 'b')),
        judged('LK-019', link('i', 'b')),
      ]),
      aCase(`filtered-level-${impersonationLevel}`, 'an impersonation token is not filtered', [
        TWO,
        imp,
        accepted('LK-019', link('a', 'b')),
        judged('LK-019', link('a', 'i')),
      ]),
    ];
  }),
  OTHER_USERS.flatMap(([name, userSid]) => [
    aCase(`other-user-${name}`, `a filtered token of another user (${name}) is refused`, [
      TWO,
      accepted('LK-020', link('a', 'b')),
      strangerOf(userSid),
      ifThereIs('o', judged('LK-020', link('a', 'o'))),
    ]),
    aCase(`elevated-other-user-${name}`, `an elevated token of another user (${name}) is refused`, [
      TWO,
      accepted('LK-020', link('a', 'b')),
      strangerOf(userSid),
      ifThereIs('o', judged('LK-020', link('o', 'b'))),
    ]),
  ]),
  aCase('full-as-filtered', 'a Full token is refused in the filtered role', [
    TWO,
    THIRD,
    control(link('a', 'b')),
    accepted('LK-021', link('a', 'b')),
    judged('LK-021', link('c', 'a')),
  ]),
  aCase('limited-as-elevated', 'a Limited token is refused in the elevated role', [
    TWO,
    THIRD,
    control(link('a', 'b')),
    accepted('LK-022', link('a', 'b')),
    judged('LK-022', link('b', 'c')),
  ]),
  aCase('roles-swapped', 'a pair is refused with its roles exchanged', [
    TWO,
    control(link('a', 'b')),
    accepted(['LK-021', 'LK-022'], link('a', 'b')),
    judged(['LK-021', 'LK-022'], link('b', 'a')),
  ]),
  aCase('displaced-full-as-filtered', 'a Full token that was replaced keeps its role', [
    TWO,
    THIRD,
    aToken('d'),
    control(link('a', 'b')),
    control(link('c', 'b')),
    judged('LK-021', link('d', 'a')),
    accepted('LK-021', link('a', 'b')),
  ]),
  aCase('displaced-limited-as-elevated', 'a Limited token that was replaced keeps its role', [
    TWO,
    THIRD,
    aToken('d'),
    control(link('a', 'b')),
    control(link('a', 'c')),
    judged('LK-022', link('b', 'd')),
    accepted('LK-022', link('a', 'b')),
  ]),
]);
