/** @module Debian's kernel to try guests with: unpacked once, kept where the environment says. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packagePath } from '../../package-root.js';
import { hasEmulator } from './emulator.js';

/** @internal */
export interface DebianKernel {
  readonly kernel: string;
  readonly modules: string;
}

/** The kernel, or why there is none here: then what needs it is skipped, loudly. @internal */
export function debianKernel(): DebianKernel | string {
  if (!hasEmulator()) return 'qemu-system-x86_64 is not installed';
  const script = packagePath('harness', 'adapters', 'qemu', 'debian-kernel.sh');
  const { status, stdout, stderr } = spawnSync('sh', [script], {
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (status !== 0) return `Debian's kernel cannot be had: ${stderr.trim()}`;
  const folder = stdout.trim();
  const [kernel] = readdirSync(join(folder, 'boot')).filter((name) => name.startsWith('vmlinuz-'));
  const [modules] = readdirSync(join(folder, 'lib', 'modules'));
  return {
    kernel: join(folder, 'boot', kernel ?? ''),
    modules: join(folder, 'lib', 'modules', modules ?? ''),
  };
}
