/** @module Faults of ADJUST_GROUPS: groups and requests that it should refuse. */
import { GROUP } from '../abi/numbers.js';
import type { AdjustGroupsContext as Context } from '../kernel/calls/adjust-groups.js';
import { tokenOf } from '../kernel/calls/handle-checks.js';
import type { TokenGroup } from '../kernel/state.js';
import {
  all,
  changingWhenRefused,
  fault,
  refusing,
  weakerCheck,
  withoutCheck,
  type Fault,
} from './fault.js';

const CALL = 'KACS_IOC_ADJUST_GROUPS';
const RESET_INDEX = 0xffffffff;

const has = (group: TokenGroup | undefined, bit: number): boolean =>
  ((group?.attributes ?? 0) & bit) !== 0;

/** Every entry names a group with these attributes, and asks for this. */
function everyEntry(context: Context, bits: number, enable: number): boolean {
  const { groups } = tokenOf(context);
  return context.entries.every(
    (entry) => entry.enable === enable && has(groups[entry.index], bits),
  );
}

/** Optional groups take their new state although the call is refused. */
function applyOptional({ handle, entries }: Context): void {
  for (const { index, enable } of entries) {
    const group = handle?.token.groups[index];
    if (has(group, GROUP.MANDATORY | GROUP.USE_FOR_DENY_ONLY)) continue;
    if (group === undefined) continue;
    const rest = group.attributes & ~GROUP.ENABLED;
    group.attributes = (enable === 1 ? rest | GROUP.ENABLED : rest) >>> 0;
  }
}

const namesLogonSid = (context: Context): boolean => everyEntry(context, GROUP.LOGON_ID, 0);

const PROTECTION_FAULTS: readonly Fault[] = [
  fault(
    'adjust-groups/optional-groups-applied-before-the-mandatory-one',
    ['AG-004', 'AG-005'],
    changingWhenRefused<Context>(CALL, 'mandatory', applyOptional),
  ),
  fault(
    'adjust-groups/only-the-first-entry-validated',
    'AG-004',
    weakerCheck<Context>(
      CALL,
      'mandatory',
      (c) => !has(tokenOf(c).groups[c.entries[0]?.index ?? 0], GROUP.MANDATORY),
    ),
  ),
  fault(
    'adjust-groups/mandatory-group-disabled',
    'AG-005',
    weakerCheck<Context>(CALL, 'mandatory', (c) => everyEntry(c, GROUP.MANDATORY, 0)),
  ),
  fault(
    'adjust-groups/mandatory-group-enabled',
    'AG-005',
    weakerCheck<Context>(CALL, 'mandatory', (c) => everyEntry(c, GROUP.MANDATORY, 1)),
  ),
  fault(
    'adjust-groups/deny-only-group-enabled',
    'AG-006',
    weakerCheck<Context>(CALL, 'deny-only', (c) => everyEntry(c, GROUP.USE_FOR_DENY_ONLY, 1)),
  ),
  fault(
    'adjust-groups/deny-only-group-disabled',
    'AG-006',
    weakerCheck<Context>(CALL, 'deny-only', (c) => everyEntry(c, GROUP.USE_FOR_DENY_ONLY, 0)),
  ),
  fault(
    'adjust-groups/optional-groups-applied-before-the-deny-only-one',
    'AG-006',
    changingWhenRefused<Context>(CALL, 'deny-only', applyOptional),
  ),
  fault(
    'adjust-groups/logon-sid-disabled',
    'AG-007',
    all(
      weakerCheck<Context>(CALL, 'logon-sid', namesLogonSid),
      weakerCheck<Context>(CALL, 'mandatory', namesLogonSid),
    ),
  ),
  fault(
    'adjust-groups/optional-groups-applied-before-the-logon-sid',
    'AG-007',
    changingWhenRefused<Context>(CALL, 'logon-sid', applyOptional),
  ),
  fault('adjust-groups/user-sid-disabled', 'AG-021', withoutCheck(CALL, 'user-sid')),
  fault(
    'adjust-groups/user-sid-recognised-at-index-0-only',
    'AG-021',
    weakerCheck<Context>(CALL, 'user-sid', ({ entries }) => entries[0]?.index !== 0),
  ),
];

const RESET_FAULTS: readonly Fault[] = [
  fault(
    'adjust-groups/reset-with-companion',
    ['AG-010', 'AG-020'],
    withoutCheck(CALL, 'reset-alone'),
  ),
  fault(
    'adjust-groups/reset-ignores-what-follows',
    'AG-010',
    weakerCheck<Context>(CALL, 'reset-alone', ({ entries }) => entries[0]?.index === RESET_INDEX),
  ),
  fault(
    'adjust-groups/reset-behind-another-entry',
    'AG-020',
    weakerCheck<Context>(CALL, 'reset-alone', ({ entries }) => entries[0]?.index !== RESET_INDEX),
  ),
  fault('adjust-groups/reset-with-enable-1', 'AG-019', withoutCheck(CALL, 'reset-enable')),
];

const REQUEST_FAULTS: readonly Fault[] = [
  fault(
    'adjust-groups/any-adjust-right-suffices',
    'AG-014',
    weakerCheck<Context>(CALL, 'right', ({ handle }) => ((handle?.mask ?? 0) & 0xa0) !== 0),
  ),
  fault(
    'adjust-groups/query-right-asked-too',
    'AG-014',
    refusing<Context>(CALL, ({ handle }) => ((handle?.mask ?? 0) & 0x08) === 0, 'EACCES'),
  ),
  fault('adjust-groups/count-0-accepted', 'AG-016', withoutCheck(CALL, 'count-zero')),
  fault('adjust-groups/duplicate-accepted', 'AG-017', withoutCheck(CALL, 'duplicate')),
  fault(
    'adjust-groups/duplicate-of-the-same-kind-accepted',
    'AG-017',
    weakerCheck<Context>(CALL, 'duplicate', ({ entries }) =>
      entries.every((entry) => entry.enable === entries[0]?.enable),
    ),
  ),
  fault(
    'adjust-groups/duplicate-found-only-next-to-it',
    'AG-017',
    weakerCheck<Context>(CALL, 'duplicate', ({ entries }) =>
      entries.every((entry, n) => entry.index !== entries[n + 1]?.index),
    ),
  ),
  fault(
    'adjust-groups/index-one-behind-accepted',
    'AG-018',
    weakerCheck<Context>(CALL, 'index-range', (c) =>
      c.entries.every((entry) => entry.index <= tokenOf(c).groups.length),
    ),
  ),
  fault(
    'adjust-groups/index-of-16-bits',
    'AG-018',
    weakerCheck<Context>(CALL, 'index-range', (c) =>
      c.entries.every((entry) => (entry.index & 0xffff) < tokenOf(c).groups.length),
    ),
  ),
  fault(
    'adjust-groups/index-compared-signed',
    'AG-018',
    weakerCheck<Context>(CALL, 'index-range', (c) =>
      c.entries.every((entry) => (entry.index | 0) < tokenOf(c).groups.length),
    ),
  ),
  fault('adjust-groups/padding-ignored', 'AG-023', withoutCheck(CALL, 'padding')),
  fault(
    'adjust-groups/padding-checked-in-16-bits',
    'AG-023',
    weakerCheck<Context>(CALL, 'padding', ({ pad }) => (pad & 0xffff) === 0),
  ),
];

/** @internal */
export const ADJUST_GROUPS_REFUSAL_FAULTS: readonly Fault[] = [
  ...PROTECTION_FAULTS,
  ...RESET_FAULTS,
  ...REQUEST_FAULTS,
];
