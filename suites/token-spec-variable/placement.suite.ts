/** @module Where sections may stand: offsets, absence, order, touching; bare lists. */
import {
  aCase,
  accepted,
  asserts,
  defineSuite,
  judged,
  type SuiteStep,
} from '../language/suite.js';
import { aSession, createToken, is, query, tokenSpec, USER } from '../language/steps.js';
import { entry, EVERYONE, AUTHENTICATED, PACKED, packedList } from './bytes.js';
import { FULL_DACL, fullSpec, LISTS, SECTIONS, type Section } from './full-spec.js';
import { edit } from '../language/template.js';

/** S-1-2-0. */
const LOCAL = '010100000000000200000000';

const ROTATIONS: readonly (readonly Section[])[] = SECTIONS.map((_, by) => [
  ...SECTIONS.slice(by),
  ...SECTIONS.slice(0, by),
]);
const REVERSED = [...SECTIONS].reverse();
const SWAPPED: readonly (readonly Section[])[] = SECTIONS.slice(1).map((_, at) => [
  ...SECTIONS.slice(0, at),
  SECTIONS[at + 1] as Section,
  SECTIONS[at] as Section,
  ...SECTIONS.slice(at + 2),
]);

/** Every section that can be queried reads back as supplied. */
const READ_BACK: readonly SuiteStep[] = [
  asserts('TV-001', query('user', 't', 'USER'), is.equals('decoded', USER)),
  asserts('TV-001', query('groups', 't', 'GROUPS'), is.equals('decoded[0].sid', 'S-1-1-0')),
  asserts(
    'TV-001',
    query('restricted', 't', 'RESTRICTED_SIDS'),
    is.equals('decoded[0].sid', 'S-1-5-11'),
  ),
  asserts(
    'TV-001',
    query('device', 't', 'DEVICE_GROUPS'),
    is.equals('decoded[0].sid', 'S-1-5-32-545'),
  ),
  asserts('TV-001', query('dacl', 't', 'DEFAULT_DACL'), is.equals('payload', FULL_DACL)),
  asserts(
    'TV-001',
    query('confinement', 't', 'APPCONTAINER_SID'),
    is.equals('decoded', 'S-1-15-2-11-22-33'),
  ),
  asserts(
    'TV-001',
    query('capabilities', 't', 'CAPABILITIES'),
    is.equals('decoded[0].sid', 'S-1-15-3-1'),
  ),
];
const READ_BACK_24: readonly SuiteStep[] = [
  asserts(
    'TV-001',
    query('gids', 't', 'PROJECTED_SUPPLEMENTARY_GIDS'),
    is.equals('decoded', [5, 6]),
  ),
  asserts('TV-001', query('claims', 't', 'USER_CLAIMS'), is.equals('decoded[0].name', 'u')),
  asserts('TV-001', query('device2', 't', 'DEVICE_CLAIMS'), is.equals('decoded[0].name', 'd')),
];

const OPTIONAL = SECTIONS.filter((name) => name !== 'userSid');
const NOTHING = Object.fromEntries(OPTIONAL.map((name) => [name, undefined]));

