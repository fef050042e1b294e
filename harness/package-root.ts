/**
 * @module Where the package lies: the code runs from `dist/` as a command and from its sources
 * under vitest, while the catalogue, the corpus and the schemas are read from one place.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = findRoot(dirname(fileURLToPath(import.meta.url)));

/** An absolute path from one relative to the package root. @internal */
export function packagePath(...parts: string[]): string {
  return join(root, ...parts);
}

/** A path in the build: `dist`, or what KACS_DIST names. @internal */
export function buildPath(...parts: string[]): string {
  return packagePath(process.env['KACS_DIST'] ?? 'dist', ...parts);
}

function findRoot(from: string): string {
  let folder = from;
  while (!existsSync(join(folder, 'suites', 'catalogue', 'clauses.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`no package root above ${from}`);
    folder = parent;
  }
  return folder;
}
