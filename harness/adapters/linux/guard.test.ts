import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { packagePath } from '../../package-root.js';
import { missing } from './agent.fixture.js';

vi.setConfig({ testTimeout: 60_000 });

it.skipIf(missing !== undefined)('guarded memory shows each byte that is not as it was', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kacs-guard-'));
  try {
    const program = join(folder, 'check');
    const file = (...path: string[]): string =>
      packagePath('harness', 'adapters', 'linux', ...path);
    const sources = [file('check', 'guard_check.c'), file('src', 'guard.c')];
    const built = spawnSync(
      process.env['CC'] ?? 'gcc',
      ['-std=c11', '-D_GNU_SOURCE', '-Wall', '-Wextra', '-Werror', '-g', '-o', program, ...sources],
      { encoding: 'utf8' },
    );
    expect(built.stderr).toBe('');
    const { status, stdout } = spawnSync(program, { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
