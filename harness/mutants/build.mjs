/**
 * Builds the sandbox of StrykerJS twice: `dist` with the mutants, and `dist-clean`, in which they
 * never act, for what compiles and judges the cases with the same wire tables.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 3);

cpSync('dist', 'dist-clean', { recursive: true, filter: (path) => !path.endsWith('.map') });
for (const name of readdirSync('dist-clean/reference', { recursive: true })) {
  if (!name.endsWith('.js')) continue;
  const path = join('dist-clean/reference', name);
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll('__stryker__', '__unmutated__'));
}
