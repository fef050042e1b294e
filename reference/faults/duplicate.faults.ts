/** @module Faults of DUPLICATE: what it checks, and what kind of token and handle comes out. */
import { TOKEN_RIGHT, TOKEN_TYPE } from '../abi/numbers.js';
import type { DuplicateContext } from '../kernel/calls/duplicate.js';
import { realToken } from '../kernel/calls/handle-checks.js';
import type { Token } from '../kernel/state.js';
import {
  changingWhenRefused,
  fault,
  otherEffect,
  refusing,
  weakerCheck,
  withoutCheck,
  type Change,
  type Fault,
} from './fault.js';

const DUPLICATE = 'KACS_IOC_DUPLICATE';

/** The copy, once it is made, is changed. @internal */
export function copyWith(
  change: (copy: Token, source: Token, context: DuplicateContext) => void,
): Change {
  return otherEffect<DuplicateContext>(DUPLICATE, 'copy', (c, original) => {
    original();
    const source = c.handle?.token;
    if (c.copy !== undefined && source !== undefined) change(c.copy, source, c);
  });
}

/** Type and level are set in another way. */
function settingTypeAndLevel(change: (copy: Token, context: DuplicateContext) => void): Change {
  return otherEffect<DuplicateContext>(DUPLICATE, 'type-and-level', (c, original) => {
    original();
    if (c.copy !== undefined) change(c.copy, c);
  });
}

/** The new handle gets another mask. */
function openingWith(mask: (context: DuplicateContext) => number): Change {
  return otherEffect<DuplicateContext>(DUPLICATE, 'open-handle', (c) => {
    if (c.copy !== undefined) c.result = c.world.openHandle(c.thread.process, c.copy, mask(c));
  });
}

function sourceLevel({ handle }: DuplicateContext): number {
  return handle?.token.impersonationLevel ?? 0;
}

function isImpersonation({ handle }: DuplicateContext): boolean {
  return handle?.token.type === TOKEN_TYPE.IMPERSONATION;
}

/** SYSTEM gets everything that a default SD has to give. */
function isSystem({ userSid: { authority, subAuthorities } }: Token): boolean {
  return authority === 5 && subAuthorities.length === 1 && subAuthorities[0] === 18;
}

const RESULTS: readonly Fault[] = [
  fault(
    'duplicate/type-of-the-source',
    'DU-003',
    settingTypeAndLevel((copy, { handle, level }) => {
      // Only where the level fits, so that nothing but the type is wrong.
      if (level === 0) copy.type = handle?.token.type ?? copy.type;
    }),
  ),
  fault(
    'duplicate/level-of-the-source',
    'DU-004',
    settingTypeAndLevel((copy, c) => {
      if (isImpersonation(c) && c.type === TOKEN_TYPE.IMPERSONATION) {
        copy.impersonationLevel = sourceLevel(c);
      }
    }),
  ),
  fault(
    'duplicate/delegation-comes-out-as-impersonation',
    'DU-004',
    settingTypeAndLevel((copy, { type, level }) => {
      if (type === TOKEN_TYPE.IMPERSONATION && level === 3) copy.impersonationLevel = 2;
    }),
  ),
  fault(
    'duplicate/primary-copy-keeps-the-level',
    'DU-009',
    settingTypeAndLevel((copy, c) => {
      if (copy.type === TOKEN_TYPE.PRIMARY) copy.impersonationLevel = sourceLevel(c);
    }),
  ),
  fault(
    'duplicate/primary-copy-takes-the-level-asked-for',
    'DU-009',
    settingTypeAndLevel((copy, { level }) => {
      if (copy.type === TOKEN_TYPE.PRIMARY) copy.impersonationLevel = level;
    }),
  ),
  fault(
    'duplicate/full-elevation-kept',
    'DU-010',
    copyWith((copy, source) => {
      if (source.elevationType === 2) copy.elevationType = 2;
    }),
  ),
  fault(
    'duplicate/limited-elevation-kept',
    'DU-011',
    copyWith((copy, source) => {
      if (source.elevationType === 3) copy.elevationType = 3;
    }),
  ),
  fault(
    'duplicate/modified-id-of-the-source',
    ['DU-012', 'DU-027'],
    copyWith((copy, source) => {
      copy.modifiedId = source.modifiedId;
    }),
  ),
  fault(
    'duplicate/modified-id-counts-the-copying',
    ['DU-012', 'DU-027'],
    copyWith((copy) => {
      copy.modifiedId += 1n;
    }),
  ),
  fault(
    'duplicate/identity-of-the-source',
    'DU-013',
    copyWith((copy, source) => {
      copy.identity = source.identity.slice();
    }),
  ),
  fault(
    'duplicate/privileges-shared-with-the-source',
    ['DU-001', 'DU-002'],
    copyWith((copy, source) => {
      copy.privileges = source.privileges;
    }),
  ),
  fault(
    'duplicate/groups-shared-with-the-source',
    ['DU-001', 'DU-002'],
    copyWith((copy, source) => {
      if (copy.groups.length === source.groups.length) copy.groups = source.groups;
    }),
  ),
];

