/** @module Faults of RESTRICT: what the new token is, and what it loses. */
import { ALL_PRIVILEGES, GROUP, TOKEN_RIGHT } from '../abi/numbers.js';
import { tokenOf } from '../kernel/calls/handle-checks.js';
import type { RestrictContext } from '../kernel/calls/restrict.js';
import type { Token } from '../kernel/state.js';
import {
  fault,
  otherEffect,
  otherResult,
  weakerCheck,
  withoutCheck,
  withoutEffect,
  type Change,
  type Fault,
} from './fault.js';

const RESTRICT = 'KACS_IOC_RESTRICT';

/** After the effect, the new token is changed. */
function afterEffect(
  effect: string,
  change: (made: Token, source: Token, context: RestrictContext) => void,
): Change {
  return otherEffect<RestrictContext>(RESTRICT, effect, (c, original) => {
    original();
    if (c.made !== undefined) change(c.made, tokenOf(c), c);
  });
}

/** The groups become deny-only in another way. */
function denying(deny: (made: Token, context: RestrictContext) => void): Change {
  return otherEffect<RestrictContext>(RESTRICT, 'deny-only', (c) => {
    if (c.made !== undefined) deny(c.made, c);
  });
}

function denyAt(made: Token, index: number): void {
  const group = made.groups[index];
  if (group !== undefined) group.attributes = (group.attributes | GROUP.USE_FOR_DENY_ONLY) >>> 0;
}

/** The new handle gets another mask. */
function openingWith(mask: (context: RestrictContext) => number): Change {
  return otherEffect<RestrictContext>(RESTRICT, 'open-handle', (c) => {
    if (c.made !== undefined) c.result = c.world.openHandle(c.thread.process, c.made, mask(c));
  });
}

/** A request for groups, every privilege and SIDs at once. */
function losesEverything({ denyIndices, privilegesToDelete }: RestrictContext): boolean {
  return denyIndices.length > 0 && privilegesToDelete === ALL_PRIVILEGES;
}

const TOKENS: readonly Fault[] = [
  fault(
    'restrict/source-restricted-in-place',
    'RS-001',
    otherEffect<RestrictContext>(RESTRICT, 'copy', (c, original) => {
      const source = tokenOf(c);
      // Elsewhere every watched call would see its source changed.
      if (source.type === 2 && source.impersonationLevel === 0) c.made = source;
      else original();
    }),
  ),
  fault(
    'restrict/identity-of-the-source',
    'RS-001',
    afterEffect('copy', (made, { identity }) => {
      made.identity = identity.slice();
    }),
  ),
  fault(
    'restrict/groups-shared-with-the-source',
    'RS-002',
    afterEffect('copy', (made, { groups }, c) => {
      if (losesEverything(c)) made.groups = groups;
    }),
  ),
  fault(
    'restrict/privileges-shared-with-the-source',
    'RS-002',
    afterEffect('copy', (made, { privileges }, c) => {
      if (losesEverything(c)) made.privileges = privileges;
    }),
  ),
  fault(
    'restrict/full-elevation-kept',
    'RS-009',
    afterEffect('copy', (made, { elevationType }) => {
      if (elevationType === 2) made.elevationType = elevationType;
    }),
  ),
  fault(
    'restrict/limited-elevation-kept',
    'RS-009',
    afterEffect('copy', (made, { elevationType }) => {
      if (elevationType === 3) made.elevationType = elevationType;
    }),
  ),
  fault(
    'restrict/result-is-a-primary-token',
    'RS-024',
    afterEffect('copy', (made) => {
      made.type = 1;
    }),
  ),
  fault(
    'restrict/impersonation-level-capped',
    'RS-029',
    afterEffect('copy', (made) => {
      made.impersonationLevel = Math.min(made.impersonationLevel, 1);
    }),
  ),
  fault(
    'restrict/impersonation-level-lost',
    'RS-029',
    afterEffect('copy', (made) => {
      made.impersonationLevel = 0;
    }),
  ),
];

