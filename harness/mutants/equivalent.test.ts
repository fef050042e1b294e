import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { packagePath } from '../package-root.js';

interface Listed {
  readonly reason: string;
  readonly mutants: readonly {
    readonly file: string;
    readonly lines: readonly string[];
    readonly replacements: readonly string[];
  }[];
}

it('equivalent mutants are listed with a reason, of lines that there are', () => {
  const text = readFileSync(packagePath('harness/mutants/equivalent.json'), 'utf8');
  const { equivalent } = JSON.parse(text) as { readonly equivalent: readonly Listed[] };
  for (const { reason, mutants } of equivalent) {
    expect(reason.length).toBeGreaterThan(20);
    for (const { file, lines, replacements } of mutants) {
      const code = readFileSync(packagePath(file), 'utf8').split('\n');
      const known = new Set(code.map((line) => line.trim()));
      expect(
        lines.filter((line) => !known.has(line)),
        file,
      ).toEqual([]);
      expect(replacements.length).toBeGreaterThan(0);
    }
  }
});
