/** @module What linters cannot hold: import direction, sizes, ids, the purity of vectors. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allClauses } from './catalogue/catalogue.js';
import { packagePath } from './package-root.js';

const FOLDERS = ['reference', 'suites', 'harness', 'reports'] as const;
const LINES_MAX = 500;
const COLUMNS_MAX = 100;
/** Imports and literals, which the formatter leaves as they are. */
const UNBREAKABLE = /^import |^\s*'.*'(?: \+|,)?$|`/;

interface SourceFile {
  readonly path: string;
  readonly text: string;
}

function sources(folder: string): SourceFile[] {
  return readdirSync(packagePath(folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name))
    .map((path) => ({ path, text: readFileSync(packagePath(path), 'utf8') }));
}

const FILES = FOLDERS.flatMap(sources);

interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
}

/** Relative imports as paths from the root. */
function importsOf({ path, text }: SourceFile): Import[] {
  const pattern = /^(?:import|export)\s+(type\s+)?[^;]*?from\s+'(\.[^']+)'/gms;
  return [...text.matchAll(pattern)].map(([, type, target = '']) => ({
    target: normalize(join(dirname(path), target)),
    typeOnly: type !== undefined,
  }));
}

/** What each folder may import besides itself; `types`: with `import type` only. */
const ALLOWED: readonly (readonly [RegExp, RegExp, RegExp])[] = [
  [/^reference\//, /^reference\//, /^reference\//],
  [
    /^suites\//,
    /^(?:suites\/|reference\/(?:abi|wire|profiles)\/|harness\/program\/)/,
    /^(?:suites|reference|harness)\//,
  ],
  [
    /^harness\/adapters\/stdio\//,
    /^harness\/(?:adapters|protocol|program|usage-error)/,
    /^harness\//,
  ],
  [
    /^reports\//,
    /^(?:reports\/|harness\/report\.js)/,
    /^(?:reports\/|harness\/(?:report|program))/,
  ],
];

describe('imports', () => {
  const rows = FILES.filter(({ path }) => !path.endsWith('.test.ts')).flatMap((file) =>
    importsOf(file).map((one) => ({ from: file.path, ...one })),
  );

  it('are found at all', () => {
    expect(rows.length).toBeGreaterThan(500);
  });

  it('point one way', () => {
    const wrong = rows.filter(({ from, target, typeOnly }) => {
      const rule = ALLOWED.find(([folder]) => folder.test(from));
      if (rule === undefined) return false;
      return !(typeOnly ? rule[2] : rule[1]).test(target);
    });
    expect(wrong.map(({ from, target }) => `${from} imports ${target}`)).toEqual([]);
  });

  it('of the model stay away from adapters for foreign implementations', () => {
    const wrong = rows.filter(
      ({ from, target }) =>
        /^harness\/adapters\/(?:stdio|record)\//.test(from) && target.startsWith('reference/'),
    );
    expect(wrong).toEqual([]);
  });
});

describe('files', () => {
  const written = FILES.filter(({ path }) => !path.includes('.generated.'));

  it('are short enough to read', () => {
    const tables = ['harness/protocol/ops.ts'];
    const long = written.filter(
      ({ path, text }) =>
        !path.endsWith('.test.ts') && !tables.includes(path) && text.split('\n').length > LINES_MAX,
    );
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('have no line that needs scrolling', () => {
    const long = written
      .filter(({ path }) => !path.endsWith('.test.ts'))
      .flatMap(({ path, text }) =>
        text
          .split('\n')
          .flatMap((line, n) =>
            [...line].length > COLUMNS_MAX && !UNBREAKABLE.test(line) ? [`${path}:${n + 1}`] : [],
          ),
      );
    expect(long).toEqual([]);
  });

  it('say what they are for', () => {
    const silent = written.filter(
      ({ path, text }) => !/\.(?:test|fixture)\.ts$/.test(path) && !text.includes('@module'),
    );
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it('leave no test alone or out', () => {
    const found = FILES.filter(({ path, text }) => {
      return (
        path !== 'harness/tidy.test.ts' && /\b(?:it|describe|test)\.(?:only|skip|todo)\b/.test(text)
      );
    });
    expect(found.map(({ path }) => path)).toEqual([]);
  });
});

describe('clause ids', () => {
  const known = new Set<string>(allClauses().map(({ id }) => id));

  it('that are cited anywhere exist', () => {
    const cited = FILES.flatMap(({ path, text }) =>
      path.includes('.generated.') || path.endsWith('.test.ts')
        ? []
        : [
            ...text.matchAll(
              /'((?:SS|TH|TV|CL|TC|LM|IC|IQ|IM|IN|DU|AN|AP|AG|AS|AD|RS|LK|GL|PF|SF|SL|CLI|SE)-\d{3})'/g,
            ),
          ].map(([, id = '']) => id),
    );
    expect(cited.length).toBeGreaterThan(1000);
    expect(cited.filter((id) => !known.has(id))).toEqual([]);
  });
});

describe('the project', () => {
  it('has no path of a machine and no registry in it', () => {
    const texts = [
      'README.md',
      'ARCHITECTURE.md',
      'CONTRIBUTING.md',
      'package.json',
      '.ci/run',
    ].map((path) => ({ path, text: readFileSync(packagePath(path), 'utf8') }));
    const wrong = [...FILES.filter(({ path }) => path !== 'harness/tidy.test.ts'), ...texts].filter(
      ({ text }) => /\/work\/|\/root\/|registry\.npmjs/.test(text),
    );
    expect(wrong.map(({ path }) => relative('.', path))).toEqual([]);
  });
});
