/** @module Faults of ADJUST_PRIVS: what it does, resets and reports. */
import {
  PRIVILEGE_ACTION as ACTION,
  type AdjustPrivilegesContext as Context,
  type PrivilegeEntry,
} from '../kernel/calls/adjust-privileges.js';
import { tokenOf } from '../kernel/calls/handle-checks.js';
import type { Privileges } from '../kernel/state.js';
import { ALL_PRIVILEGES } from '../abi/numbers.js';
import {
  all,
  fault,
  otherEffect,
  otherResult,
  refusing,
  withoutCheck,
  withoutEffect,
  type Change,
  type Fault,
} from './fault.js';

const CALL = 'KACS_IOC_ADJUST_PRIVS';
const HALF_WORD = 32;

const bitOf = ({ luid }: PrivilegeEntry): bigint => 1n << BigInt(luid);
const isReset = ({ entries }: Context): boolean =>
  entries.some((entry) => entry.attributes === ACTION.RESET);

/** Behind the effects of the call, the state before it at hand. */
function afterwards(change: (context: Context, before: Privileges) => void): Change {
  return otherEffect<Context>(CALL, 'apply-entries', (context, original) => {
    const before = { ...tokenOf(context).privileges };
    original();
    change(context, before);
  });
}

/** Entries of this kind leave their bit of a mask as it was. */
function undone(
  field: keyof Privileges,
  chosen: (entry: PrivilegeEntry, index: number, count: number) => boolean,
): Change {
  return afterwards((context, before) => {
    const { privileges } = tokenOf(context);
    context.entries.forEach((entry, index) => {
      if (!chosen(entry, index, context.entries.length)) return;
      const bit = bitOf(entry);
      privileges[field] = (privileges[field] & ~bit) | (before[field] & bit);
    });
  });
}

/** Entries of this kind do something more. */
function also(
  attributes: number,
  change: (privileges: Privileges, bit: bigint, before: Privileges) => void,
): Change {
  return afterwards((context, before) => {
    for (const entry of context.entries) {
      if (entry.attributes !== attributes) continue;
      change(tokenOf(context).privileges, bitOf(entry), before);
    }
  });
}

const isAbsent = (context: Context, attributes: number): boolean =>
  context.entries.some(
    (entry) =>
      entry.attributes === attributes &&
      (tokenOf(context).privileges.present & bitOf(entry)) === 0n,
  );

