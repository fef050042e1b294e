/** @module The logon SID that creation puts among the groups, and that nothing else is added. */
import { aSession, aToken, is, query, ref } from '../language/steps.js';
import { aCase, control, asserts, defineSuite } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';

/** Length 20, a logon SID, attributes whose two upper bits are set. */
const LOGON_ENTRY = '14000000010300000000000505000000[0-9a-f]{16}[0-9a-f]{6}[c-f][0-9a-f]';

/** The same at the end, whatever its attributes. */
const LAST_ENTRY = '14000000010300000000000505000000[0-9a-f]{24}$';

/** Group lists without, with one, and with several entries; none of the well-known ones. */
const SUPPLIED: readonly (readonly [string, readonly { sid: string; attributes: number }[]])[] = [
  ['none', []],
  ['one', [{ sid: 'S-1-5-21-7-7-7-1', attributes: 0x7 }]],
  ['everyone', [{ sid: 'S-1-1-0', attributes: 0x7 }]],
  ['authenticated', [{ sid: 'S-1-5-11', attributes: 0x7 }]],
  [
    'several',
    Array.from({ length: 20 }, (_, n) => ({ sid: `S-1-5-21-7-7-7-${n + 1}`, attributes: 0x7 })),
  ],
  [
    'full',
    Array.from({ length: 63 }, (_, n) => ({ sid: `S-1-5-21-7-7-8-${n + 1}`, attributes: 7 })),
  ],
];

function given(groups: readonly { sid: string; attributes: number }[]): readonly SuiteStep[] {
  return [aSession(), aToken('t', { groups }), control(query('l', 't', 'LOGON_SID'))];
}

export default defineSuite('token-creation-effects', 'logon-sid', [
  SUPPLIED.map(([slug, groups]) =>
    aCase(`added-${slug}`, `groups supplied: ${slug}; the logon SID stands in the list`, [
      given(groups),
      asserts('TC-005', query('q', 't', 'GROUPS'), is.contains('payload', ref('l.payload'))),
      asserts('TC-006', query('r', 't', 'GROUPS'), is.matches('payload', LOGON_ENTRY)),
    ]),
  ),
  SUPPLIED.map(([slug, groups]) =>
    aCase(`last-${slug}`, `groups supplied: ${slug}; the logon SID stands last, as documented`, [
      given(groups),
      asserts(
        'TC-018',
        query('q', 't', 'GROUPS'),
        is.equals('decoded[last].sid', ref('l.decoded')),
      ),
      asserts('TC-018', query('r', 't', 'GROUPS'), is.matches('payload', LAST_ENTRY)),
      asserts(
        'TC-019',
        query('u', 't', 'GROUPS'),
        is.equals('decoded[last].attributes', 0xc0000007),
      ),
    ]),
  ),
  SUPPLIED.map(([slug, groups]) =>
    aCase(`count-${slug}`, `groups supplied: ${slug}; the kernel adds exactly one`, [
      given(groups),
      asserts(
        ['TC-020', 'TC-036'],
        query('q', 't', 'GROUPS'),
        is.equals('decoded.length', groups.length + 1),
      ),
    ]),
  ),
  aCase('not-well-known', 'Everyone and Authenticated Users are there only if supplied', [
    aSession(),
    aToken('t', { groups: [] }),
    asserts(
      ['TC-020', 'TC-036'],
      query('q', 't', 'GROUPS'),
      is.matches('payload', `^01000000${LAST_ENTRY}`),
    ),
  ]),
  aCase('impersonation-type', 'an impersonation token gets the logon SID, too', [
    aSession(),
    aToken('t', { tokenType: 2, impersonationLevel: 2 }),
    control(query('l', 't', 'LOGON_SID')),
    asserts('TC-005', query('q', 't', 'GROUPS'), is.contains('payload', ref('l.payload'))),
    asserts('TC-006', query('r', 't', 'GROUPS'), is.matches('payload', LOGON_ENTRY)),
    asserts('TC-019', query('u', 't', 'GROUPS'), is.equals('decoded[last].attributes', 0xc0000007)),
  ]),
  aCase('last-impersonation-type', 'in an impersonation token, too, the logon SID stands last', [
    aSession(),
    aToken('t', { tokenType: 2, impersonationLevel: 2 }),
    asserts('TC-018', query('q', 't', 'GROUPS'), is.matches('payload', LAST_ENTRY)),
    asserts('TC-018', query('r', 't', 'GROUPS'), is.contains('payload', ref('s.logonSid'))),
  ]),
  aCase('of-its-session', 'tokens of two sessions carry two logon SIDs', [
    aSession('s'),
    aSession('s2'),
    aToken('t'),
    aToken('t2', { sessionId: ref('s2.id') }),
    control(query('l', 't', 'LOGON_SID')),
    control(query('l2', 't2', 'LOGON_SID')),
    asserts('TC-005', query('q', 't', 'GROUPS'), is.contains('payload', ref('l.payload'))),
    asserts('TC-005', query('q2', 't2', 'GROUPS'), is.contains('payload', ref('l2.payload'))),
    asserts(
      'TC-018',
      query('r2', 't2', 'GROUPS'),
      is.equals('decoded[last].sid', ref('l2.decoded')),
    ),
  ]),
  aCase('derived-from-id', 'the added SID is S-1-5-5-high-low of the session id', [
    aSession(),
    aToken(),
    asserts('TC-005', query('q', 't', 'GROUPS'), is.contains('payload', ref('s.logonSid')), {
      R97: 'high-low',
    }),
  ]),
]);