const LOSSES: readonly Fault[] = [
  fault('restrict/groups-not-denied', ['RS-003', 'RS-011'], withoutEffect(RESTRICT, 'deny-only')),
  fault(
    'restrict/only-the-first-index-read',
    ['RS-003', 'RS-011'],
    denying((made, { denyIndices }) => denyIndices.slice(0, 1).forEach((n) => denyAt(made, n))),
  ),
  fault(
    'restrict/indices-from-one',
    ['RS-003', 'RS-011'],
    denying((made, { denyIndices }) => denyIndices.forEach((n) => denyAt(made, n - 1))),
  ),
  fault(
    'restrict/logon-sid-not-denied',
    ['RS-003', 'RS-011'],
    denying((made, { denyIndices }) => {
      for (const index of denyIndices) {
        const group = made.groups[index];
        if (group !== undefined && group.attributes < GROUP.LOGON_ID) denyAt(made, index);
      }
    }),
  ),
  fault(
    'restrict/groups-behind-the-index-denied-too',
    'RS-011',
    denying((made, { denyIndices }) => {
      const first = Math.min(...denyIndices, made.groups.length);
      made.groups.forEach((_, index) => index >= first && denyAt(made, index));
    }),
  ),
  fault(
    'restrict/high-privileges-stay-present',
    'RS-004',
    afterEffect('delete-privileges', (made, source) => {
      made.privileges.present |= source.privileges.present & (1n << 63n);
    }),
  ),
  fault(
    'restrict/mask-of-privileges-read-as-32-bits',
    ['RS-004', 'RS-023', 'RS-028'],
    afterEffect('delete-privileges', ({ privileges }, source) => {
      const high = ~0xffffffffn;
      privileges.present |= source.privileges.present & high;
      privileges.enabled |= source.privileges.enabled & high;
      privileges.enabledByDefault |= source.privileges.enabledByDefault & high;
    }),
  ),
  fault(
    'restrict/removed-privileges-stay-enabled',
    'RS-023',
    afterEffect('delete-privileges', (made, source) => {
      made.privileges.enabled = source.privileges.enabled;
    }),
  ),
  fault(
    'restrict/removed-privileges-stay-default',
    'RS-028',
    afterEffect('delete-privileges', (made, source) => {
      made.privileges.enabledByDefault = source.privileges.enabledByDefault;
    }),
  ),
  fault(
    'restrict/used-privileges-kept',
    'RS-022',
    afterEffect('delete-privileges', (made, source) => {
      made.privileges.used = source.privileges.used;
    }),
  ),
  fault(
    'restrict/used-privileges-kept-unless-removed',
    'RS-022',
    afterEffect('delete-privileges', (made, source, { privilegesToDelete }) => {
      made.privileges.used = source.privileges.used & ~privilegesToDelete;
    }),
  ),
];

const HANDLES: readonly Fault[] = [
  fault('restrict/right-not-needed', 'RS-010', withoutCheck(RESTRICT, 'right')),
  fault(
    'restrict/impersonate-right-is-enough',
    'RS-010',
    weakerCheck<RestrictContext>(
      RESTRICT,
      'right',
      ({ handle }) => ((handle?.mask ?? 0) & TOKEN_RIGHT.IMPERSONATE) !== 0,
    ),
  ),
  fault(
    'restrict/every-right-on-the-result',
    'RS-018',
    openingWith(() => 0xf01ff),
    {
      R57: 'source',
    },
  ),
  fault(
    'restrict/query-added-to-the-result',
    'RS-018',
    openingWith(({ handle }) => (handle?.mask ?? 0) | TOKEN_RIGHT.QUERY),
    { R57: 'source' },
  ),
  fault(
    'restrict/result-without-duplicate',
    'RS-018',
    openingWith(({ handle }) => (handle?.mask ?? 0) & ~TOKEN_RIGHT.DUPLICATE),
    { R57: 'source' },
  ),
  fault(
    'restrict/handle-behind-its-place',
    'RS-025',
    // Read as 0: the kernel wrote four bytes further on, where the mask has its highest bit.
    otherResult<RestrictContext>(RESTRICT, (result, { privilegesToDelete, made }) =>
      privilegesToDelete === 1n << 63n && made?.impersonationLevel === 1 ? { handle: 0 } : result,
    ),
  ),
];

/** @public */
export const RESTRICT_FAULTS: readonly Fault[] = [...TOKENS, ...LOSSES, ...HANDLES];
