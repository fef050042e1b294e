import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import type { Program } from '../../program/program.js';
import { generated, setupOf } from '../follow/play.fixture.js';
import { exportC } from './export-c.js';

const profile = BUILT_IN_PROFILES['psd-0.20'];
const hasCompiler = spawnSync('cc', ['--version']).status === 0;
if (!hasCompiler) process.stderr.write('SKIPPED: no C compiler (Debian: gcc), nothing compiled\n');
const SLOW_MS = 300_000;

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
