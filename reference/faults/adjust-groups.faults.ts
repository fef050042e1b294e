/** @module Faults of ADJUST_GROUPS: what it does, resets and reports. */
import { GROUP } from '../abi/numbers.js';
import type { AdjustGroupsContext as Context, GroupEntry } from '../kernel/calls/adjust-groups.js';
import { tokenOf } from '../kernel/calls/handle-checks.js';
import type { TokenGroup } from '../kernel/state.js';
import {
  alsoDoing,
  fault,
  otherEffect,
  otherResult,
  withoutEffect,
  type Change,
  type Fault,
} from './fault.js';

const CALL = 'KACS_IOC_ADJUST_GROUPS';
const RESET_INDEX = 0xffffffff;
const WORD_BITS = 64n;

const isReset = ({ entries }: Context): boolean =>
  entries.some((entry) => entry.index === RESET_INDEX);

function setEnabled(group: TokenGroup | undefined, enabled: boolean): void {
  if (group === undefined) return;
  const rest = group.attributes & ~GROUP.ENABLED;
  group.attributes = (enabled ? rest | GROUP.ENABLED : rest) >>> 0;
}

/** Entries of this kind leave their group as it was. */
function undone(chosen: (entry: GroupEntry, n: number, context: Context) => boolean): Change {
  return otherEffect<Context>(CALL, 'apply-entries', (context, original) => {
    const { groups } = tokenOf(context);
    const before = groups.map((group) => group.attributes);
    original();
    context.entries.forEach((entry, n) => {
      const group = groups[entry.index];
      if (group !== undefined && chosen(entry, n, context)) {
        group.attributes = before[entry.index] ?? group.attributes;
      }
    });
  });
}

/** A reset gives each group the state that `enabled` says. */
function resetTo(enabled: (group: TokenGroup) => boolean): Change {
  return otherEffect<Context>(CALL, 'reset', (context) => {
    if (!isReset(context)) return;
    for (const group of tokenOf(context).groups) setEnabled(group, enabled(group));
  });
}

const has = (group: TokenGroup | undefined, bit: number): boolean =>
  ((group?.attributes ?? 0) & bit) !== 0;

const CHANGE_FAULTS: readonly Fault[] = [
  fault(
    'adjust-groups/owner-group-not-disabled',
    'AG-001',
    undone(({ index, enable }, _, c) => enable === 0 && has(tokenOf(c).groups[index], GROUP.OWNER)),
  ),
  fault(
    'adjust-groups/only-default-group-disabled',
    'AG-001',
    undone(
      ({ index, enable }, _, c) =>
        enable === 0 && !has(tokenOf(c).groups[index], GROUP.ENABLED_BY_DEFAULT),
    ),
  ),
  fault(
    'adjust-groups/owner-group-not-enabled',
    'AG-002',
    undone(({ index, enable }, _, c) => enable === 1 && has(tokenOf(c).groups[index], GROUP.OWNER)),
  ),
  fault(
    'adjust-groups/only-default-group-enabled-again',
    'AG-002',
    undone(
      ({ index, enable }, _, c) =>
        enable === 1 && !has(tokenOf(c).groups[index], GROUP.ENABLED_BY_DEFAULT),
    ),
  ),
  fault(
    'adjust-groups/only-the-first-entry-counts',
    'AG-003',
    undone((_, n) => n > 0),
  ),
  fault(
    'adjust-groups/only-the-last-entry-counts',
    'AG-003',
    undone((_, n, { entries }) => n < entries.length - 1),
  ),
  fault(
    'adjust-groups/all-entries-enable-alike',
    'AG-003',
    otherEffect<Context>(CALL, 'apply-entries', (context, original) => {
      original();
      for (const { index } of context.entries) {
        setEnabled(tokenOf(context).groups[index], context.entries[0]?.enable === 1);
      }
    }),
  ),
  fault(
    'adjust-groups/modified-id-stays',
    ['AG-012', 'AG-013'],
    withoutEffect(CALL, 'bump-modified-id'),
  ),
  fault(
    'adjust-groups/modified-id-stays-on-change',
    'AG-012',
    otherEffect<Context>(CALL, 'bump-modified-id', (context, original) => {
      if (isReset(context)) original();
    }),
  ),
  fault(
    'adjust-groups/modified-id-stays-on-reset',
    'AG-013',
    otherEffect<Context>(CALL, 'bump-modified-id', (context, original) => {
      if (!isReset(context)) original();
    }),
  ),
  fault(
    'adjust-groups/index-0-skipped',
    'AG-015',
    undone(({ index }) => index === 0),
  ),
  fault(
    'adjust-groups/index-0-is-all',
    'AG-015',
    otherEffect<Context>(CALL, 'apply-entries', (context, original) => {
      original();
      const [first] = context.entries;
      if (first?.index !== 0) return;
      for (const group of tokenOf(context).groups) {
        if (!has(group, GROUP.MANDATORY)) setEnabled(group, first.enable === 1);
      }
    }),
  ),
  fault(
    'adjust-groups/projection-follows-disabled-groups',
    'AG-024',
    alsoDoing<Context>(CALL, ({ thread, entries }) => {
      const disabled = entries.filter(({ enable }) => enable === 0).length;
      const { credentials } = thread.process;
      credentials.groups = credentials.groups.slice(disabled);
    }),
  ),
];

