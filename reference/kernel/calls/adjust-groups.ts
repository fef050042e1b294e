/** @module KACS_IOC_ADJUST_GROUPS (PSD-004 v0.20 §4.5, §13.2, §13.6; seed Token Ioctls §13.2.6). */
import { GROUP, TOKEN_RIGHT } from '../../abi/numbers.js';
import { equalSid } from '../../wire/wire.js';
import { entriesArgument, formatBigint, numberArgument } from '../arguments.js';
import { defineCall, type Check } from '../model.js';
import type { TokenGroup } from '../state.js';
import { bumpModifiedId } from '../token.js';
import { handleChecks, tokenOf, withHandle, type HandleContext } from './handle-checks.js';

/** @internal */
export interface GroupEntry {
  readonly index: number;
  readonly enable: number;
}

/** @internal */
export interface AdjustGroupsContext extends HandleContext {
  readonly count: number;
  readonly pad: number;
  readonly entries: readonly GroupEntry[];
  previousState: bigint[];
}

/** The index that asks for a reset of all groups. */
const RESET_INDEX = 0xffffffff;
const WORD_BITS = 64;

function isReset(entry: GroupEntry): boolean {
  return entry.index === RESET_INDEX;
}

/** Refuses if an entry other than a reset names a group for which `bad` holds. */
function groupCheck(
  id: string,
  clauses: Check<AdjustGroupsContext>['clauses'],
  bad: (group: TokenGroup, context: AdjustGroupsContext, entry: GroupEntry) => boolean,
): Check<AdjustGroupsContext> {
  return {
    id,
    clauses,
    errno: 'EINVAL',
    refuses: (context) =>
      context.entries.some((entry) => {
        const group = tokenOf(context).groups[entry.index];
        return group !== undefined && bad(group, context, entry);
      }),
  };
}

/** @internal */
export const adjustGroups = defineCall<AdjustGroupsContext>({
  name: 'KACS_IOC_ADJUST_GROUPS',
  prepare(base) {
    const entries = entriesArgument(base.args, 'entries').map((entry) => ({
      index: numberArgument(entry, 'index'),
      enable: numberArgument(entry, 'enable'),
    }));
    return {
      count: numberArgument(base.args, 'count', entries.length),
      pad: numberArgument(base.args, 'pad', 0),
      entries,
      previousState: [],
      ...withHandle(base),
    };
  },
  checks: [
    ...handleChecks(TOKEN_RIGHT.ADJUST_GROUPS, ['AG-014']),
    { id: 'count-zero', clauses: ['AG-016'], errno: 'EINVAL', refuses: (c) => c.count === 0 },
    {
      id: 'count-limit',
      clauses: ['LM-010'],
      errno: 'EINVAL',
      refuses: ({ count, world }) =>
        count > (world.model.profile.abi.adjustGroupsMaxEntries ?? Infinity),
    },
    { id: 'padding', clauses: ['AG-023'], errno: 'EINVAL', refuses: (c) => c.pad !== 0 },
    {
      id: 'memory',
      clauses: [],
      errno: 'EFAULT',
      refuses: ({ count, entries }) => count > entries.length,
    },
    {
      id: 'reset-alone',
      clauses: ['AG-010', 'AG-020'],
      errno: 'EINVAL',
      refuses: ({ entries }) => entries.length > 1 && entries.some(isReset),
    },
    {
      id: 'reset-enable',
      clauses: ['AG-019'],
      errno: 'EINVAL',
      refuses: ({ entries }) => entries.some((entry) => isReset(entry) && entry.enable !== 0),
    },
    {
      id: 'enable-value',
      clauses: [],
      errno: 'EINVAL',
      refuses: ({ entries }) => entries.some((entry) => entry.enable > 1),
    },
    {
      id: 'index-range',
      clauses: ['AG-018'],
      errno: 'EINVAL',
      refuses: (context) =>
        context.entries.some(
          (entry) => !isReset(entry) && entry.index >= tokenOf(context).groups.length,
        ),
    },
    {
      id: 'duplicate',
      clauses: ['AG-017'],
      errno: 'EINVAL',
      refuses: ({ entries }) => new Set(entries.map((e) => e.index)).size < entries.length,
    },
    groupCheck(
      'logon-sid',
      ['AG-007'],
      (g) => (g.attributes & GROUP.LOGON_ID) >>> 0 === GROUP.LOGON_ID,
    ),
    groupCheck('mandatory', ['AG-004', 'AG-005'], (g) => (g.attributes & GROUP.MANDATORY) !== 0),
    groupCheck('deny-only', ['AG-006'], (g) => (g.attributes & GROUP.USE_FOR_DENY_ONLY) !== 0),
    groupCheck(
      'user-sid',
      ['AG-021'],
      (g, context, entry) => entry.enable === 0 && equalSid(g.sid, tokenOf(context).userSid),
    ),
  ],
  effects: [
    {
      id: 'report-previous',
      clauses: ['AG-022', 'LM-014'],
      apply: (context) => {
        context.previousState = enabledWords(context);
      },
    },
    {
      id: 'apply-entries',
      clauses: ['AG-001', 'AG-002', 'AG-003', 'AG-015'],
      apply: (context) => {
        for (const entry of context.entries) {
          const group = tokenOf(context).groups[entry.index];
          if (group !== undefined) setEnabled(group, entry.enable === 1);
        }
      },
    },
    {
      id: 'reset',
      clauses: ['AG-008', 'AG-009'],
      apply: (context) => {
        if (!context.entries.some(isReset)) return;
        for (const group of tokenOf(context).groups) {
          const denyOnly = (group.attributes & GROUP.USE_FOR_DENY_ONLY) !== 0;
          setEnabled(group, group.enabledAtCreation && !denyOnly);
        }
      },
    },
    {
      id: 'bump-modified-id',
      clauses: ['AG-012', 'AG-013'],
      apply: (context) => bumpModifiedId(tokenOf(context)),
    },
  ],
  result: ({ previousState }) => ({ previousState: previousState.map(formatBigint) }),
});

function setEnabled(group: TokenGroup, enabled: boolean): void {
  group.attributes = enabled
    ? (group.attributes | GROUP.ENABLED) >>> 0
    : (group.attributes & ~GROUP.ENABLED) >>> 0;
}

/** Bit n % 64 of word n / 64 stands for group n. */
function enabledWords(context: AdjustGroupsContext): bigint[] {
  const words = Array.from(
    { length: context.world.model.profile.abi.previousStateWords ?? 1 },
    () => 0n,
  );
  tokenOf(context).groups.forEach((group, n) => {
    const word = Math.floor(n / WORD_BITS);
    const before = words[word];
    if (before === undefined || (group.attributes & GROUP.ENABLED) === 0) return;
    words[word] = before | (1n << BigInt(n % WORD_BITS));
  });
  return words;
}
