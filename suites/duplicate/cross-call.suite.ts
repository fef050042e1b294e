/** @module Copies of tokens that calls have changed, of copies, and of restricted tokens. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { QueryClassName } from '../../reference/abi/numbers.js';
import {
  adjustDefault,
  adjustGroups,
  adjustPrivileges,
  adjustSessionId,
  aSession,
  aToken,
  is,
  query,
  ref,
} from '../language/steps.js';
import { duplicate, restrict } from '../language/steps-derive.js';
import { aCase, accepted, asserts, control, defineSuite } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import { SOURCE_DACL } from './source.js';

const GROUPS = [
  { sid: 'S-1-5-21-71-72-73-2001', attributes: 0x6 },
  { sid: 'S-1-5-21-71-72-73-2002', attributes: 0xe },
  { sid: 'S-1-5-21-71-72-73-2003', attributes: 0x6 },
];

/** The token `t`, with groups and privileges that can be adjusted. */
const SOURCE: readonly SuiteStep[] = [
  aSession(),
  aToken('t', {
    groups: GROUPS,
    privilegesPresent: '0x800880',
    privilegesEnabled: '0x800800',
    privilegesEnabledByDefault: '0x800800',
  }),
];

/** Calls that change a token, and where the copy has to show the change. */
const CHANGES: readonly (readonly [
  slug: string,
  change: SuiteStep,
  of: QueryClassName,
  at: string,
  clause: ClauseId,
])[] = [
  ['group-disabled', adjustGroups('t', [{ index: 0, enable: 0 }]), 'GROUPS', 'decoded', 'DU-028'],
  [
    'privilege-removed',
    adjustPrivileges('t', [{ luid: 23, attributes: 4 }]),
    'PRIVILEGES',
    'decoded.present',
    'DU-029',
  ],
  [
    'privilege-enabled',
    adjustPrivileges('t', [{ luid: 7, attributes: 2 }]),
    'PRIVILEGES',
    'decoded.enabled',
    'DU-049',
  ],
  [
    'default-removed',
    adjustPrivileges('t', [{ luid: 23, attributes: 4 }]),
    'PRIVILEGES',
    'decoded.enabledByDefault',
    'DU-050',
  ],
  ['owner', adjustDefault('t', { ownerIndex: 2 }), 'OWNER', 'decoded', 'DU-046'],
  ['primary-group', adjustDefault('t', { groupIndex: 3 }), 'PRIMARY_GROUP', 'decoded', 'DU-047'],
  ['default-dacl', adjustDefault('t', { dacl: SOURCE_DACL }), 'DEFAULT_DACL', 'payload', 'DU-022'],
  ['session-number', adjustSessionId('t', 0x71727374), 'SESSION_ID', 'decoded', 'DU-043'],
];

/** A copy that can be queried and adjusted. */
const copy = (as: string, of = 't'): SuiteStep =>
  control(duplicate(as, of, { accessMask: 0x006a }));

export default defineSuite('duplicate', 'cross-call', [
  CHANGES.map(([slug, change, of, at, clause]) =>
    aCase(`after-${slug}`, `the copy is of the source as it is now: ${slug}`, [
      SOURCE,
      control(query('before', 't', of)),
      control(change),
      control(query('now', 't', of)),
      control(duplicate('d', 't')),
      asserts(clause, query('q', 'd', of), is.equals(at, ref(`now.${at}`))),
      asserts(clause, query('r', 'd', of), is.differsFrom(at, ref(`before.${at}`))),
    ]),
  ),
  aCase('two-copies-groups', 'two copies of one source have groups of their own', [
    SOURCE,
    copy('a'),
    copy('b'),
    control(query('before', 'b', 'GROUPS')),
    control(adjustGroups('a', [{ index: 0, enable: 0 }])),
    asserts('DU-001', query('q', 'b', 'GROUPS'), is.equals('decoded', ref('before.decoded'))),
  ]),
  aCase('two-copies-privileges', 'two copies of one source have privileges of their own', [
    SOURCE,
    copy('a'),
    copy('b'),
    control(query('before', 'b', 'PRIVILEGES')),
    control(adjustPrivileges('a', [{ luid: 23, attributes: 4 }])),
    asserts('DU-001', query('q', 'b', 'PRIVILEGES'), is.equals('decoded', ref('before.decoded'))),
  ]),
  aCase('copy-of-a-copy', 'a copy of a copy shares nothing with either', [
    SOURCE,
    copy('a'),
    copy('b', 'a'),
    control(query('before', 'a', 'GROUPS')),
    control(adjustGroups('b', [{ index: 2, enable: 0 }])),
    asserts('DU-001', query('q', 'a', 'GROUPS'), is.equals('decoded', ref('before.decoded'))),
  ]),
  [1, 2].flatMap((tokenType) => [
    aCase(`restricted-deny-only-${tokenType}`, 'what a restriction made deny-only stays so', [
      SOURCE,
      control(restrict('r', 't', { indices: [0, 2] })),
      control(query('was', 'r', 'GROUPS')),
      control(duplicate('d', 'r', { tokenType, level: tokenType === 1 ? 0 : 2 })),
      asserts('DU-028', query('q', 'd', 'GROUPS'), is.bits('decoded[0].attributes', 0x10)),
      asserts('DU-028', query('p', 'd', 'GROUPS'), is.equals('decoded', ref('was.decoded'))),
    ]),
    aCase(`restricted-sids-${tokenType}`, 'the restricting SIDs of a restriction stay', [
      SOURCE,
      control(restrict('r', 't', { sids: ['S-1-5-21-71-72-73-3001'] })),
      control(query('was', 'r', 'RESTRICTED_SIDS')),
      control(duplicate('d', 'r', { tokenType, level: tokenType === 1 ? 0 : 2 })),
      asserts(
        'DU-021',
        query('q', 'd', 'RESTRICTED_SIDS'),
        is.equals('decoded', ref('was.decoded')),
      ),
      asserts('DU-021', query('p', 'd', 'RESTRICTED_SIDS'), is.equals('decoded.length', 1)),
    ]),
  ]),
  aCase('after-a-refused-call', 'a refused duplication leaves the source fit for the next one', [
    SOURCE,
    { ...duplicate('no', 't', { tokenType: 3 }), expect: [{ is: { kind: 'refused' } }] },
    accepted('DU-001', duplicate('d', 't')),
  ]),
]);
