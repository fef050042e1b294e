/** @module Faults of the limits: sizes, counts, and what a refused oversize leaves behind. */
import { effectiveToken } from '../kernel/privileges.js';
import type { AdjustDefaultContext } from '../kernel/calls/adjust-default.js';
import type { AdjustGroupsContext } from '../kernel/calls/adjust-groups.js';
import type { AdjustPrivilegesContext } from '../kernel/calls/adjust-privileges.js';
import type { CreateTokenContext } from '../kernel/calls/create-token.js';
import {
  all,
  changingWhenRefused,
  fault,
  otherBytes,
  otherEffect,
  otherPayload,
  refusing,
  ruleDropped,
  weakerCheck,
  type Change,
  type Fault,
} from './fault.js';

const CREATE = 'kacs_create_token';
const GROUPS = 'KACS_IOC_ADJUST_GROUPS';
const PRIVILEGES = 'KACS_IOC_ADJUST_PRIVS';
const DEFAULT = 'KACS_IOC_ADJUST_DEFAULT';

const HEADER_BYTES = 192;
const LARGEST_SPEC = 65536;
const ENTRIES_MAX = 64;
const ENTRY_BYTES = 8;

const specBytes = ({ buffer }: CreateTokenContext): number => buffer.bytes.length;

/** A spec that is too short for the kernel to see is answered with the caller's own token. */
function shortSpecsAccepted(when: (bytes: number) => boolean): Change {
  const isShort = (context: CreateTokenContext): boolean => when(specBytes(context));
  return all(
    weakerCheck<CreateTokenContext>(CREATE, 'spec', isShort),
    weakerCheck<CreateTokenContext>(CREATE, 'session', isShort),
    otherEffect<CreateTokenContext>(CREATE, 'copy-fields', (context, original) => {
      if (isShort(context)) context.token = effectiveToken(context.thread);
      else original();
    }),
    otherEffect<CreateTokenContext>(CREATE, 'append-logon-sid', (context, original) => {
      if (!isShort(context)) original();
    }),
  );
}

const SPEC_SIZE: readonly Fault[] = [
  fault(
    'limits/empty-spec-accepted',
    'LM-002',
    shortSpecsAccepted((bytes) => bytes === 0),
  ),
  fault(
    'limits/spec-of-191-bytes-accepted',
    'LM-002',
    shortSpecsAccepted((bytes) => bytes === 191),
  ),
  // A descriptor is reserved before the length is looked at, and kept.
  fault(
    'limits/short-spec-leaves-a-descriptor',
    'LM-002',
    changingWhenRefused<CreateTokenContext>(CREATE, 'spec', (context) => {
      const { world, thread } = context;
      if (specBytes(context) >= HEADER_BYTES) return;
      world.openHandle(thread.process, effectiveToken(thread), 0);
    }),
  ),
  fault(
    'limits/largest-spec-off-by-one',
    ['LM-003', 'LM-004'],
    refusing<CreateTokenContext>(CREATE, (c) => specBytes(c) >= LARGEST_SPEC),
  ),
  fault(
    'limits/spec-in-a-page',
    'LM-003',
    refusing<CreateTokenContext>(CREATE, (c) => specBytes(c) > 0x8000),
  ),
  fault(
    'limits/large-default-dacl-cut',
    ['LM-003', 'LM-013'],
    otherBytes('DEFAULT_DACL', (bytes) => bytes.subarray(0, 0xff00)),
  ),
  fault('limits/no-largest-spec', ['LM-004', 'LM-008'], ruleDropped('TOKEN_SPEC', 'spec.maxSize')),
  fault(
    'limits/largest-spec-in-16-bits',
    'LM-004',
    weakerCheck<CreateTokenContext>(CREATE, 'spec', (c) => {
      const low = specBytes(c) % LARGEST_SPEC;
      return specBytes(c) > LARGEST_SPEC && low >= HEADER_BYTES;
    }),
  ),
  // The session is taken hold of before the size is checked, and not let go.
  fault(
    'limits/oversized-spec-holds-its-session',
    'LM-008',
    changingWhenRefused<CreateTokenContext>(CREATE, 'spec', (context) => {
      if (specBytes(context) <= LARGEST_SPEC || context.session === undefined) return;
      context.session.liveTokens += 1;
      context.world.sessions.set(context.session.id, { ...context.session, liveTokens: 1 });
    }),
  ),
  fault(
    'limits/oversized-spec-leaves-a-descriptor',
    ['LM-004', 'LM-008'],
    changingWhenRefused<CreateTokenContext>(CREATE, 'spec', (context) => {
      const { world, thread } = context;
      if (specBytes(context) <= LARGEST_SPEC) return;
      world.openHandle(thread.process, effectiveToken(thread), 0);
    }),
  ),
];

