/**
 * Builds the sandbox of StrykerJS twice: `dist` with the mutants and the unit tests of the
 * reference, and `dist-clean`, in which mutants never act, for what compiles and judges the cases
 * with the same wire tables.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linkData } from './link-data.mjs';

function compile(project) {
  const { status } = spawnSync('tsc', ['-p', project], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 3);
}

function replaceIn(folder, matches, from, to) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!matches(name)) continue;
    const path = join(folder, name);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(from, to));
  }
}

compile('tsconfig.build.json');
cpSync('dist', 'dist-clean', { recursive: true, filter: (path) => !path.endsWith('.map') });
replaceIn('dist-clean/reference', (name) => name.endsWith('.js'), '__stryker__', '__unmutated__');

// They take long, and what they are of is not mutated.
const exclude = ['reference/wire/mutants.test.ts'];
const tests = { extends: './tsconfig.build.json', include: ['reference'], exclude };
writeFileSync('tsconfig.unit.json', JSON.stringify(tests));
compile('tsconfig.unit.json');
linkData('dist');
const small = new URL('small-vitest.mjs', import.meta.url).href;
replaceIn('dist/reference', (name) => name.endsWith('.test.js'), "'vitest'", `'${small}'`);
