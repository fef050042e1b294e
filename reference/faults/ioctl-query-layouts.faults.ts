/** @module Faults of the layout of query payloads: sizes, counts, what stands for nothing. */
import type { ClauseId } from '../abi/clause-id.generated.js';
import type { QueryClassName } from '../abi/numbers.js';
import type { Acl } from '../wire/values.js';
import { fault, otherBytes, otherPayload, type Fault } from './fault.js';

const EMPTY_ACL: Acl = { revision: 2, aces: [] };

/** Payloads that come out too long if a kernel copies a padded structure. */
const SIZES: readonly (readonly [QueryClassName, ...ClauseId[]])[] = [
  ['USER', 'IQ-048'],
  ['GROUPS', 'IQ-049'],
  ['TYPE', 'IQ-051'],
  ['INTEGRITY_LEVEL', 'IQ-052'],
  ['OWNER', 'IQ-053'],
  ['PRIMARY_GROUP', 'IQ-054'],
  ['SESSION_ID', 'IQ-055'],
  ['RESTRICTED_SIDS', 'IQ-056'],
  ['SOURCE', 'IQ-015', 'IQ-057'],
  ['ORIGIN', 'IQ-058'],
  ['ELEVATION_TYPE', 'IQ-059'],
  ['DEVICE_GROUPS', 'IQ-060'],
  ['APPCONTAINER_SID', 'IQ-061'],
  ['CAPABILITIES', 'IQ-062'],
  ['MANDATORY_POLICY', 'IQ-063'],
  ['LOGON_TYPE', 'IQ-064'],
  ['LOGON_SID', 'IQ-065'],
  ['IMPERSONATION_LEVEL', 'IQ-067'],
];

/** Classes above 21, which the seeds do not have. */
const NEW_SIZES: readonly (readonly [QueryClassName, ClauseId])[] = [
  ['USER_CLAIMS', 'IQ-068'],
  ['DEVICE_CLAIMS', 'IQ-069'],
  ['PROJECTED_SUPPLEMENTARY_GIDS', 'IQ-070'],
];

/** Lists whose absence is a count of 0. */
const LISTS: readonly (readonly [QueryClassName, ClauseId])[] = [
  ['RESTRICTED_SIDS', 'IQ-074'],
  ['DEVICE_GROUPS', 'IQ-060'],
  ['CAPABILITIES', 'IQ-062'],
];

/** Claims whose absence is no byte at all. */
const CLAIMS: readonly (readonly [QueryClassName, ClauseId])[] = [
  ['USER_CLAIMS', 'IQ-077'],
  ['DEVICE_CLAIMS', 'IQ-078'],
];

function slug(name: QueryClassName): string {
  return name.toLowerCase().replaceAll('_', '-');
}

/** The bytes and `count` zeros; nothing stays nothing. */
function padded(bytes: Uint8Array, count: number): Uint8Array {
  return bytes.length === 0 ? bytes : Uint8Array.from([...bytes, ...new Uint8Array(count)]);
}

/** @internal */
export const IOCTL_QUERY_LAYOUT_FAULTS: readonly Fault[] = [
  ...SIZES.map(([name, ...clauses]) =>
    fault(
      `ioctl-query/${slug(name)}-padded`,
      clauses,
      otherBytes(name, (bytes) => padded(bytes, 4)),
    ),
  ),
  ...NEW_SIZES.map(([name, clause]) =>
    fault(
      `ioctl-query/${slug(name)}-padded`,
      clause,
      otherBytes(name, (bytes) => padded(bytes, 4)),
      { R15: '24' },
    ),
  ),
  fault(
    'ioctl-query/privileges-without-the-used-mask',
    ['IQ-050', 'IQ-011'],
    otherBytes('PRIVILEGES', (bytes) => bytes.slice(0, 24)),
  ),
  fault(
    'ioctl-query/default-dacl-of-revision-4-padded',
    'IQ-066',
    otherBytes('DEFAULT_DACL', (bytes) => (bytes[0] === 4 ? padded(bytes, 4) : bytes)),
  ),
  fault(
    'ioctl-query/statistics-padded',
    ['IQ-071', 'IQ-072', 'IQ-021', 'IQ-022', 'IQ-023', 'IQ-024', 'TC-012'],
    otherBytes('STATISTICS', (bytes) => padded(bytes, 8)),
  ),
  fault(
    'ioctl-query/source-id-in-front-of-the-name',
    'IQ-015',
    otherBytes('SOURCE', (bytes) => Uint8Array.from([...bytes.slice(8), ...bytes.slice(0, 8)])),
    { R06: 'caller' },
  ),
  ...LISTS.map(([name, clause]) =>
    fault(
      `ioctl-query/no-${slug(name)}-no-count`,
      clause,
      otherBytes(name, (bytes) => (bytes.length === 4 ? bytes.slice(4) : bytes)),
    ),
  ),
  ...CLAIMS.map(([name, absent]) =>
    fault(
      `ioctl-query/no-${slug(name)}-counted`,
      absent,
      otherBytes(name, (bytes) => (bytes.length === 0 ? new Uint8Array(4) : bytes)),
      { R15: '24' },
    ),
  ),
  fault(
    'ioctl-query/no-dacl-is-an-empty-one',
    'IQ-076',
    otherPayload('DEFAULT_DACL', (value) => value ?? EMPTY_ACL),
  ),
];