const groupCount = ({ spec }: CreateTokenContext): number => spec.groups?.length ?? 0;

const GROUP_COUNTS: readonly Fault[] = [
  fault(
    'limits/63-groups-refused',
    ['LM-005', 'LM-009'],
    refusing<CreateTokenContext>(CREATE, (c) => groupCount(c) === 63),
  ),
  fault(
    'limits/groups-beyond-64-dropped',
    'LM-005',
    otherPayload('GROUPS', (groups) => (groups as readonly unknown[]).slice(0, 64)),
  ),
  fault(
    'limits/too-many-groups-another-errno',
    'LM-005',
    refusing<CreateTokenContext>(CREATE, (c) => groupCount(c) > 1024, 'ENOMEM'),
  ),
  fault('limits/no-limit-on-groups', 'LM-009', ruleDropped('TOKEN_SPEC', 'groups.maxItems'), {
    R27: '64',
  }),
  fault(
    'limits/logon-sid-not-counted',
    'LM-009',
    weakerCheck<CreateTokenContext>(CREATE, 'spec', (c) => groupCount(c) === 64),
    { R27: '64' },
  ),
];

/** A count that fits after a multiplication in 32 bits. */
function wraps(count: number): boolean {
  return count > ENTRIES_MAX && (count * ENTRY_BYTES) % 2 ** 32 <= ENTRIES_MAX * ENTRY_BYTES;
}

const ENTRY_COUNTS: readonly Fault[] = [
  // Entries are applied while they are read, and the limit is noticed at its end.
  fault(
    'limits/groups-adjusted-up-to-the-limit',
    'LM-010',
    changingWhenRefused<AdjustGroupsContext>(GROUPS, 'count-limit', ({ entries, handle }) => {
      for (const { index } of entries.slice(0, ENTRIES_MAX)) {
        const group = handle?.token.groups[index];
        if (group !== undefined) group.attributes = (group.attributes | 0x4) >>> 0;
      }
    }),
  ),
  fault(
    'limits/group-count-in-32-bits',
    'LM-010',
    all(
      weakerCheck<AdjustGroupsContext>(GROUPS, 'count-limit', ({ count }) => wraps(count)),
      weakerCheck<AdjustGroupsContext>(GROUPS, 'memory', ({ count }) => wraps(count)),
    ),
  ),
  fault(
    'limits/64-groups-are-too-many',
    'LM-010',
    refusing<AdjustGroupsContext>(GROUPS, ({ count }) => count >= 63),
  ),
  fault(
    'limits/privileges-adjusted-up-to-the-limit',
    'LM-011',
    changingWhenRefused<AdjustPrivilegesContext>(PRIVILEGES, 'count-limit', (context) => {
      const [first] = context.entries;
      if (first === undefined || context.handle === undefined) return;
      context.handle.token.privileges.enabled |= 1n << BigInt(first.luid);
    }),
  ),
  fault(
    'limits/privilege-count-in-32-bits',
    'LM-011',
    all(
      weakerCheck<AdjustPrivilegesContext>(PRIVILEGES, 'count-limit', ({ count }) => wraps(count)),
      weakerCheck<AdjustPrivilegesContext>(PRIVILEGES, 'memory', ({ count }) => wraps(count)),
    ),
  ),
  fault(
    'limits/64-privileges-are-too-many',
    'LM-011',
    refusing<AdjustPrivilegesContext>(PRIVILEGES, ({ count }) => count >= 64),
  ),
];

