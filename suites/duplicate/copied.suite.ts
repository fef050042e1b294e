/** @module DUPLICATE: every field that a copy keeps, with a value of its own in the source. */
import {
  aCase,
  asserts,
  control,
  defineSuite,
  type SuiteCase,
  type SuiteStep,
} from '../language/suite.js';
import {
  adjustGroups,
  adjustPrivileges,
  aSession,
  aToken,
  credentials,
  install,
  is,
  openSelf,
  query,
  ref,
  utf8,
} from '../language/steps.js';
import { duplicate } from '../language/steps-derive.js';
import type { Argument } from '../../harness/program/program.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { QueryClassName } from '../../reference/abi/numbers.js';
import { SOURCE, SOURCE_DACL, SOURCE_GROUPS, SOURCE_USER, WAYS, type Way } from './source.js';

interface Field {
  readonly clause: ClauseId;
  readonly name: string;
  readonly class: QueryClassName;
  /** Where the answer of the source shows it, and as what. */
  readonly at: string;
  readonly value: Argument;
}

const LAST_GROUP = SOURCE_GROUPS.length - 1;

const FIELDS: readonly Field[] = [
  { clause: 'DU-019', name: 'user', class: 'USER', at: 'decoded', value: SOURCE_USER },
  {
    clause: 'DU-020',
    name: 'session',
    class: 'STATISTICS',
    at: 'decoded.sessionId',
    value: ref('s.id'),
  },
  {
    clause: 'DU-021',
    name: 'restricting-sids',
    class: 'RESTRICTED_SIDS',
    at: 'decoded[0].sid',
    value: 'S-1-5-21-71-72-73-3001',
  },
  { clause: 'DU-022', name: 'dacl', class: 'DEFAULT_DACL', at: 'payload', value: SOURCE_DACL },
  {
    clause: 'DU-028',
    name: 'groups',
    class: 'GROUPS',
    at: `decoded[${LAST_GROUP}].sid`,
    value: 'S-1-5-21-71-72-73-2006',
  },
  {
    clause: 'DU-029',
    name: 'present',
    class: 'PRIVILEGES',
    at: 'decoded.present',
    value: '0x4000000000000888',
  },
  {
    clause: 'DU-049',
    name: 'enabled',
    class: 'PRIVILEGES',
    at: 'decoded.enabled',
    value: '0x888',
  },
  {
    clause: 'DU-050',
    name: 'enabled-by-default',
    class: 'PRIVILEGES',
    at: 'decoded.enabledByDefault',
    value: '0x4000000000000088',
  },
  {
    clause: 'DU-031',
    name: 'integrity',
    class: 'INTEGRITY_LEVEL',
    at: 'decoded',
    value: 'S-1-16-4096',
  },
  { clause: 'DU-032', name: 'policy', class: 'MANDATORY_POLICY', at: 'decoded', value: 2 },
  {
    clause: 'DU-033',
    name: 'user-claims',
    class: 'USER_CLAIMS',
    at: 'decoded[0].values[0]',
    value: '0x7172',
  },
  {
    clause: 'DU-034',
    name: 'device-claims',
    class: 'DEVICE_CLAIMS',
    at: 'decoded[1].values[1]',
    value: '0x33',
  },
  {
    clause: 'DU-035',
    name: 'device-groups',
    class: 'DEVICE_GROUPS',
    at: 'decoded[0].sid',
    value: 'S-1-5-21-71-72-73-515',
  },
  {
    clause: 'DU-036',
    name: 'confinement',
    class: 'APPCONTAINER_SID',
    at: 'decoded',
    value: 'S-1-15-2-71-72-73-44-55-66-77',
  },
  {
    clause: 'DU-037',
    name: 'capabilities',
    class: 'CAPABILITIES',
    at: 'decoded[1].sid',
    value: 'S-1-15-3-73',
  },
  {
    clause: 'DU-039',
    name: 'gids',
    class: 'PROJECTED_SUPPLEMENTARY_GIDS',
    at: 'decoded',
    value: [71003, 0x11223344, 7],
  },
  {
    clause: 'DU-040',
    name: 'origin',
    class: 'ORIGIN',
    at: 'decoded',
    value: '0x7233445566778899',
  },
  {
    clause: 'DU-041',
    name: 'source-name',
    class: 'SOURCE',
    at: 'decoded.name',
    value: utf8('Distinct'),
  },
  {
    clause: 'DU-041',
    name: 'source-id',
    class: 'SOURCE',
    at: 'decoded.id',
    value: '0x7877665544332211',
  },
  {
    clause: 'DU-042',
    name: 'expiration',
    class: 'STATISTICS',
    at: 'decoded.expiration',
    value: '0x7122334455667788',
  },
  {
    clause: 'DU-043',
    name: 'interactive-session',
    class: 'SESSION_ID',
    at: 'decoded',
    value: 0x71b2c3d4,
  },
  {
    clause: 'DU-046',
    name: 'owner',
    class: 'OWNER',
    at: 'decoded',
    value: 'S-1-5-21-71-72-73-2002',
  },
  {
    clause: 'DU-047',
    name: 'primary-group',
    class: 'PRIMARY_GROUP',
    at: 'decoded',
    value: 'S-1-5-21-71-72-73-2003',
  },
];