export default defineSuite('token-spec-variable', 'placement', [
  ROTATIONS.map((order, by) =>
    aCase(`rotation-${by}`, `with ${order[0]} first and ${order.at(-1)} last all reads back`, [
      aSession(),
      accepted(['TV-001', 'TV-036'], createToken('t', fullSpec([], { order }))),
      ...READ_BACK,
    ]),
  ),
  ROTATIONS.map((order, by) =>
    aCase(
      `rotation-${by}-of-24`,
      `with ${order[0]} first, GIDs and claims read back`,
      [
        aSession(),
        accepted(['TV-001', 'TV-041'], createToken('t', fullSpec([], { order }))),
        ...READ_BACK_24,
      ],
      { only: { R15: '24' } },
    ),
  ),
  [REVERSED, ...SWAPPED].map((order, index) =>
    aCase(`order-${index}`, `the order ${order.join(', ')} is accepted`, [
      aSession(),
      judged(['TV-041'], createToken('t', fullSpec([], { order }))),
    ]),
  ),
  SECTIONS.slice(0, -1).map((first, at) =>
    aCase(`touching-${first}`, `${first} may touch ${SECTIONS[at + 1]}, both ways round`, [
      aSession(),
      judged('TV-036', createToken('t', fullSpec())),
      judged('TV-036', createToken('u', fullSpec([], { order: SWAPPED[at] as readonly string[] }))),
    ]),
  ),
  aCase('all-absent', 'without any optional section, the optional classes are empty', [
    aSession(),
    accepted('TV-002', createToken('t', tokenSpec(NOTHING))),
    asserts('TV-002', query('groups', 't', 'GROUPS'), is.equals('decoded.length', 1)),
    asserts('TV-002', query('restricted', 't', 'RESTRICTED_SIDS'), is.equals('decoded', [])),
    asserts('TV-002', query('device', 't', 'DEVICE_GROUPS'), is.equals('decoded', [])),
    asserts('TV-002', query('capabilities', 't', 'CAPABILITIES'), is.equals('decoded', [])),
    asserts('TV-002', query('confinement', 't', 'APPCONTAINER_SID'), is.equals('payload', '')),
    asserts('TV-002', query('dacl', 't', 'DEFAULT_DACL'), is.equals('payload', '')),
  ]),
  aCase(
    'all-absent-of-24',
    'without claims and GIDs, classes 22 to 24 are empty',
    [
      aSession(),
      accepted('TV-002', createToken('t', tokenSpec(NOTHING))),
      asserts('TV-002', query('user', 't', 'USER_CLAIMS'), is.equals('payload', '')),
      asserts('TV-002', query('device', 't', 'DEVICE_CLAIMS'), is.equals('payload', '')),
      asserts('TV-002', query('g', 't', 'PROJECTED_SUPPLEMENTARY_GIDS'), is.equals('decoded', [])),
    ],
    { only: { R15: '24' } },
  ),
  OPTIONAL.filter((name) => name !== 'confinementSid').map((name) =>
    aCase(`absent-${name}`, `${name} alone may be absent`, [
      aSession(),
      accepted('TV-002', createToken('t', fullSpec([], {}, { [name]: undefined }))),
    ]),
  ),
  aCase('absent-confinement', 'the confinement SID and its capabilities may be absent', [
    aSession(),
    accepted(
      'TV-002',
      createToken('t', fullSpec([], {}, { confinementSid: undefined, capabilities: undefined })),
    ),
  ]),
  LISTS.filter((name) => name !== 'groups').map((name) =>
    aCase(
      `bare-${name}`,
      `${name}: one, two and three entries follow one another without a count in front`,
      [
        aSession(),
        ...[[EVERYONE], [EVERYONE, AUTHENTICATED], [AUTHENTICATED, EVERYONE, LOCAL]].map(
          (sids, index) =>
            judged(
              'TV-040',
              createToken(
                `t${index}`,
                packedList(
                  name,
                  sids.map((sid) => entry(sid)),
                  name === 'capabilities'
                    ? { value: { confinementSid: USER }, after: ['confinementSid', 28] }
                    : {},
                ),
              ),
            ),
        ),
      ],
      { only: PACKED },
    ),
  ),
  aCase(
    'bare-groups',
    'the groups at offset 92, their count at 96, without a count in front',
    [
      aSession(),
      judged(
        'TV-040',
        createToken(
          't',
          tokenSpec({ groups: undefined }, [
            edit.append(entry(EVERYONE) + entry(AUTHENTICATED)),
            // The user SID ends at 192 + 28.
            edit.put(92, 4, 220),
            edit.put(96, 4, 2),
          ]),
        ),
      ),
      asserts('TV-040', query('q', 't', 'GROUPS'), is.equals('decoded[0].sid', 'S-1-1-0')),
      asserts('TV-040', query('q', 't', 'GROUPS'), is.equals('decoded[1].sid', 'S-1-5-11')),
    ],
    { only: PACKED },
  ),
]);
