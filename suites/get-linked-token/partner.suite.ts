/** @module GET_LINKED_TOKEN: who has a partner, and the partner itself for callers with SeTcb. */
import { aToken, install, is, openSelf, query, ref } from '../language/steps.js';
import { duplicate, restrict } from '../language/steps-derive.js';
import { getLinked, link } from '../language/steps-inspect.js';
import { ADJUST_CALLS, DERIVE_CALLS } from '../language/query-only.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import { MEMBERS, PAIR, remembered, SIDES } from './members.js';

/** A pair of the user SYSTEM: with a member installed every right of the own token can be had. */
const SYSTEM_MEMBER = { userSid: 'S-1-5-18', integrityLevel: 16384 } as const;
const SYSTEM_PAIR: readonly SuiteStep[] = [
  ...MEMBERS.slice(0, 1),
  aToken('a', SYSTEM_MEMBER),
  aToken('b', SYSTEM_MEMBER),
  control(link('a', 'b')),
];

/** Every right but the query right, alone and together. */
const WITHOUT_QUERY = [0x0001, 0x0002, 0x0004, 0x0020, 0x0040, 0x0080, 0x0100, 0x01e7, 0xf01e7];

/** Rights that an ordinary user gets on its own token, without the query right. */
const OWN_WITHOUT_QUERY = [0x0020, 0x0040, 0x0080, 0x00e0];

const USES = [
  { slug: 'query', of: (token: string) => query('q', token, 'USER') },
  ...ADJUST_CALLS,
  ...DERIVE_CALLS,
];

export default defineSuite('get-linked-token', 'partner', [
  SIDES.flatMap(([member, partner]) => [
    aCase(`partner-of-${member}`, `member ${member} leads to member ${partner}`, [
      PAIR,
      remembered('other', partner, 'STATISTICS'),
      accepted('GL-001', getLinked('p', member)),
      asserts(
        ['GL-001', 'GL-008'],
        query('q', 'p', 'STATISTICS'),
        is.equals('decoded.identity', ref('other.decoded.identity')),
      ),
    ]),
    aCase(
      `live-${member}`,
      `what is changed through the partner's handle shows in the partner`,
      [
        PAIR,
        control(getLinked('p', member)),
        accepted('GL-008', {
          op: 'KACS_IOC_ADJUST_SESSIONID',
          args: { token: ref('p.handle'), sessionId: 99 },
        }),
        asserts('GL-008', query('q', partner, 'SESSION_ID'), is.equals('decoded', 99)),
      ],
      { needs: ['adjust'] },
    ),
    aCase(`primary-${member}`, `the partner of ${member} is a primary token`, [
      PAIR,
      control(getLinked('p', member)),
      asserts('GL-009', query('q', 'p', 'TYPE'), is.equals('decoded', 1)),
      asserts('GL-009', query('r', 'p', 'STATISTICS'), is.equals('decoded.tokenType', 1)),
    ]),
    USES.map(({ slug, of }) =>
      aCase(`usable-${slug}-${member}`, `the handle of the partner of ${member} takes ${slug}`, [
        PAIR,
        control(getLinked('p', member)),
        judged('GL-010', of('p')),
      ]),
    ),
    aCase(`usable-link-${member}`, `the handle of the partner of ${member} can be linked`, [
      PAIR,
      control(getLinked('p', member)),
      judged('GL-010', member === 'a' ? link('a', 'p') : link('p', 'b')),
    ]),
    aCase(
      `installable-${member}`,
      `the partner of ${member} can be installed`,
      [PAIR, control(getLinked('p', member)), judged('GL-010', install('p'))],
      { needs: ['install'] },
    ),
    aCase(`partner-of-partner-${member}`, `the partner of the partner is member ${member}`, [
      PAIR,
      remembered('own', member, 'STATISTICS'),
      control(getLinked('p', member)),
      accepted('GL-001', getLinked('back', 'p')),
      asserts(
        'GL-001',
        query('q', 'back', 'STATISTICS'),
        is.equals('decoded.identity', ref('own.decoded.identity')),
      ),
    ]),
    aCase(`query-right-${member}`, `TOKEN_QUERY on member ${member} is enough`, [
      PAIR,
      control(install(member)),
      control(openSelf('own', 0x0008, true)),
      judged('GL-011', getLinked('p', 'own')),
    ]),
    OWN_WITHOUT_QUERY.map((mask) =>
      aCase(`user-mask-${mask.toString(16)}-${member}`, `mask 0x${mask.toString(16)} is not`, [
        PAIR,
        control(install(member)),
        control(openSelf('enough', 0x0008, true)),
        control(openSelf('own', mask, true)),
        accepted('GL-012', getLinked('p', 'enough')),
        judged('GL-012', getLinked('none', 'own')),
      ]),
    ),
    WITHOUT_QUERY.map((mask) =>
      aCase(`mask-${mask.toString(16)}-${member}`, `SYSTEM with mask 0x${mask.toString(16)}`, [
        SYSTEM_PAIR,
        control(install(member)),
        control(openSelf('enough', 0x0008, true)),
        control(openSelf('own', mask, true)),
        accepted('GL-012', getLinked('p', 'enough')),
        judged('GL-012', getLinked('none', 'own')),
      ]),
    ),
  ]).flat(),
  aCase('never-linked', 'a token that was never linked has no partner', [
    MEMBERS,
    judged('GL-013', getLinked('none', 'a')),
    control(link('a', 'b')),
    control(getLinked('p', 'a')),
  ]),
  aCase('outside-the-pair', 'a token beside a pair in its session has no partner', [
    PAIR,
    aToken('c'),
    control(getLinked('p', 'a')),
    judged('GL-013', getLinked('none', 'c')),
  ]),
  aCase(
    'copy-of-a-member',
    'a duplicate of a member has no partner',
    [
      PAIR,
      control(duplicate('c', 'a')),
      control(getLinked('p', 'a')),
      judged('GL-013', getLinked('none', 'c')),
    ],
    { needs: ['derive'] },
  ),
  aCase(
    'restricted-member',
    'a restriction of a member has no partner',
    [
      PAIR,
      control(restrict('c', 'b', { privileges: '0x800000' })),
      control(getLinked('p', 'b')),
      judged('GL-013', getLinked('none', 'c')),
    ],
    { needs: ['derive'] },
  ),
  aCase('impersonation-token', 'an impersonation token has no partner', [
    PAIR,
    aToken('i', { tokenType: 2, impersonationLevel: 2 }),
    control(getLinked('p', 'a')),
    judged('GL-013', getLinked('none', 'i')),
  ]),
  aCase('displaced-filtered', 'a filtered token that was replaced has no partner', [
    PAIR,
    aToken('c'),
    control(getLinked('p', 'b')),
    control(link('a', 'c')),
    judged('GL-018', getLinked('none', 'b')),
    control(getLinked('still', 'c')),
  ]),
  aCase('displaced-elevated', 'an elevated token that was replaced has no partner', [
    PAIR,
    aToken('c'),
    control(getLinked('p', 'a')),
    control(link('c', 'b')),
    judged('GL-018', getLinked('none', 'a')),
    control(getLinked('still', 'c')),
  ]),
]);