const ACTION_FAULTS: readonly Fault[] = [
  fault(
    'adjust-privs/enable-in-32-bits',
    ['AP-001', 'AP-025'],
    undone('enabled', (e) => e.attributes === ACTION.ENABLE && e.luid >= HALF_WORD),
  ),
  fault(
    'adjust-privs/disable-in-32-bits',
    ['AP-002', 'AP-009'],
    undone('enabled', (e) => e.attributes === ACTION.DISABLE && e.luid >= HALF_WORD),
  ),
  fault(
    'adjust-privs/disable-removes-in-the-upper-half',
    'AP-002',
    also(ACTION.DISABLE, (privileges, bit) => {
      if (bit >> 32n !== 0n) privileges.present &= ~bit;
    }),
  ),
  fault(
    'adjust-privs/remove-in-32-bits',
    ['AP-003', 'AP-026'],
    undone('present', (e) => e.attributes === ACTION.REMOVE && e.luid >= HALF_WORD),
  ),
  fault(
    'adjust-privs/only-the-first-entry-counts',
    'AP-005',
    undone('enabled', (_, index) => index > 0),
  ),
  fault(
    'adjust-privs/only-the-last-entry-counts',
    'AP-005',
    undone('enabled', (_, index, count) => index < count - 1),
  ),
  fault(
    'adjust-privs/absent-privilege-enabled',
    ['AP-006', 'AP-012'],
    withoutCheck(CALL, 'absent'),
  ),
  fault(
    'adjust-privs/absent-privilege-silently-skipped',
    'AP-012',
    all(
      withoutCheck(CALL, 'absent'),
      also(ACTION.ENABLE, (privileges) => {
        privileges.enabled &= privileges.present;
      }),
    ),
  ),
  fault(
    'adjust-privs/enabling-brings-back',
    'AP-006',
    all(
      withoutCheck(CALL, 'absent'),
      also(ACTION.ENABLE, (privileges, bit) => {
        privileges.present |= bit;
      }),
    ),
  ),
  fault('adjust-privs/modified-id-stays', 'AP-007', withoutEffect(CALL, 'bump-modified-id')),
  fault(
    'adjust-privs/modified-id-stays-on-removal',
    'AP-007',
    otherEffect<Context>(CALL, 'bump-modified-id', ({ entries }, original) => {
      if (entries.some((entry) => entry.attributes !== ACTION.REMOVE)) original();
    }),
  ),
  fault(
    'adjust-privs/disabling-absent-refused',
    'AP-013',
    refusing<Context>(CALL, (context) => isAbsent(context, ACTION.DISABLE)),
  ),
  fault(
    'adjust-privs/disabling-toggles',
    'AP-013',
    also(ACTION.DISABLE, (privileges, bit, before) => {
      if ((before.enabled & bit) === 0n) privileges.enabled |= bit;
    }),
  ),
  fault(
    'adjust-privs/removing-absent-refused',
    'AP-014',
    refusing<Context>(CALL, (context) => isAbsent(context, ACTION.REMOVE)),
  ),
  fault(
    'adjust-privs/removing-toggles',
    'AP-014',
    also(ACTION.REMOVE, (privileges, bit, before) => {
      if ((before.present & bit) === 0n) privileges.present |= bit;
    }),
  ),
  fault(
    'adjust-privs/removed-stays-enabled',
    'AP-022',
    undone('enabled', (e) => e.attributes === ACTION.REMOVE),
  ),
  fault(
    'adjust-privs/removed-is-no-longer-used',
    'AP-023',
    also(ACTION.REMOVE, (privileges, bit) => {
      privileges.used &= ~bit;
    }),
  ),
  fault(
    'adjust-privs/removed-stays-default',
    'AP-028',
    undone('enabledByDefault', (e) => e.attributes === ACTION.REMOVE),
  ),
];

const RESET_FAULTS: readonly Fault[] = [
  fault(
    'adjust-privs/reset-enables-all',
    'AP-019',
    also(ACTION.RESET, (privileges) => {
      privileges.enabled = privileges.present;
    }),
  ),
  fault(
    'adjust-privs/reset-only-adds',
    'AP-019',
    also(ACTION.RESET, (privileges, _, before) => {
      privileges.enabled |= before.enabled;
    }),
  ),
  fault(
    'adjust-privs/reset-does-nothing',
    'AP-019',
    also(ACTION.RESET, (privileges, _, before) => {
      privileges.enabled = before.enabled;
    }),
  ),
  fault('adjust-privs/reset-refused', 'AP-019', refusing<Context>(CALL, isReset), {
    R72: 'works',
  }),
  fault(
    'adjust-privs/reset-brings-back',
    'AP-021',
    also(ACTION.RESET, (privileges) => {
      privileges.present |= ALL_PRIVILEGES;
    }),
  ),
];

const REPORT_FAULTS: readonly Fault[] = [
  fault(
    'adjust-privs/reports-the-new-mask',
    'AP-024',
    otherResult<Context>(CALL, (_, context) => ({
      previousEnabled: `0x${tokenOf(context).privileges.enabled.toString(16)}`,
    })),
  ),
  fault(
    'adjust-privs/reports-32-bits',
    'AP-024',
    otherResult<Context>(CALL, (_, { previousEnabled }) => ({
      previousEnabled: `0x${(previousEnabled & 0xffffffffn).toString(16)}`,
    })),
  ),
  fault(
    'adjust-privs/reports-the-present-mask',
    'AP-024',
    otherResult<Context>(CALL, (_, context) => ({
      previousEnabled: `0x${tokenOf(context).privileges.present.toString(16)}`,
    })),
  ),
];

/** @internal */
export const ADJUST_PRIVS_FAULTS: readonly Fault[] = [
  ...ACTION_FAULTS,
  ...RESET_FAULTS,
  ...REPORT_FAULTS,
];
