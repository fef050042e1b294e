/** @module The command as another user, for tests of permissions. */
import { spawnSync } from 'node:child_process';
import { resolveExecutable } from '../stdio/digest.js';
import { packagePath } from '../../package-root.js';

/** Certifies a kernel as the user with this number. @internal */
export function certifyAs(
  user: string,
  kernel: string,
): { readonly code: number | null; readonly stderr: string } {
  const main = packagePath(process.env['KACS_DIST'] ?? 'dist', 'harness', 'cli', 'main.js');
  const words = ['certify', '--adapter', 'qemu', '--kernel', kernel, '--quiet', '--out', '/tmp/no'];
  const { status, stderr } = spawnSync(
    resolveExecutable('setpriv') ?? '',
    ['--reuid', user, '--regid', user, '--clear-groups', process.execPath, main, ...words],
    { encoding: 'utf8', timeout: 60_000, env: { ...process.env, NO_COLOR: '1' } },
  );
  return { code: status, stderr };
}
