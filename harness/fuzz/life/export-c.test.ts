import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import type { CallStep, Program } from '../../program/program.js';
import { generated, setupOf } from '../follow/play.fixture.js';
import { exportC } from './export-c.js';

const profile = BUILT_IN_PROFILES['psd-0.20'];
const hasCompiler = spawnSync('cc', ['--version']).status === 0;
if (!hasCompiler) process.stderr.write('SKIPPED: no C compiler (Debian: gcc), nothing compiled\n');
const SLOW_MS = 300_000;

const TOKEN = { token: { ref: 't1.handle' } };
const SD = '0100048014000000000000000000000014000000';

/** One step of every call that generated Programs make. */
function everyCall(): Program {
  const calls: readonly (readonly [string, CallStep['args'], string?])[] = [
    ['kacs_create_session', { spec: '0200', length: '0x1' }, 's1'],
    ['kacs_create_token', { spec: '00', pointer: 'null' }, 't1'],
    ['kacs_open_self_token', { flags: 0, accessMask: 8 }],
    ['kacs_open_process_token', { pid: { ref: 'w1.pid' }, accessMask: 8 }],
    ['kacs_open_thread_token', { pid: { ref: 'w1.pid' }, tid: { ref: 'w1.pid' }, accessMask: 8 }],
    ['kacs_destroy_empty_session', { id: { sum: [{ ref: 's1.id' }, '0x100000000'] } }],
    ['kacs_set_psb', { mitigations: 0x20 }],
    ['kacs_get_sd', { handle: { ref: 't1.handle' }, securityInformation: 7, capacity: 64 }],
    ['kacs_get_sd', { path: '/tmp', securityInformation: 7, capacity: 0 }],
    ['kacs_set_sd', { pid: { ref: 'w1.pid' }, securityInformation: 4, descriptor: SD }],
    ['kacs_access_check', { descriptor: SD, desiredAccess: 1 }],
    ['kacs_access_check', { ...TOKEN, descriptor: SD, desiredAccess: 1, args: '28'.repeat(40) }],
    ['KACS_IOC_QUERY', { ...TOKEN, class: 1, capacity: 16 }],
    ['KACS_IOC_ADJUST_PRIVS', { ...TOKEN, entries: [{ luid: 2, attributes: 0x80000000 }] }],
    ['KACS_IOC_ADJUST_GROUPS', { ...TOKEN, entries: [{ index: 0xffffffff, enable: 0 }] }],
    ['KACS_IOC_ADJUST_DEFAULT', { ...TOKEN, ownerIndex: 0, groupIndex: 0xffff, dacl: '' }],
    ['KACS_IOC_ADJUST_SESSIONID', { ...TOKEN, sessionId: 0xffffffff }],
    ['KACS_IOC_INSTALL', TOKEN],
    ['KACS_IOC_IMPERSONATE', TOKEN],
    ['kacs_revert', {}],
    ['KACS_IOC_DUPLICATE', { ...TOKEN, accessMask: 0x10000000, tokenType: 2, level: 2 }],
    ['KACS_IOC_RESTRICT', { ...TOKEN, privilegesToDelete: '0x1', flags: 1, data: '00' }],
    ['KACS_IOC_LINK_TOKENS', { ...TOKEN, elevated: 3, filtered: 4, sessionId: '0x1' }],
    ['KACS_IOC_GET_LINKED_TOKEN', TOKEN],
    ['world.makeFile', {}, 'x1'],
    ['world.makeFile', { descriptor: SD }],
    ['world.events', { action: 'open' }],
    ['world.open', { path: '/proc/self/status' }, 'f1'],
    ['world.read', { handle: { ref: 'f1.handle' } }],
    ['world.readlink', { path: { text: ['/proc/self/fd/', { ref: 'f1.handle' }] } }],
    ['world.stat', { path: '/tmp' }],
    ['world.descriptorFlags', { handle: { ref: 'f1.handle' }, set: false }],
    ['world.duplicateHandle', { handle: { ref: 'f1.handle' } }],
    ['world.socketPair', { type: 'stream' }, 'p1'],
    ['kacs_set_impersonation_level', { socket: { ref: 'p1.first' }, level: 2 }],
    ['kacs_open_peer_token', { socket: { ref: 'p1.first' } }],
    ['kacs_impersonate_peer', { socket: { ref: 'p1.second' } }],
    ['world.observe', { tokens: [{ ref: 't1.handle' }] }],
    ['world.exec', { path: { ref: 'x1.path' } }],
    ['world.credentials', {}],
  ];
  const steps = calls.map(([op, args, as]): CallStep => ({
    actor: 'w1',
    op,
    args,
    ...(as === undefined ? {} : { as }),
  }));
  const spawn = { as: 'w1', actor: 'init', op: 'world.spawn', args: { identity: 'own' } };
  return { id: 'fuzz/calls', title: 'every call', needs: [], steps: [spawn, ...steps] };
}

