import { describe, expect, it } from 'vitest';
import { bootProblem, fateName, fateText, isDown, type Fate } from './fate.js';
import { describeProcessors, processorsOf } from './registers.js';
import { isHang, processorTimeMs } from './silence.js';
import { parseSystemMap } from './system-map.js';

/** As QEMU prints it (`info registers -a`), shortened to what is read. */
const REGISTERS = [
  '',
  'CPU#0',
  'RAX=0000000000000000 RBX=0000000000000000 RCX=0000000000000001 RDX=0000000000000000',
  'RSI=0000000000000000 RDI=0000000000000000 RBP=0000000000000000 RSP=ffffc9000001bde8',
  'RIP=ffffffff810a98e3 RFL=00000046 [---Z-P-] CPL=0 II=0 A20=1 SMM=0 HLT=0',
  'CPU#1',
  'RSI=0000000000000000 RDI=0000000000000000 RBP=0000000000000000 RSP=00007ffd00000000',
  'RIP=0000000000401000 RFL=00000246 [---Z-P-] CPL=3 II=0 A20=1 SMM=0 HLT=1',
].join('\r\n');

const MAP = parseSystemMap(
  'ffffffff81000000 T _text\nffffffff810a98e0 t spin_here\nffffffff810aa000 T next\n',
);

describe('registers', () => {
  it('say where each processor stands', () => {
    const lines = describeProcessors(processorsOf(REGISTERS), MAP);
    expect(lines).toEqual([
      'processor 0: RIP 0xffffffff810a98e3 (spin_here+0x3), RSP 0xffffc9000001bde8, ' +
        'in the kernel, interrupts off',
      'processor 1: RIP 0x0000000000401000, RSP 0x00007ffd00000000, in a program, ' +
        'interrupts on, halted',
    ]);
  });

  it('that cannot be read are none', () => {
    expect(processorsOf('unknown command')).toEqual([]);
  });
});

describe('a System.map', () => {
  it('names the function that an address is in, also with an offset of KASLR', () => {
    expect(MAP?.symbolOf(0xffffffff810a98e0n)).toBe('spin_here+0x0');
    expect(MAP?.symbolOf(0xffffffff810aa010n)).toBe('next+0x10');
    expect(MAP?.symbolOf(0xffffffff910aa010n, 0x10000000n)).toBe('next+0x10');
  });

  it('names nothing outside of the kernel', () => {
    expect(MAP?.symbolOf(0x401000n)).toBeUndefined();
    expect(MAP?.symbolOf(0xffffffffc0000000n)).toBeUndefined();
  });

  it('that is none is not taken', () => {
    expect(parseSystemMap('ffffffffffffffff B The real System.map is elsewhere')).toBeUndefined();
  });
});

describe('silence', () => {
  it.each<readonly [number, number | undefined, boolean, string]>([
    [7000, 7000, false, 'is too short yet'],
    [9000, 8500, true, 'of a guest that burns its processor is a hang'],
    [9000, 100, true, 'of a guest that sleeps is a hang'],
    [9000, 2000, false, 'of a guest that the host keeps waiting is not'],
    [41_000, 2000, true, 'has an end all the same'],
    [9000, undefined, true, 'where no processor time is known counts by itself'],
  ])('%d ms with %s ms of processor time: %s (it %s)', (silent, used, hangs) => {
    expect(isHang(silent, used)).toBe(hangs);
  });

  it('is measured against the time that a process got', () => {
    expect(processorTimeMs(process.pid)).toBeGreaterThan(0);
    expect(processorTimeMs(2 ** 22 + 1)).toBeUndefined();
  });
});

const report = {
  trouble: 'oops' as const,
  headline: 'BUG: kernel NULL pointer dereference, address: 0000000000000000',
  excerpt: [
    '[   10.2] BUG: kernel NULL pointer dereference, address: 0000000000000000',
    '[   10.2] #PF: supervisor write access in kernel mode',
    '[   10.2] CPU: 0 PID: 77 Comm: agent Not tainted 6.1.0',
    '[   10.2] RIP: 0010:token_put+0x16/0x20',
    '[   10.2] Call Trace:',
    '[   10.2]  <TASK>',
    '[   10.2]  token_release+0x4/0x9',
    '[   10.2]  __fput+0x8f/0x270',
  ],
};
const FATES: readonly (readonly [string, Fate, string])[] = [
  [
    'oops',
    { kind: 'trouble', trouble: 'oops', report },
    "the guest's kernel reported an oops: BUG: kernel NULL pointer dereference, address: " +
      '0000000000000000 | CPU: 0 PID: 77 Comm: agent Not tainted 6.1.0 | RIP: ' +
      '0010:token_put+0x16/0x20 | called from token_release+0x4/0x9 < ' +
      '__fput+0x8f/0x270',
  ],
  [
    'hang',
    { kind: 'hang', silentMs: 8123, processors: ['processor 0: RIP 0x0'] },
    'the guest hung: no sign of life for 8 s; processor 0: RIP 0x0',
  ],
  ['off', { kind: 'off', how: 'powered itself off' }, 'the guest powered itself off'],
];

describe('a fate', () => {
  it.each(FATES)('%s is told in one line, and is a crash', (name, fate, text) => {
    expect([fateName(fate), fateText(fate), isDown(fate)]).toEqual([name, text, true]);
  });

  it('of the emulator, or by the harness, says nothing about the system', () => {
    const fates: Fate[] = [
      { kind: 'emulator', reason: 'x' },
      { kind: 'ended' },
      { kind: 'agent', how: 'x' },
    ];
    expect(fates.map(isDown)).toEqual([false, false, false]);
  });
});

describe('a guest that is never ready', () => {
  it('has written nothing', () => {
    expect(bootProblem('late', { bytes: 0, text: '' }, 5000)).toMatch(
      /^the guest wrote nothing to its serial console within 5 s: the kernel needs CONFIG_SERIAL/,
    );
  });

  it('has written something', () => {
    expect(bootProblem('late', { bytes: 9, text: 'one\ntwo\n' }, 5000)).toBe(
      'the guest did not start the agent within 5 s (--boot-deadline), although it wrote to its ' +
        'console; its console ends with: one | two',
    );
  });

  it('came to grief', () => {
    const fate: Fate = { kind: 'off', how: 'restarted itself' };
    expect(bootProblem(fate, { bytes: 9, text: 'bye' }, 5000)).toBe(
      'the guest never got as far as the agent: the guest restarted itself; its console ends ' +
        'with: bye',
    );
  });

  it('has an agent that cannot work', () => {
    expect(bootProblem('late', { bytes: 9, text: 'x', complaint: 'no port' }, 5000)).toBe(
      'the agent could not start: no port',
    );
  });
});
