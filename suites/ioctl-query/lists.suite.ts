/**
 * @module Query classes that answer with SID lists: groups, restricting SIDs, device, capabilities.
 */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { QueryClassName } from '../../reference/abi/numbers.js';
import type { Matcher } from '../../harness/program/program.js';
import { aSession, aToken, is, query } from '../language/steps.js';
import { aCase, asserts, defineSuite } from '../language/suite.js';
import { CAPABILITIES, CONFINEMENT, DEVICE_GROUPS, GROUPS, RESTRICTED } from './full-token.js';

/** Entry: length, SID, attributes; here Everyone, Administrators and a domain SID. */
const GROUP_ENTRIES =
  '0c000000' +
  '010100000000000100000000' +
  '07000000' +
  ('10000000' + '01020000000000052000000020020000' + '0f000000') +
  ('1c000000' + '010500000000000515000000290000002a0000002b000000d1070000' + '10000000');

/** The logon entry as every profile has it: 20 bytes of SID, the logon-id bits. */
const LOGON_ENTRY =
  '14000000' + '010300000000000505000000[0-9a-f]{16}' + '[0-9a-f]{6}[c-f][0-9a-f]';

interface ListRow {
  readonly slug: string;
  readonly class: QueryClassName;
  /** Of the value; of the layout; of the layout where the list is empty. */
  readonly clauses: readonly [ClauseId, ClauseId, ClauseId];
  readonly field: string;
  readonly entries: readonly { readonly sid: string; readonly attributes: number }[];
  readonly payload: string;
  /** What the field needs besides. */
  readonly besides: Readonly<Record<string, string>>;
}

const LISTS: readonly ListRow[] = [
  {
    slug: 'restricted-sids',
    class: 'RESTRICTED_SIDS',
    clauses: ['IQ-025', 'IQ-056', 'IQ-074'],
    field: 'restrictedSids',
    entries: RESTRICTED,
    payload:
      '02000000' +
      ('1c000000' + '01050000000000051500000009000000' + '0800000007000000f4010000' + '00000000') +
      ('0c000000' + '010100000000000100000000' + '00000000'),
    besides: {},
  },
  {
    slug: 'device-groups',
    class: 'DEVICE_GROUPS',
    clauses: ['IQ-036', 'IQ-060', 'IQ-060'],
    field: 'deviceGroups',
    entries: DEVICE_GROUPS,
    payload:
      '01000000' +
      ('1c000000' + '01050000000000051500000004000000' + '050000000600000003020000' + '07000000'),
    besides: {},
  },
  {
    slug: 'capabilities',
    class: 'CAPABILITIES',
    clauses: ['IQ-039', 'IQ-062', 'IQ-062'],
    field: 'capabilities',
    entries: CAPABILITIES,
    payload:
      '02000000' +
      ('10000000' + '010200000000000f0300000001000000' + '00000000') +
      ('10000000' + '010200000000000f0300000003000000' + '00000000'),
    besides: { confinementSid: CONFINEMENT },
  },
];

const NO_ENTRY: Matcher = is.bytes('payload', '00000000');

export default defineSuite('ioctl-query', 'lists', [
  LISTS.map(({ slug, class: name, clauses, field, entries, payload, besides }) =>
    aCase(slug, `${name} answers with the entries of the spec, in their layout`, [
      aSession(),
      aToken('t', { ...besides, [field]: entries }),
      asserts(clauses[0], query('q', 't', name), is.equals('decoded', entries)),
      asserts(clauses[1], query('r', 't', name), is.bytes('payload', payload)),
    ]),
  ),
  LISTS.map(({ slug, class: name, clauses, field, entries, besides }) =>
    aCase(`${slug}-reversed`, `${name} keeps the order of the spec`, [
      aSession(),
      aToken('t', { ...besides, [field]: [...entries].reverse() }),
      asserts(clauses[0], query('q', 't', name), is.equals('decoded', [...entries].reverse())),
    ]),
  ),
  LISTS.map(({ slug, class: name, clauses, besides }) =>
    aCase(`${slug}-none`, `${name} is a count of 0 where the token has none`, [
      aSession(),
      aToken('t', besides),
      asserts(clauses[0], query('q', 't', name), is.equals('decoded', [])),
      asserts(clauses[2], query('r', 't', name), NO_ENTRY),
    ]),
  ),
  aCase('capabilities-unconfined', 'CAPABILITIES is a count of 0 on an unconfined token', [
    aSession(),
    aToken(),
    asserts('IQ-062', query('q', 't', 'CAPABILITIES'), NO_ENTRY),
  ]),
  aCase('groups', 'GROUPS answers with the entries of the spec and the logon SID', [
    aSession(),
    aToken('t', { groups: GROUPS }),
    GROUPS.map((group, n) =>
      asserts('IQ-007', query(`q${n}`, 't', 'GROUPS'), is.contains('decoded', group)),
    ),
    asserts('IQ-007', query('r', 't', 'GROUPS'), is.matches('payload', LOGON_ENTRY)),
  ]),
  aCase(
    'groups-complete',
    'GROUPS is the spec and the logon SID, in this order',
    [
      aSession(),
      aToken('t', { groups: GROUPS }),
      asserts(
        ['IQ-007', 'IQ-049'],
        query('r', 't', 'GROUPS'),
        is.matches('payload', `^04000000${GROUP_ENTRIES}${LOGON_ENTRY}$`),
      ),
    ],
    { only: { R97: 'high-low' } },
  ),
  [0, 1, 2, 63].map((count) =>
    aCase(`groups-${count}`, `GROUPS with ${count} supplied entries is well formed`, [
      aSession(),
      aToken('t', {
        groups: Array.from({ length: count }, (_, n) => ({
          sid: `S-1-5-21-77-78-79-${3000 + n}`,
          attributes: 0x7,
        })),
      }),
      asserts('IQ-049', query('q', 't', 'GROUPS'), is.wellFormed),
      asserts('IQ-049', query('r', 't', 'GROUPS'), is.equals('decoded.length', count + 1)),
    ]),
  ),
  aCase('lists-apart', 'the four lists of one token are not mixed up', [
    aSession(),
    aToken('t', {
      groups: [{ sid: 'S-1-5-21-1-1-1-11', attributes: 0x7 }],
      restrictedSids: [{ sid: 'S-1-5-21-1-1-1-12', attributes: 0 }],
      deviceGroups: [{ sid: 'S-1-5-21-1-1-1-13', attributes: 0x7 }],
      restrictedDeviceGroups: [{ sid: 'S-1-5-21-1-1-1-14', attributes: 0 }],
      confinementSid: CONFINEMENT,
      capabilities: [{ sid: 'S-1-15-3-15', attributes: 0 }],
    }),
    asserts(
      'IQ-025',
      query('q', 't', 'RESTRICTED_SIDS'),
      is.equals('decoded', [{ sid: 'S-1-5-21-1-1-1-12', attributes: 0 }]),
    ),
    asserts(
      'IQ-036',
      query('r', 't', 'DEVICE_GROUPS'),
      is.equals('decoded', [{ sid: 'S-1-5-21-1-1-1-13', attributes: 0x7 }]),
    ),
    asserts(
      'IQ-039',
      query('u', 't', 'CAPABILITIES'),
      is.equals('decoded', [{ sid: 'S-1-15-3-15', attributes: 0 }]),
    ),
  ]),
]);