const PREVIOUS_STATE: readonly Fault[] = (
  [
    ['one-word', (words) => words.map((word, n) => (n === 0 ? word : 0n))],
    ['one-word-only', (words) => words.slice(0, 1)],
    ['in-32-bits', (words) => words.map((word) => word & 0xffffffffn)],
    ['words-reversed', (words) => words.toReversed()],
    ['last-word-lost', (words) => words.map((word, n) => (n === 15 ? 0n : word))],
  ] as readonly (readonly [string, (words: readonly bigint[]) => readonly bigint[]])[]
).map(([name, change]) =>
  fault(
    `limits/previous-state-${name}`,
    'LM-014',
    otherEffect<AdjustGroupsContext>(GROUPS, 'report-previous', (context, original) => {
      original();
      context.previousState = [...change(context.previousState)];
    }),
  ),
);

const PREVIOUS_TOO_LATE: Fault = fault(
  'limits/previous-state-is-the-new-one',
  'LM-014',
  otherEffect<AdjustGroupsContext>(GROUPS, 'report-previous', (context, original) => {
    original();
    for (const { index, enable } of context.entries) {
      const word = context.previousState[index >> 6] ?? 0n;
      const bit = 1n << BigInt(index & 63);
      context.previousState[index >> 6] = enable === 1 ? word | bit : word & ~bit;
    }
  }),
);

const DACL: readonly Fault[] = [
  fault(
    'limits/dacl-length-in-16-bits',
    'LM-012',
    weakerCheck<AdjustDefaultContext>(DEFAULT, 'dacl-size', ({ daclLength }) => {
      const low = daclLength % 0x10000;
      return low === 8 || low > 0xff00;
    }),
  ),
  fault(
    'limits/dacl-length-off-by-one',
    'LM-012',
    weakerCheck<AdjustDefaultContext>(DEFAULT, 'dacl-size', (c) => c.daclLength === 65537),
  ),
  fault(
    'limits/large-dacl-refused',
    ['LM-012', 'LM-013'],
    refusing<AdjustDefaultContext>(DEFAULT, ({ daclLength }) => daclLength > 65528),
  ),
  fault(
    'limits/dacl-length-signed',
    'LM-013',
    refusing<AdjustDefaultContext>(DEFAULT, (c) => (c.daclLength & 0x8000) !== 0),
  ),
];

const LOW_HALF = 0xffffffffn;
const HIGHEST_BIT = 1n << 63n;

const MASKS_AND_CLAIMS: readonly Fault[] = [
  // A test of the low word stands for a test of the mask.
  fault(
    'limits/privileges-of-the-upper-half-alone-lost',
    'LM-006',
    otherBytes('PRIVILEGES', (bytes, { privileges: { present } }) =>
      (present & LOW_HALF) === 0n && present >> 62n === 3n ? new Uint8Array(bytes.length) : bytes,
    ),
  ),
  fault(
    'limits/highest-privilege-alone-cuts-the-masks',
    'LM-006',
    otherBytes('PRIVILEGES', (bytes, { privileges: { present } }) =>
      present === HIGHEST_BIT ? bytes.subarray(0, 24) : bytes,
    ),
  ),
  fault(
    'limits/256-claims',
    'LM-007',
    refusing<CreateTokenContext>(CREATE, ({ spec }) => (spec.userClaims?.length ?? 0) > 256),
  ),
  fault(
    'limits/1024-claims-of-both-kinds',
    'LM-007',
    refusing<CreateTokenContext>(
      CREATE,
      ({ spec }) => (spec.userClaims?.length ?? 0) + (spec.deviceClaims?.length ?? 0) > 1024,
    ),
  ),
];

/** @internal */
export const LIMITS_FAULTS: readonly Fault[] = [
  ...SPEC_SIZE,
  ...GROUP_COUNTS,
  ...ENTRY_COUNTS,
  ...PREVIOUS_STATE,
  PREVIOUS_TOO_LATE,
  ...DACL,
  ...MASKS_AND_CLAIMS,
];
