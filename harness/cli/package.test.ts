/** What `npm pack` takes along: all that the installed command reads. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, it, vi } from 'vitest';
import { packagePath } from '../package-root.js';

vi.setConfig({ testTimeout: 60_000 });

it('the package holds the data and the example adapters, and no sources or tests', async () => {
  const pack = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = await promisify(execFile)('npm', pack, { cwd: packagePath(), maxBuffer: 1e8 });
  const [{ files }] = JSON.parse(stdout) as [{ readonly files: readonly { path: string }[] }];
  const paths = files.map(({ path }) => path);
  const schemas = readdirSync(packagePath('corpus/schemas')).map(
    (name) => `corpus/schemas/${name}`,
  );
  expect(schemas.length).toBeGreaterThan(3);
  expect(paths).toEqual(
    expect.arrayContaining([
      ...schemas,
      ...['clauses.json', 'profiles.json', 'rulings.md'].map((name) => `suites/catalogue/${name}`),
      'docs/adapters.md',
      'harness/adapters/examples/null-adapter.mjs',
      'harness/adapters/examples/c/adapter.c',
      'harness/adapters/examples/python/adapter.py',
      // Under another name, so that neither npm nor a compiler takes them for ours.
      ...['c/adapter.c', 'python/adapter.py', 'ts/adapter.ts', 'ts/package.json'].map(
        (name) => `harness/adapters/examples/skeletons/${name}.template`,
      ),
      'dist/harness/cli/main.js',
    ]),
  );
  expect(paths.filter((path) => /\.map$|\.test\.|(?<!\.d)\.ts$/.test(path))).toEqual([]);
});
