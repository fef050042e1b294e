import { describe, expect, it } from 'vitest';
import { graver, troubleIn, type Trouble } from './console-patterns.js';
import { ConsoleWatch } from './console-watch.js';

/** Lines as Linux prints them (from its documentation and sources of the messages). */
const LINES: readonly (readonly [string, Trouble])[] = [
  ['[    9.1] Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000000', 'panic'],
  ['[    9.1] Kernel panic - not syncing: Fatal exception in interrupt', 'panic'],
  ['[   10.2] BUG: unable to handle page fault for address: ffffc90000a00000', 'oops'],
  ['[   10.2] BUG: kernel NULL pointer dereference, address: 0000000000000000', 'oops'],
  ['[   10.2] Oops: 0002 [#1] PREEMPT SMP KASAN NOPTI', 'oops'],
  ['[   10.2] general protection fault, probably for non-canonical address: 0000 [#1]', 'oops'],
  ['[   10.2] invalid opcode: 0000 [#1] PREEMPT SMP NOPTI', 'oops'],
  ['[   10.2] kernel BUG at security/token.c:42!', 'BUG'],
  ['[   10.2] BUG: KASAN: slab-use-after-free in token_put+0x1f/0x40', 'memory error'],
  ['[   10.2] BUG: KFENCE: out-of-bounds read in token_query+0xa6/0x234', 'memory error'],
  ['[   10.2] BUG kmalloc-64 (Not tainted): Object already free', 'memory error'],
  ['[   10.2] refcount_t: underflow; use-after-free.', 'memory error'],
  ['[   10.2] usercopy: Kernel memory exposure attempt detected from SLUB object', 'memory error'],
  ['[   10.2] list_del corruption. prev->next should be ffff888, but was dead', 'memory error'],
  ['[   10.2] WARNING: possible circular locking dependency detected', 'locking'],
  ['[   10.2] WARNING: inconsistent lock state', 'locking'],
  ['[   10.2] WARNING: suspicious RCU usage', 'locking'],
  ['[   10.2] BUG: sleeping function called from invalid context at mm/slab.h:1', 'locking'],
  ['[   10.2] BUG: scheduling while atomic: init/1/0x00000002', 'locking'],
  ['[   28.2] watchdog: BUG: soft lockup - CPU#0 stuck for 26s! [agent:77]', 'stall'],
  ['[   28.2] NMI watchdog: Watchdog detected hard LOCKUP on cpu 0', 'stall'],
  ['[   28.2] rcu: INFO: rcu_preempt self-detected stall on CPU', 'stall'],
  ['[  128.2] INFO: task agent:77 blocked for more than 120 seconds.', 'stall'],
  ['[   10.2] UBSAN: shift-out-of-bounds in security/token.c:7:12', 'undefined behaviour'],
  ['[   10.2] WARNING: CPU: 0 PID: 77 at security/token.c:99 token_get+0x1/0x2', 'warning'],
  [
    '[   10.2] kmemleak: 2 new suspected memory leaks (see /sys/kernel/debug/kmemleak)',
    'memory leak',
  ],
  ['[   10.2] Out of memory: Killed process 77 (agent) total-vm:1kB', 'out of memory'],
];

const HARMLESS = [
  '[    0.906079] acpi PNP0A03:00: fail to add MMCONFIG information',
  '[    0.036000] tsc: Unable to calibrate against PIT',
  'kacs-agent: heartbeat',
  '[    1.0] debug: the word warning in small letters',
  '[    1.0] Warning: unable to open an initial console.',
  // What fault injection that was asked for says (Documentation/fault-injection).
  '[   10.2] FAULT_INJECTION: forcing a failure.',
  '[   10.2] name failslab, interval 1, probability 0, space 0, times 0',
  '[   10.2] CPU: 0 PID: 77 Comm: kacs-agent Not tainted 6.1.0 #1',
  '[   10.2] Call Trace:',
  '[   10.2]  dump_stack_lvl+0x45/0x5e',
];

