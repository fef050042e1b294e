/** @module RESTRICT: privileges that are taken away. */
import { USABLE_RESULT } from '../language/steps-derive.js';
import { aCase, asserts, control, defineSuite } from '../language/suite.js';
import { adjustPrivileges, aSession, is, openSelf, query, ref } from '../language/steps.js';
import { ALL_BITS, ALL_PRIVILEGES, aSource, restricted } from './source.js';

const hex = (mask: bigint): string => `0x${mask.toString(16)}`;
const ALL = BigInt(ALL_PRIVILEGES);

const SETS: readonly bigint[] = [
  0n,
  0x4n | (1n << 63n),
  0x20000080n,
  0xffffffffn & ALL,
  ALL & ~0xffffffffn,
  ALL,
];

/** Single bits, several of them, none, all. */
const MASKS: readonly bigint[] = [...ALL_BITS.map((bit) => 1n << BigInt(bit)), ...SETS];

export default defineSuite('restrict', 'privileges', [
  MASKS.map((mask) =>
    aCase(`mask-${hex(mask)}`, `the privileges ${hex(mask)} are gone, the others are not`, [
      aSession(),
      aSource(),
      restricted('r', 't', { privileges: hex(mask) }),
      asserts(
        'RS-004',
        asserts(
          'RS-023',
          asserts('RS-028', query('q', 'r', 'PRIVILEGES'), {
            kind: 'equals',
            at: 'decoded.enabledByDefault',
            value: hex(ALL & ~mask),
          }),
          is.equals('decoded.enabled', hex(ALL & ~mask)),
        ),
        is.equals('decoded.present', hex(ALL & ~mask)),
      ),
    ]),
  ),
  // Enabled and enabled by default are not the same thing.
  aCase('apart', 'bits are taken from enabled and default masks that differ', [
    aSession(),
    aSource('t', { privilegesEnabled: '0x30', privilegesEnabledByDefault: '0x30' }),
    control(
      adjustPrivileges('t', [
        { luid: 4, attributes: 0 },
        { luid: 6, attributes: 2 },
      ]),
    ),
    restricted('r', 't', { privileges: '0x20' }),
    asserts(
      'RS-023',
      asserts(
        'RS-028',
        query('q', 'r', 'PRIVILEGES'),
        is.equals('decoded.enabledByDefault', '0x10'),
      ),
      is.equals('decoded.enabled', '0x40'),
    ),
  ]),
  aCase('absent', 'taking away what the token does not have leaves it as it is', [
    aSession(),
    aSource('t', {
      privilegesPresent: '0x88',
      privilegesEnabled: '0x80',
      privilegesEnabledByDefault: '0x80',
    }),
    restricted('r', 't', { privileges: '0x30' }),
    asserts('RS-004', query('q', 'r', 'PRIVILEGES'), is.equals('decoded.present', '0x88')),
  ]),
  aCase(
    'twice',
    'a second restriction takes away more',
    [
      aSession(),
      aSource(),
      restricted('r', 't', { privileges: '0x4' }),
      restricted('rr', 'r', { privileges: '0x8' }),
      asserts(
        'RS-004',
        query('q', 'rr', 'PRIVILEGES'),
        is.equals('decoded.present', hex(ALL & ~0xcn)),
      ),
    ],
    { only: USABLE_RESULT },
  ),
  // SeTcb is exercised by the making of a session.
  ['0x0', '0x4'].map((privileges) =>
    aCase(`used-${privileges}`, `the copy without ${privileges} has not used any privilege`, [
      aSession(),
      control(openSelf('own', 0x000a)),
      {
        ...query('o', 'own', 'PRIVILEGES'),
        expect: [{ is: is.greaterThan('decoded.used', '0x0') }],
      },
      restricted('r', 'own', { privileges }),
      asserts('RS-022', query('q', 'r', 'PRIVILEGES'), is.equals('decoded.used', '0x0')),
      asserts(
        'RS-022',
        query('still', 'own', 'PRIVILEGES'),
        is.equals('decoded.used', ref('o.decoded.used')),
      ),
    ]),
  ),
]);
