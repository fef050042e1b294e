/** @module KACS_IOC_ADJUST_PRIVS (PSD-004 v0.20 §4.5, §13.2, §13.6). */
import { TOKEN_RIGHT } from '../../abi/numbers.js';
import { entriesArgument, formatBigint, numberArgument } from '../arguments.js';
import { defineCall } from '../model.js';
import { bumpModifiedId } from '../token.js';
import { handleChecks, tokenOf, withHandle, type HandleContext } from './handle-checks.js';

/** @internal */
export interface PrivilegeEntry {
  readonly luid: number;
  readonly attributes: number;
}

/** @internal */
export interface AdjustPrivilegesContext extends HandleContext {
  readonly count: number;
  readonly pad: number;
  readonly entries: readonly PrivilegeEntry[];
  previousEnabled: bigint;
}

/** Attribute values of an entry. @internal */
export const PRIVILEGE_ACTION = { DISABLE: 0, ENABLE: 2, REMOVE: 4, RESET: 0x80000000 } as const;

const PRIVILEGE_BITS = 64;
const ACTIONS: readonly number[] = Object.values(PRIVILEGE_ACTION);

function isReset(entry: PrivilegeEntry): boolean {
  return entry.attributes === PRIVILEGE_ACTION.RESET;
}

function bitOf(entry: PrivilegeEntry): bigint {
  return 1n << BigInt(entry.luid);
}

/** @internal */
export const adjustPrivileges = defineCall<AdjustPrivilegesContext>({
  name: 'KACS_IOC_ADJUST_PRIVS',
  prepare(base) {
    const entries = entriesArgument(base.args, 'entries').map((entry) => ({
      luid: numberArgument(entry, 'luid'),
      attributes: numberArgument(entry, 'attributes'),
    }));
    return {
      count: numberArgument(base.args, 'count', entries.length),
      pad: numberArgument(base.args, 'pad', 0),
      entries,
      previousEnabled: 0n,
      ...withHandle(base),
    };
  },
  checks: [
    ...handleChecks(TOKEN_RIGHT.ADJUST_PRIVILEGES, ['AP-008']),
    { id: 'count-zero', clauses: ['AP-017'], errno: 'EINVAL', refuses: (c) => c.count === 0 },
    {
      id: 'count-limit',
      clauses: ['LM-011'],
      errno: 'EINVAL',
      refuses: ({ count, world }) =>
        count > (world.model.profile.abi.adjustPrivsMaxEntries ?? PRIVILEGE_BITS),
    },
    { id: 'padding', clauses: ['AP-018'], errno: 'EINVAL', refuses: (c) => c.pad !== 0 },
    {
      id: 'memory',
      clauses: [],
      errno: 'EFAULT',
      refuses: ({ count, entries }) => count > entries.length,
    },
    {
      id: 'attributes',
      clauses: ['AP-010', 'AP-011', 'AP-029'],
      errno: 'EINVAL',
      refuses: ({ entries }) => entries.some((entry) => !ACTIONS.includes(entry.attributes)),
    },
    {
      id: 'reset-alone',
      clauses: ['AP-020'],
      errno: 'EINVAL',
      refuses: ({ entries }) => entries.length > 1 && entries.some(isReset),
    },
    {
      id: 'reset-luid',
      clauses: ['AP-027'],
      errno: 'EINVAL',
      refuses: ({ entries }) => entries.some((entry) => isReset(entry) && entry.luid !== 0),
    },
    {
      id: 'luid-range',
      clauses: ['AP-004', 'AP-016'],
      errno: 'EINVAL',
      refuses: ({ entries }) => entries.some((entry) => entry.luid >= PRIVILEGE_BITS),
    },
    {
      id: 'duplicate',
      clauses: ['AP-015'],
      errno: 'EINVAL',
      refuses: ({ entries }) => new Set(entries.map((e) => e.luid)).size < entries.length,
    },
    {
      id: 'absent',
      clauses: ['AP-012', 'AP-006'],
      errno: 'EINVAL',
      refuses: (context) =>
        context.entries.some(
          (entry) =>
            entry.attributes === PRIVILEGE_ACTION.ENABLE &&
            (tokenOf(context).privileges.present & bitOf(entry)) === 0n,
        ),
    },
  ],
  effects: [
    {
      id: 'report-previous',
      clauses: ['AP-024'],
      apply: (context) => {
        context.previousEnabled = tokenOf(context).privileges.enabled;
      },
    },
    {
      id: 'apply-entries',
      clauses: ['AP-001', 'AP-002', 'AP-003', 'AP-005', 'AP-009', 'AP-022', 'AP-025', 'AP-028'],
      apply: (context) => {
        for (const entry of context.entries) applyEntry(context, entry);
      },
    },
    {
      id: 'bump-modified-id',
      clauses: ['AP-007', 'IQ-022'],
      apply: (context) => bumpModifiedId(tokenOf(context)),
    },
  ],
  result: ({ previousEnabled }) => ({ previousEnabled: formatBigint(previousEnabled) }),
});

function applyEntry(context: AdjustPrivilegesContext, entry: PrivilegeEntry): void {
  const { privileges } = tokenOf(context);
  switch (entry.attributes) {
    case PRIVILEGE_ACTION.RESET:
      context.world.cite(['AP-019', 'AP-021']);
      privileges.enabled = privileges.enabledByDefault & privileges.present;
      break;
    case PRIVILEGE_ACTION.ENABLE:
      privileges.enabled |= bitOf(entry);
      break;
    case PRIVILEGE_ACTION.REMOVE:
      privileges.present &= ~bitOf(entry);
      privileges.enabled &= ~bitOf(entry);
      privileges.enabledByDefault &= ~bitOf(entry);
      context.world.cite(['AP-014', 'AP-023', 'AP-026']);
      break;
    default:
      privileges.enabled &= ~bitOf(entry);
      context.world.cite(['AP-013']);
  }
}