/** A watch and what it told. */
function watching(): { readonly watch: ConsoleWatch; readonly told: string[] } {
  const told: string[] = [];
  const watch = new ConsoleWatch({
    ready: (port) => told.push(`ready on ${port}`),
    heartbeat: () => told.push('heartbeat'),
    agentEnded: (how) => told.push(how),
    trouble: () => told.push('trouble'),
    lastWords: () => told.push('last words'),
  });
  return { watch, told };
}

describe('a line of the console', () => {
  it.each(LINES)('%s', (line, trouble) => {
    expect(troubleIn(line)?.trouble).toBe(trouble);
  });

  it.each(HARMLESS)('is harmless: %s', (line) => {
    expect(troubleIn(line)).toBeUndefined();
  });

  it('is recognised behind the output of a program', () => {
    const found = troubleIn('kacs-agent: hear[   10.2] BUG: KASAN: double-free in x');
    expect(found).toEqual({ trouble: 'memory error', text: 'BUG: KASAN: double-free in x' });
  });

  it('that is graver wins', () => {
    expect([graver('panic', 'oops'), graver('oops', 'panic'), graver('oops', 'oops')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('the console', () => {
  it('tells signs of life, whatever pieces they come in', () => {
    const { watch, told } = watching();
    for (const byte of Buffer.from('kacs-agent: ready on /dev/ttyS1\r\nkacs-agent: heartbeat\n')) {
      watch.push(Buffer.from([byte]));
    }
    expect(told).toEqual(['ready on /dev/ttyS1', 'heartbeat']);
  });

  it('keeps the report from its first line on, and names it by the gravest', () => {
    const { watch, told } = watching();
    watch.push(
      Buffer.from('before\nBUG: kernel NULL pointer dereference\nkacs-agent: heartbeat\n'),
    );
    watch.push(Buffer.from('RIP: 0010:f+0x1/0x2\nKernel panic - not syncing: Fatal exception\n'));
    watch.push(Buffer.from('---[ end Kernel panic - not syncing: Fatal exception ]---\n'));
    expect(watch.report?.trouble).toBe('panic');
    expect(watch.report?.headline).toBe('Kernel panic - not syncing: Fatal exception');
    expect(watch.report?.excerpt).toEqual([
      'BUG: kernel NULL pointer dereference',
      'RIP: 0010:f+0x1/0x2',
      'Kernel panic - not syncing: Fatal exception',
      '---[ end Kernel panic - not syncing: Fatal exception ]---',
    ]);
    expect(told).toEqual(['trouble', 'heartbeat', 'trouble', 'last words']);
  });

  it('is escaped: what a terminal would obey comes out as text', () => {
    const { watch } = watching();
    watch.push(Buffer.from('Kernel panic - not syncing: \x1b[2J\x9b31m\r\n', 'latin1'));
    expect(watch.report?.headline).toMatch(/^Kernel panic - not syncing: \\x1b\[2J\\x/);
    // oxlint-disable-next-line no-control-regex
    expect(watch.text()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  it('is bounded: in a line, in a report, and as a whole', () => {
    const { watch } = watching();
    const line = `BUG: ${'x'.repeat(100_000)}\n`;
    for (let n = 0; n < 300; n += 1) watch.push(Buffer.from(line));
    watch.push(Buffer.from('y'.repeat(3_000_000)));
    expect(watch.report?.excerpt.length).toBe(120);
    expect(Math.max(...(watch.report?.excerpt ?? []).map((each) => each.length))).toBeLessThan(400);
    expect(watch.text().length).toBeLessThan(600_000);
    expect(watch.bytes).toBeGreaterThan(33_000_000);
  });

  it('tells that the agent ended', () => {
    const { watch, told } = watching();
    watch.push(Buffer.from('kacs-agent: the agent (77) died of signal 11\n'));
    expect([watch.complaint, told]).toEqual([undefined, ['died of signal 11']]);
  });

  it('keeps what the agent complained of', () => {
    const { watch, told } = watching();
    watch.push(Buffer.from('kacs-agent: cannot open /dev/ttyS9: No such device\n'));
    expect([watch.complaint, told]).toEqual(['cannot open /dev/ttyS9: No such device', []]);
  });
});
