/** @module Faults of ADJUST_PRIVS: requests that it should refuse. */
import {
  PRIVILEGE_ACTION as ACTION,
  type AdjustPrivilegesContext as Context,
} from '../kernel/calls/adjust-privileges.js';
import {
  changingWhenRefused,
  fault,
  refusing,
  weakerCheck,
  withoutCheck,
  type Fault,
} from './fault.js';

const CALL = 'KACS_IOC_ADJUST_PRIVS';

/** The valid entries take effect although the call is refused. */
function applyValid({ handle, entries }: Context): void {
  const privileges = handle?.token.privileges;
  if (privileges === undefined) return;
  for (const entry of entries) {
    if (entry.luid >= 64) continue;
    if (entry.attributes === ACTION.ENABLE) privileges.enabled |= 1n << BigInt(entry.luid);
    else privileges.enabled &= ~(1n << BigInt(entry.luid));
  }
}

/** @internal */
export const ADJUST_PRIVS_REFUSAL_FAULTS: readonly Fault[] = [
  fault(
    'adjust-privs/valid-entries-applied-one-by-one',
    'AP-004',
    changingWhenRefused<Context>(CALL, 'luid-range', applyValid),
  ),
  fault(
    'adjust-privs/bad-number-skipped',
    'AP-004',
    weakerCheck<Context>(CALL, 'luid-range', ({ entries }) => entries.length > 1),
  ),
  fault(
    'adjust-privs/any-adjust-right-suffices',
    'AP-008',
    weakerCheck<Context>(CALL, 'right', ({ handle }) => ((handle?.mask ?? 0) & 0xc0) !== 0),
  ),
  fault(
    'adjust-privs/query-right-suffices',
    'AP-008',
    weakerCheck<Context>(CALL, 'right', ({ handle }) => ((handle?.mask ?? 0) & 0x08) !== 0),
  ),
  fault(
    'adjust-privs/query-right-asked-too',
    'AP-008',
    refusing<Context>(CALL, ({ handle }) => ((handle?.mask ?? 0) & 0x08) === 0, 'EACCES'),
  ),
  fault(
    'adjust-privs/enable-and-remove-accepted',
    'AP-010',
    weakerCheck<Context>(CALL, 'attributes', ({ entries }) =>
      entries.every(({ attributes }) => attributes === (ACTION.ENABLE | ACTION.REMOVE)),
    ),
  ),
  fault(
    'adjust-privs/attributes-of-one-byte',
    'AP-011',
    weakerCheck<Context>(CALL, 'attributes', ({ entries }) =>
      entries.every(({ attributes }) => [0, 2, 4].includes(attributes & 0xff)),
    ),
  ),
  fault(
    'adjust-privs/attribute-bit-0-ignored',
    'AP-011',
    weakerCheck<Context>(CALL, 'attributes', ({ entries }) =>
      entries.every(({ attributes }) => [1, 3, 5].includes(attributes)),
    ),
  ),
  fault('adjust-privs/duplicate-accepted', 'AP-015', withoutCheck(CALL, 'duplicate')),
  fault(
    'adjust-privs/duplicate-found-only-next-to-it',
    'AP-015',
    weakerCheck<Context>(CALL, 'duplicate', ({ entries }) =>
      entries.every((entry, n) => entry.luid !== entries[n + 1]?.luid),
    ),
  ),
  fault(
    'adjust-privs/number-64-accepted',
    'AP-016',
    weakerCheck<Context>(CALL, 'luid-range', ({ entries }) =>
      entries.every((entry) => entry.luid <= 64 && entries.length === 1),
    ),
  ),
  fault(
    'adjust-privs/number-of-one-byte',
    'AP-016',
    weakerCheck<Context>(CALL, 'luid-range', ({ entries }) =>
      entries.every(({ luid }) => (luid & 0xff) < 64 && luid < 0x10000),
    ),
  ),
  fault('adjust-privs/count-0-accepted', 'AP-017', withoutCheck(CALL, 'count-zero')),
  fault('adjust-privs/padding-ignored', 'AP-018', withoutCheck(CALL, 'padding')),
  fault(
    'adjust-privs/padding-checked-in-16-bits',
    'AP-018',
    weakerCheck<Context>(CALL, 'padding', ({ pad }) => (pad & 0xffff) === 0),
  ),
  fault('adjust-privs/reset-with-companion', 'AP-020', withoutCheck(CALL, 'reset-alone')),
  fault(
    'adjust-privs/reset-behind-another-entry',
    'AP-020',
    weakerCheck<Context>(
      CALL,
      'reset-alone',
      ({ entries }) => entries[0]?.attributes !== ACTION.RESET,
    ),
  ),
  fault('adjust-privs/reset-of-any-number', 'AP-027', withoutCheck(CALL, 'reset-luid')),
  fault(
    'adjust-privs/reset-with-another-action',
    'AP-029',
    weakerCheck<Context>(CALL, 'attributes', ({ entries }) =>
      entries.every(({ attributes }) => (attributes & ACTION.RESET) !== 0),
    ),
  ),
];
