import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packagePath } from '../package-root.js';
import { SUITES } from '../../suites/index.js';
import { FAULTS } from '../../reference/faults/index.js';
import { changedFaults, concerned } from './changed.js';

const FAULT = 'adjust-privs/padding-ignored';

async function chosen(files: readonly string[], ids: readonly string[] = []): Promise<string[]> {
  const { faults } = await concerned(files, FAULTS, SUITES, () => Promise.resolve(ids));
  return faults.map(({ id }) => id);
}

describe('the faults that a change concerns', () => {
  it('are none where nothing differs', async () => {
    expect(await chosen([])).toEqual([]);
  });

  it('are those of a file of faults that differs', async () => {
    expect(await chosen(['reference/faults/adjust-privs.faults.ts'], [FAULT])).toEqual([FAULT]);
  });

  it('are those whose clauses a suite asserts that differs', async () => {
    const ids = await chosen(['suites/adjust-privs/malformed.suite.ts']);
    expect(ids).toContain(FAULT);
    expect(ids).not.toContain('session-lifecycle/destroy-does-nothing');
  });

  it('include those of a suite’s helpers', async () => {
    expect(await chosen(['suites/adjust-privs/privileges.ts'])).toContain(FAULT);
  });

  it('do not include what has nothing to do with either', async () => {
    expect(await chosen(['README.md', 'reports/markdown.ts'])).toEqual([]);
  });

  it.each(['reference/kernel/world.ts', 'suites/language/steps.ts', 'harness/judge/judge.ts'])(
    'cannot be told from %s, which is named',
    async (file) => {
      const { faults, shared } = await concerned([file], FAULTS, SUITES, () => Promise.resolve([]));
      expect(faults).toEqual([]);
      expect(shared).toEqual([file]);
    },
  );

  it.each(['suites/index.ts', 'harness/judge/judge.test.ts', 'reference/faults/index.ts'])(
    'have nothing to do with %s',
    async (file) => {
      const { shared } = await concerned([file], FAULTS, SUITES, () => Promise.resolve([]));
      expect(shared).toEqual([]);
    },
  );

  it('find suites by the names of their files', () => {
    const missing = SUITES.map(({ area, file }) => `suites/${area}/${file}.suite.ts`).filter(
      (path) => !existsSync(packagePath(path)),
    );
    expect(missing).toEqual([]);
  });
});

describe('the base of a comparison', () => {
  // Outside a checkout the same call says that instead.
  it.each(['no-such-revision', '--output=x', 'HEAD..HEAD'])(
    'refuses %s in one line',
    async (base) => {
      await expect(changedFaults(FAULTS, SUITES, base)).rejects.toThrow(
        /^(git knows no revision "|--changed compares with git)[^\n]*$/,
      );
    },
  );
});
