/** Parts of the agent that are checked by themselves, by small programs in C. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { packagePath } from '../../package-root.js';
import { missing } from './agent.fixture.js';

vi.setConfig({ testTimeout: 60_000 });

const FLAGS = ['-std=c11', '-D_GNU_SOURCE', '-Wall', '-Wextra', '-Werror', '-g'];

/** Builds a check with what it needs of the agent; it prints what does not hold. */
function check(name: string, sources: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'kacs-check-'));
  const file = (...path: string[]): string => packagePath('harness', 'adapters', 'linux', ...path);
  try {
    const program = join(folder, 'check');
    const files = [file('check', `${name}.c`), ...sources.map((source) => file('src', source))];
    const standIn = `-DFAIL_NTH="${join(folder, 'fail-nth')}"`;
    const words = [...FLAGS, standIn, '-o', program, ...files, '-ljansson'];
    const built = spawnSync(process.env['CC'] ?? 'gcc', words, { encoding: 'utf8' });
    expect(built.stderr).toBe('');
    const { status, stdout } = spawnSync(program, { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.runIf(missing === undefined)('the agent', () => {
  it('shows each byte of guarded memory that is not as it was', () => {
    check('guard_check', ['guard.c']);
  });

  it('switches fault injection on for one call, and learns what came of it', () => {
    check('failing_check', ['failing.c', 'own_descriptors.c']);
  });

  it('has the kernel record where each call has been, and nothing else', () => {
    check('kernel_coverage_check', ['kernel_coverage.c', 'shared.c', 'own_descriptors.c']);
  });

  it('sets up only what a kernel denies, and tries what it has set up', () => {
    check('setup_check', ['mounts.c', 'controls.c', 'failing.c', 'own_descriptors.c']);
  });
});