const RESET_FAULTS: readonly Fault[] = [
  fault('adjust-groups/reset-does-nothing', ['AG-008', 'AG-009'], withoutEffect(CALL, 'reset')),
  fault(
    'adjust-groups/reset-forgets-the-first-group',
    'AG-008',
    otherEffect<Context>(CALL, 'reset', (context, original) => {
      const [first] = tokenOf(context).groups;
      const before = first?.attributes ?? 0;
      original();
      if (first !== undefined) first.attributes = before;
    }),
  ),
  fault(
    'adjust-groups/reset-enables-all',
    ['AG-008', 'AG-009'],
    resetTo((group) => !has(group, GROUP.USE_FOR_DENY_ONLY)),
  ),
  fault(
    'adjust-groups/reset-goes-by-the-default-bit',
    'AG-009',
    resetTo((group) => has(group, GROUP.ENABLED_BY_DEFAULT)),
  ),
  fault(
    'adjust-groups/reset-enables-deny-only',
    'AG-009',
    resetTo((group) => group.enabledAtCreation || has(group, GROUP.USE_FOR_DENY_ONLY)),
  ),
];

/** The report, word by word, goes through `change`. */
function reporting(change: (word: bigint, n: number, context: Context) => bigint): Change {
  return otherResult<Context>(CALL, (_, context) => ({
    previousState: context.previousState.map(
      (word, n) => `0x${BigInt.asUintN(64, change(word, n, context)).toString(16)}`,
    ),
  }));
}

const REPORT_FAULTS: readonly Fault[] = [
  fault(
    'adjust-groups/reports-the-new-state',
    'AG-022',
    reporting((_, n, context) =>
      tokenOf(context).groups.reduce(
        (word, group, index) =>
          BigInt(index) / WORD_BITS === BigInt(n) && has(group, GROUP.ENABLED)
            ? word | (1n << (BigInt(index) % WORD_BITS))
            : word,
        0n,
      ),
    ),
  ),
  fault(
    'adjust-groups/report-counts-from-the-user',
    'AG-022',
    reporting((word) => word << 1n),
  ),
  fault(
    'adjust-groups/report-without-bit-63',
    'AG-022',
    reporting((word) => word & ~(1n << 63n)),
  ),
  fault(
    'adjust-groups/report-only-of-the-named-groups',
    'AG-022',
    reporting((word, n, { entries }) =>
      entries.reduce(
        (kept, { index }) =>
          Math.floor(index / 64) === n ? kept | (word & (1n << BigInt(index % 64))) : kept,
        0n,
      ),
    ),
  ),
  fault(
    'adjust-groups/report-of-one-word',
    'AG-022',
    reporting((word, n) => (n === 0 ? word : 0n)),
    { R27: '1024' },
  ),
];

/** @internal */
export const ADJUST_GROUPS_FAULTS: readonly Fault[] = [
  ...CHANGE_FAULTS,
  ...RESET_FAULTS,
  ...REPORT_FAULTS,
];
