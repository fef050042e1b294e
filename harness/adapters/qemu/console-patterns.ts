/**
 * @module What a kernel's console says when something is wrong with it, as tables. The texts are
 * those of Linux; they may stand anywhere in a line, since a program's output can be before them.
 */

/** What befell the kernel, the gravest last. @internal */
export const TROUBLES = [
  'memory leak',
  'out of memory',
  'warning',
  'stall',
  'locking',
  'undefined behaviour',
  'memory error',
  'BUG',
  'oops',
  'panic',
] as const;

/** @internal */
export type Trouble = (typeof TROUBLES)[number];

interface Row {
  readonly trouble: Trouble;
  readonly pattern: RegExp;
}

/** The first that matches counts: special forms come before general ones. */
const ROWS: readonly Row[] = [
  { trouble: 'panic', pattern: /Kernel panic - not syncing: .*/ },
  { trouble: 'panic', pattern: /PANIC: (?:double fault|early exception).*/ },
  { trouble: 'memory error', pattern: /BUG: (?:KASAN|KFENCE|KMSAN): .*/ },
  { trouble: 'memory error', pattern: /BUG: (?:Bad page|unable to free|corrupted|slab).*/i },
  { trouble: 'memory error', pattern: /BUG \S+ \(.*\): .*/ },
  { trouble: 'memory error', pattern: /(?:slab|Slab) (?:corruption|padding overwritten).*/ },
  { trouble: 'memory error', pattern: /(?:detected buffer overflow in|usercopy: Kernel memory).*/ },
  { trouble: 'memory error', pattern: /refcount_t: (?:underflow|addition|saturated|dec).*/ },
  { trouble: 'memory error', pattern: /list_(?:add|del) corruption.*/ },
  { trouble: 'locking', pattern: /BUG: (?:KCSAN|sleeping function|scheduling while atomic).*/ },
  { trouble: 'locking', pattern: /BUG: (?:spinlock|rwlock|workqueue leaked).*/ },
  {
    trouble: 'locking',
    pattern: /WARNING: (?:possible|inconsistent|nested|bad unlock|lock held).*/,
  },
  { trouble: 'locking', pattern: /WARNING: (?:suspicious RCU|held lock|locking bug|\S+-safe).*/ },
  { trouble: 'locking', pattern: /INFO: (?:possible recursive|trying to register non-static).*/ },
  { trouble: 'locking', pattern: /DEBUG_LOCKS_WARN_ON.*/ },
  { trouble: 'stall', pattern: /BUG: (?:soft lockup|workqueue lockup).*/ },
  { trouble: 'stall', pattern: /(?:Watchdog detected hard LOCKUP|hard LOCKUP on cpu).*/ },
  { trouble: 'stall', pattern: /(?:rcu: )?INFO: \S+ (?:self-)?detected (?:expedited )?stall.*/ },
  { trouble: 'stall', pattern: /INFO: task .* blocked for more than.*/ },
  { trouble: 'undefined behaviour', pattern: /UBSAN: .*/ },
  { trouble: 'BUG', pattern: /kernel BUG at .*/ },
  { trouble: 'oops', pattern: /BUG: (?:unable to handle|kernel NULL pointer|TASK stack).*/ },
  { trouble: 'oops', pattern: /\bOops\b(?:: |.*\[#\d+\]).*/ },
  {
    trouble: 'oops',
    pattern: /(?:general protection fault|invalid opcode|stack segment)\b.*\[#\d.*/,
  },
  {
    trouble: 'oops',
    pattern: /(?:divide error|int3|double fault|kernel stack overflow): .*\[#\d.*/,
  },
  { trouble: 'BUG', pattern: /\bBUG: .*/ },
  { trouble: 'warning', pattern: /WARNING: (?:CPU: \d+ )?.*/ },
  { trouble: 'memory leak', pattern: /kmemleak: \d+ new suspected memory leaks?.*/ },
  { trouble: 'out of memory', pattern: /(?:Out of memory: Killed process|Memory cgroup out of).*/ },
];

/** What a line reports, with the telling part of it. @internal */
export function troubleIn(
  line: string,
): { readonly trouble: Trouble; readonly text: string } | undefined {
  for (const { trouble, pattern } of ROWS) {
    const [text] = pattern.exec(line) ?? [];
    if (text !== undefined) return { trouble, text };
  }
  return undefined;
}

/** Whether the first is worse than the second. @internal */
export function graver(a: Trouble, b: Trouble): boolean {
  return TROUBLES.indexOf(a) > TROUBLES.indexOf(b);
}

/** The last line of what a kernel says in its panic: nothing follows. @internal */
export const LAST_WORDS = /---\[ end Kernel panic/;