/** Classes whose whole answer is one field: the copy's has the same bytes. */
const PARTS: readonly QueryClassName[] = ['STATISTICS', 'PRIVILEGES', 'SOURCE'];

/** The precondition that the source answers as its spec says. */
function shows(step: SuiteStep, at: string, value: Argument): SuiteStep {
  return { ...step, expect: [{ is: { kind: 'equals', at, value } }] };
}

/** The three masks of privileges apart: bit 11 on, bit 62 off, bit 23 gone. */
const APART: SuiteStep = control(
  adjustPrivileges('t', [
    { luid: 11, attributes: 2 },
    { luid: 62, attributes: 0 },
    { luid: 23, attributes: 4 },
  ]),
);

function copiedCase(field: Field, way: Way): SuiteCase {
  const { clause, name, class: queryClass, at, value } = field;
  const seen = PARTS.includes(queryClass) ? at : 'payload';
  return aCase(
    `${name}-${way.slug}`,
    `${way.title} keeps ${name}`,
    [
      aSession(),
      aToken('t', { ...SOURCE, ...way.source }),
      APART,
      shows(query('o', 't', queryClass), at, value),
      control(duplicate('d', 't', way)),
      asserts(clause, query('q', 'd', queryClass), is.equals(seen, ref(`o.${seen}`))),
    ],
    way.only === undefined ? {} : { only: way.only },
  );
}

/** Attributes as they are now, not as they were at creation. */
function changedGroups(way: Way): SuiteCase {
  return aCase(
    `changed-groups-${way.slug}`,
    `${way.title} keeps groups as they were changed`,
    [
      aSession(),
      aToken('t', { ...SOURCE, ...way.source }),
      control(
        adjustGroups('t', [
          { index: 2, enable: 1 },
          { index: 4, enable: 0 },
        ]),
      ),
      shows(query('o', 't', 'GROUPS'), 'decoded[2].attributes', 0x6),
      control(duplicate('d', 't', way)),
      asserts('DU-028', query('q', 'd', 'GROUPS'), is.equals('payload', ref('o.payload'))),
    ],
    way.only === undefined ? {} : { only: way.only },
  );
}

/** SeTcb is exercised by the making of a session. */
function usedCase(way: Way): SuiteCase {
  return aCase(
    `used-${way.slug}`,
    `${way.title} keeps which privileges were used`,
    [
      aSession(),
      control(openSelf('own', 0x01ff)),
      {
        ...query('o', 'own', 'PRIVILEGES'),
        expect: [{ is: is.greaterThan('decoded.used', '0x0') }],
      },
      control(duplicate('d', 'own', way)),
      asserts(
        'DU-030',
        query('q', 'd', 'PRIVILEGES'),
        is.equals('decoded.used', ref('o.decoded.used')),
      ),
    ],
    way.only === undefined ? {} : { only: way.only },
  );
}

/** The projected ids show by INSTALL: first of the copy, whose ids the caller does not have yet. */
function projected(clause: ClauseId, key: string, value: number): SuiteCase[] {
  return ['primary', 'twice'].map((slug) =>
    aCase(
      `${key}-${slug}`,
      `a copy keeps the ${key} (${slug})`,
      [
        aSession(),
        aToken('t', SOURCE),
        slug === 'primary'
          ? control(duplicate('d', 't', { accessMask: 0x0009 }))
          : control(duplicate('i', 't', { accessMask: 0x0002, tokenType: 2, level: 3 })),
        slug === 'primary' ? [] : [control(duplicate('d', 'i', { accessMask: 0x0009 }))],
        control(install('d')),
        asserts(clause, credentials('c'), is.equals(key, value)),
        control(install('t')),
        asserts(clause, credentials('o'), is.equals(key, ref(`c.${key}`))),
      ].flat(),
    ),
  );
}

export default defineSuite('duplicate', 'copied', [
  FIELDS.flatMap((field) => WAYS.map((way) => copiedCase(field, way))),
  WAYS.map(changedGroups),
  // The own token is a primary one.
  WAYS.filter(({ source }) => !('tokenType' in source)).map(usedCase),
  projected('DU-038', 'uid', 71001),
  projected('DU-051', 'gid', 71002),
]);