/** Compiles the exported text strictly, and runs it. */
function built(text: string): { readonly warnings: string; readonly printed: string } {
  const folder = mkdtempSync(join(tmpdir(), 'export-c-'));
  try {
    const source = join(folder, 'reproducer.c');
    const program = join(folder, 'reproducer');
    writeFileSync(source, text);
    const compiler = spawnSync('cc', ['-Wall', '-Wextra', '-Werror', '-o', program, source]);
    const warnings = compiler.stderr.toString();
    if (compiler.status !== 0) return { warnings, printed: '' };
    const { stdout } = spawnSync(program, { timeout: 60_000 });
    return { warnings, printed: stdout.toString() };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.runIf(hasCompiler)('an exported C program', () => {
  const program: Program = {
    id: 'fuzz/calls',
    title: 'a finding',
    needs: [],
    steps: [
      { as: 'w1', actor: 'init', op: 'world.spawn', args: { identity: 'own' } },
      { as: 's2', actor: 'w1', op: 'kacs_create_session', args: { spec: '02000000000000' } },
      {
        as: 't3',
        actor: 'w1',
        op: 'kacs_create_token',
        args: { spec: { hex: '00'.repeat(64), patches: [{ at: 56, width: 8, ref: 's2.id' }] } },
      },
      { as: 't4', actor: 'w1', op: 'world.open', args: { path: '/dev/null' } },
      { actor: 'w1', op: 'KACS_IOC_INSTALL', args: { token: { ref: 't4.handle' } } },
    ],
  };

  it('makes the raw calls and prints result and errno of each step', () => {
    const { warnings, printed } = built(exportC(program, profile, ['why */ here']));
    expect(warnings).toBe('');
    const lines = printed.trim().split('\n');
    expect(lines[0]).toMatch(/^step 0: init world\.spawn: \d+$/);
    expect(lines[1]).toBe(
      'step 1: w1 kacs_create_session: -1, errno 38 (Function not implemented)',
    );
    expect(lines[2]).toBe('step 2: w1 kacs_create_token: -1, errno 38 (Function not implemented)');
    expect(lines[3]).toMatch(/^step 3: w1 world\.open: \d+$/);
    expect(lines[4]).toContain('step 4: w1 KACS_IOC_INSTALL: -1, errno 25');
  });

  it('has every call of the fuzzer in it, and what no document numbers says so', () => {
    const { warnings, printed } = built(exportC(everyCall(), profile, []));
    expect(warnings).toBe('');
    expect(printed).not.toContain('(left out)');
    const calls = everyCall().steps as readonly CallStep[];
    // Who has executed another program says nothing of it; the next step does.
    for (const { op } of calls) if (op !== 'world.exec') expect(printed).toContain(op);
    expect(printed).toMatch(/w1 world\.makeFile: 0\n/);
    expect(printed).toMatch(/kacs_get_sd: -1, errno 38/);
    expect(printed).toMatch(/kacs_access_check: -1, errno 38/);
    expect(printed).toContain('no document numbers the calls that record events');
    expect(printed.trim().split('\n').at(-1)).toMatch(/w1 world\.credentials: \d+$/);
  });

  it(
    'of whatever is generated compiles without a warning',
    async () => {
      const setup = await setupOf('psd-0.20');
      for (const name of ['calls', 'races', 'raw'] as const) {
        const { inputs } = await generated(setup, name, 3, 2);
        for (const input of inputs) {
          const { warnings, printed } = built(exportC(input, profile, []));
          expect(warnings).toBe('');
          expect(printed).toContain('step 0: init world.spawn');
        }
      }
    },
    SLOW_MS,
  );
});
