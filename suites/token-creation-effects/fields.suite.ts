/** @module The other fields of the spec, one by one: what it says is what QUERY answers. */
import type { QueryClassName } from '../../reference/abi/numbers.js';
import type { Argument } from '../../harness/program/program.js';
import { aSession, aToken, query, ref, utf8 } from '../language/steps.js';
import { aCase, asserts, defineSuite } from '../language/suite.js';
import type { SwitchCondition } from '../language/suite.js';
import type { TemplateValue } from '../language/template.js';

/** Fields in which one value could pass for another if they were mixed up. */
const FIELDS: readonly {
  readonly slug: string;
  readonly spec: Readonly<Record<string, TemplateValue>>;
  readonly class: QueryClassName;
  readonly at: string;
  readonly value: Argument;
  readonly only?: SwitchCondition;
}[] = [
  { slug: 'type', spec: { tokenType: 2 }, class: 'TYPE', at: 'decoded', value: 2 },
  ...[1, 2, 3].map((level) => ({
    slug: `level-${level}`,
    spec: { tokenType: 2, impersonationLevel: level },
    class: 'IMPERSONATION_LEVEL' as const,
    at: 'decoded',
    value: level,
  })),
  ...[0, 4096, 8192, 12288, 16384].map((integrityLevel) => ({
    slug: `integrity-${integrityLevel}`,
    spec: { integrityLevel },
    class: 'INTEGRITY_LEVEL' as const,
    at: 'decoded',
    value: `S-1-16-${integrityLevel}`,
  })),
  ...[0, 1, 2, 3].map((mandatoryPolicy) => ({
    slug: `policy-${mandatoryPolicy}`,
    spec: { mandatoryPolicy },
    class: 'MANDATORY_POLICY' as const,
    at: 'decoded',
    value: mandatoryPolicy,
  })),
  ...['0x0', '0x1', '0xffffffff', '0x100000000', '0x123456789abcdef'].map((expiration) => ({
    slug: `expiration-${expiration}`,
    spec: { expiration },
    class: 'STATISTICS' as const,
    at: 'decoded.expiration',
    value: expiration,
  })),
  ...['0x0', '0x1', '0xffffffff', '0x100000000', '0xfedcba9876543210'].map((origin) => ({
    slug: `origin-${origin}`,
    spec: { origin },
    class: 'ORIGIN' as const,
    at: 'decoded',
    value: origin,
  })),
  ...[0, 1, 0xff, 0x100, 0xffff, 0x10000, 0xffffffff].map((interactiveSessionId) => ({
    slug: `interactive-${interactiveSessionId}`,
    spec: { interactiveSessionId },
    class: 'SESSION_ID' as const,
    at: 'decoded',
    value: interactiveSessionId,
  })),
  {
    slug: 'session',
    spec: {},
    class: 'STATISTICS',
    at: 'decoded.sessionId',
    value: ref('s.id'),
  },
  {
    slug: 'source-name',
    spec: { sourceName: utf8('Kerberos') },
    class: 'SOURCE',
    at: 'decoded.name',
    value: utf8('Kerberos'),
    only: { R06: 'caller' },
  },
  {
    slug: 'source-id',
    spec: { sourceId: '0xfedcba9876543210' },
    class: 'SOURCE',
    at: 'decoded.id',
    value: '0xfedcba9876543210',
    only: { R06: 'caller' },
  },
  {
    slug: 'owner',
    spec: { ownerIndex: 1, groups: [{ sid: 'S-1-5-32-544', attributes: 0xf }] },
    class: 'OWNER',
    at: 'decoded',
    value: 'S-1-5-32-544',
  },
  {
    slug: 'primary-group',
    spec: { primaryGroupIndex: 2 },
    class: 'PRIMARY_GROUP',
    at: 'decoded',
    value: 'S-1-5-11',
  },
  {
    slug: 'restricted-sids',
    spec: { restrictedSids: [{ sid: 'S-1-5-12', attributes: 0 }] },
    class: 'RESTRICTED_SIDS',
    at: 'decoded',
    value: [{ sid: 'S-1-5-12', attributes: 0 }],
  },
  {
    slug: 'device-groups',
    spec: { deviceGroups: [{ sid: 'S-1-5-21-1-2-3-515', attributes: 7 }] },
    class: 'DEVICE_GROUPS',
    at: 'decoded',
    value: [{ sid: 'S-1-5-21-1-2-3-515', attributes: 7 }],
  },
  {
    slug: 'confinement',
    spec: { confinementSid: 'S-1-15-2-5-6' },
    class: 'APPCONTAINER_SID',
    at: 'decoded',
    value: 'S-1-15-2-5-6',
  },
  {
    slug: 'capabilities',
    spec: {
      confinementSid: 'S-1-15-2-5-6',
      capabilities: [{ sid: 'S-1-15-3-9', attributes: 0 }],
    },
    class: 'CAPABILITIES',
    at: 'decoded',
    value: [{ sid: 'S-1-15-3-9', attributes: 0 }],
  },
  {
    slug: 'default-dacl',
    spec: {
      defaultDacl: {
        revision: 2,
        aces: [{ type: 1, flags: 2, body: 'ff010f00010100000000000512000000' }],
      },
    },
    class: 'DEFAULT_DACL',
    at: 'payload',
    value: '02001c0001000000' + '01021400' + 'ff010f00010100000000000512000000',
  },
  {
    slug: 'user-claims',
    spec: { userClaims: [{ name: 'clearance', type: 1, flags: 2, values: ['0x5', '0x6'] }] },
    class: 'USER_CLAIMS',
    at: 'decoded',
    value: [{ name: 'clearance', type: 1, flags: 2, values: ['0x5', '0x6'] }],
    only: { R15: '24' },
  },
  {
    slug: 'device-claims',
    spec: { deviceClaims: [{ name: 'managed', type: 6, flags: 0, values: ['0x1'] }] },
    class: 'DEVICE_CLAIMS',
    at: 'decoded',
    value: [{ name: 'managed', type: 6, flags: 0, values: ['0x1'] }],
    only: { R15: '24' },
  },
  {
    slug: 'gids',
    spec: { supplementaryGids: [100, 0x01020304] },
    class: 'PROJECTED_SUPPLEMENTARY_GIDS',
    at: 'decoded',
    value: [100, 0x01020304],
    only: { R15: '24' },
  },
];

export default defineSuite('token-creation-effects', 'fields', [
  FIELDS.map(({ slug, spec, class: name, at, value, only }) =>
    aCase(
      slug,
      `${slug}: what the spec says is what class ${name} answers`,
      [
        aSession(),
        aToken('t', spec),
        asserts('TC-012', query('q', 't', name), { kind: 'equals', at, value }),
      ],
      only === undefined ? {} : { only },
    ),
  ),
]);