const HANDLES: readonly Fault[] = [
  fault(
    'duplicate/mask-of-the-source-handle',
    'DU-005',
    openingWith(({ handle }) => handle?.mask ?? 0),
  ),
  fault(
    'duplicate/query-always-given',
    'DU-005',
    openingWith((c) => c.wanted | TOKEN_RIGHT.QUERY),
  ),
  fault(
    'duplicate/mask-within-that-of-the-source-handle',
    'DU-005',
    openingWith((c) => c.wanted & ((c.handle?.mask ?? 0) | TOKEN_RIGHT.QUERY)),
  ),
  fault('duplicate/right-not-needed', 'DU-017', withoutCheck(DUPLICATE, 'right')),
  fault(
    'duplicate/query-right-is-enough',
    'DU-017',
    weakerCheck<DuplicateContext>(
      DUPLICATE,
      'right',
      ({ handle }) => ((handle?.mask ?? 0) & TOKEN_RIGHT.QUERY) !== 0,
    ),
  ),
  fault(
    'duplicate/handle-stays-open-after-a-refused-raise',
    'DU-006',
    changingWhenRefused<DuplicateContext>(DUPLICATE, 'escalation', (c) => {
      if (c.handle !== undefined) c.world.openHandle(c.thread.process, c.handle.token, 0x0008);
    }),
  ),
];

const LEVELS: readonly Fault[] = [
  fault('duplicate/raise-not-checked', 'DU-006', withoutCheck(DUPLICATE, 'escalation')),
  fault(
    'duplicate/raise-by-one-let-through',
    'DU-006',
    weakerCheck<DuplicateContext>(DUPLICATE, 'escalation', (c) => c.level === sourceLevel(c) + 1),
  ),
  fault(
    'duplicate/raise-from-anonymous-let-through',
    'DU-006',
    weakerCheck<DuplicateContext>(DUPLICATE, 'escalation', (c) => sourceLevel(c) === 0),
  ),
  fault(
    'duplicate/equal-level-refused',
    'DU-007',
    refusing<DuplicateContext>(
      DUPLICATE,
      (c) =>
        isImpersonation(c) &&
        c.type === TOKEN_TYPE.IMPERSONATION &&
        c.level === sourceLevel(c) &&
        // Level 3 is the equal pair that other clauses do without.
        c.level === 3,
    ),
  ),
  fault(
    'duplicate/level-may-fall-by-one-only',
    'DU-008',
    refusing<DuplicateContext>(
      DUPLICATE,
      (c) =>
        isImpersonation(c) &&
        c.type === TOKEN_TYPE.IMPERSONATION &&
        c.level + 1 < sourceLevel(c) &&
        c.level === 1 &&
        (c.handle?.token.integrityLevel ?? 0) > 4096,
    ),
  ),
  fault(
    'duplicate/level-of-primary-sources-checked',
    'DU-018',
    refusing<DuplicateContext>(
      DUPLICATE,
      (c) => !isImpersonation(c) && c.type === TOKEN_TYPE.IMPERSONATION && c.level === 3,
    ),
  ),
];

/** The check against the SD of the copy lets one mask through. */
function givingAnyway(mask: number): Change {
  return weakerCheck<DuplicateContext>(DUPLICATE, 'token-sd', (c) => c.wanted === mask);
}

const SECURITY: readonly Fault[] = [
  fault(
    'duplicate/copy-sd-not-asked',
    ['DU-014', 'DU-016', 'DU-024', 'DU-048'],
    withoutCheck(DUPLICATE, 'token-sd'),
  ),
  fault(
    'duplicate/standard-rights-not-checked',
    'DU-014',
    weakerCheck<DuplicateContext>(DUPLICATE, 'token-sd', (c) => (c.wanted & 0xffff) === 0),
  ),
  fault(
    'duplicate/primary-token-asked-instead-of-effective',
    'DU-016',
    weakerCheck<DuplicateContext>(DUPLICATE, 'token-sd', (c) => isSystem(realToken(c.thread))),
  ),
  fault('duplicate/impersonate-right-for-everybody', 'DU-024', givingAnyway(0x0004)),
  fault('duplicate/duplicate-right-for-everybody', 'DU-048', givingAnyway(0x0002)),
  fault(
    'duplicate/mask-cut-down-to-what-is-given',
    'DU-014',
    // The handle is then opened, if only for what was granted.
    weakerCheck<DuplicateContext>(
      DUPLICATE,
      'token-sd',
      (c) => (c.wanted & TOKEN_RIGHT.QUERY) !== 0,
    ),
  ),
];

/** @public */
export const DUPLICATE_FAULTS: readonly Fault[] = [
  ...RESULTS,
  ...HANDLES,
  ...LEVELS,
  // What the default SD gives is only for the record where no document says it (ruling R56).
  ...SECURITY.map((one) => ({ ...one, only: { R56: 'defined' } }) as const),
];
