/** @module `adapter init`: a commented skeleton of an adapter, and what to do with it. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packagePath } from '../package-root.js';
import { oneLine } from '../protocol/excerpt.js';
import { UsageError } from '../usage-error.js';
import { prepareFolder } from '../write-beside.js';

/** @internal */
export interface InitFlags {
  readonly lang: Language;
}

type Language = 'python' | 'c' | 'ts';

interface Skeleton {
  readonly files: readonly string[];
  /** What has to be run once, before the adapter can be; `at` is its folder, quoted for a shell. */
  readonly build?: (at: string) => string;
  /** The words that start the adapter. */
  readonly start: (at: (name: string) => string) => readonly string[];
}

/** Node.js runs TypeScript as it is. */
const RUNS_TYPESCRIPT = Boolean((process.features as { readonly typescript?: unknown }).typescript);

const SKELETONS: Readonly<Record<Language, Skeleton>> = {
  python: { files: ['adapter.py'], start: (at) => ['python3', at('adapter.py')] },
  c: {
    files: ['adapter.c'],
    build: (at) => `cc -std=c11 -Wall ${at}/adapter.c -ljansson -o ${at}/adapter`,
    start: (at) => [at('adapter')],
  },
  ts: {
    files: ['adapter.ts', 'package.json', 'tsconfig.json'],
    ...(RUNS_TYPESCRIPT
      ? {}
      : { build: (at: string) => `(cd ${at} && npm install && npm run build)` }),
    start: (at) => ['node', at(RUNS_TYPESCRIPT ? 'adapter.ts' : 'adapter.js')],
  },
};

/** Carries the command out. @internal */
export function run(folder: string, { lang }: InitFlags): void {
  const { files, build, start } = SKELETONS[lang];
  const remedy = 'name another behind the command';
  if (folder === '') throw new UsageError(`the folder has no name; ${remedy}`);
  for (const name of files) {
    if (!isThere(join(folder, name))) continue;
    const place = oneLine(join(folder, name), 200);
    throw new UsageError(`${place} is there already, and nothing is overwritten; ${remedy}`);
  }
  const skeleton = Object.fromEntries(files.map((name) => [name, template(lang, name)]));
  prepareFolder(folder, files, remedy).write(skeleton);

  // A name that begins with a dash, or none but a name, would be taken for an option or a command.
  const at = /^[./]/.test(folder) ? folder : `./${folder}`;
  const words = start((name) => join(at, name)).map((word) => quoted(dotted(word)));
  const lines = [
    ...files.map((name) => `wrote ${oneLine(join(folder, name), 200)}`),
    `next:`,
    ...(build === undefined ? [] : [`  ${build(quoted(at))}`]),
    `  npx kacs-conformance adapter doctor --adapter ${quoted(`stdio:${words.join(' ')}`)}`,
    'and do what it says; docs/adapters.md has the protocol by example, and every method',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** What cannot be looked at cannot be written to either: that is said then. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

function template(lang: Language, name: string): string {
  const path = packagePath('harness', 'adapters', 'examples', 'skeletons', lang);
  return readFileSync(join(path, `${name}.template`), 'utf8');
}

/** `join` takes a leading `./` away, which a command in a folder needs. */
function dotted(word: string): string {
  return word.includes('/') && !/^[./]/.test(word) ? `./${word}` : word;
}

/** As a word of a shell command. */
function quoted(word: string): string {
  return /^[\w./:-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
