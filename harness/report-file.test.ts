import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sampleReport } from '../reports/sample-report.js';
import {
  comparable,
  readReport,
  REPORT_BYTES_MAX,
  reportProblem,
  writeReport,
} from './report-file.js';
import type { Report } from './report.js';
import { UsageError } from './usage-error.js';

const folder = mkdtempSync(join(tmpdir(), 'report-file-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

type Path = readonly (string | number)[];

/** Typed by hand from `report.ts`: what may be left out. */
const OPTIONAL = new Set(
  (
    'diagnostics extra vendor digest failures recorded steps missing reruns excluded clause hex ' +
    'guilty note branch iteration startedAt endedAt reference out signal'
  ).split(' '),
);
/** Three names are optional in one object and required in another. */
function isOptional(path: Path, key: string): boolean {
  if (key === 'hex' && path.at(-2) === 'hex') return false;
  return OPTIONAL.has(key) && path.at(-1) !== 'timing' && path.at(-1) !== 'clauseCounts';
}
/** Objects whose keys are data. */
const OPEN = new Set(['extra', 'args', 'value', 'out', 'clauses']);

function objectPaths(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((inner, i) => objectPaths(inner, [...path, i]));
  if (value === null || typeof value !== 'object') return [];
  if (OPEN.has(String(path.at(-1)))) return [];
  const deeper = Object.entries(value).flatMap(([key, inner]) =>
    objectPaths(inner, [...path, key]),
  );
  return [path, ...deeper];
}

function changed(path: Path, change: (place: Record<string, unknown>) => void): unknown {
  const copy = structuredClone(sampleReport()) as unknown;
  let place = copy as Record<string | number, unknown>;
  for (const key of path) place = place[key] as Record<string | number, unknown>;
  change(place);
  return copy;
}

function keysOf(path: Path): string[] {
  let place: unknown = sampleReport();
  for (const key of path) place = (place as Record<string | number, unknown>)[key];
  return Object.keys(place as object);
}

describe('the schema of reports', () => {
  const paths = objectPaths(sampleReport());

  it('accepts the sample', () => {
    expect(reportProblem(sampleReport())).toBeUndefined();
  });

  it('refuses a copy without any one of its required properties', () => {
    let removed = 0;
    for (const path of paths) {
      for (const key of keysOf(path)) {
        if (isOptional(path, key)) continue;
        const copy = changed(path, (place) => delete place[key]);
        expect(reportProblem(copy), [...path, key].join('/')).toBeDefined();
        removed += 1;
      }
    }
    expect(removed).toBeGreaterThan(250);
  });

  it('accepts a copy without any one of its optional properties', () => {
    for (const path of paths) {
      for (const key of keysOf(path).filter((name) => isOptional(path, name))) {
        const copy = changed(path, (place) => delete place[key]);
        expect(reportProblem(copy), [...path, key].join('/')).toBeUndefined();
      }
    }
  });

  it('refuses an unknown property in each closed object', () => {
    for (const path of paths) {
      const copy = changed(path, (place) => (place['surprise'] = 1));
      expect(reportProblem(copy), path.join('/')).toContain('surprise');
    }
  });

  it('refuses a value of another type in each place', () => {
    for (const path of paths) {
      for (const key of keysOf(path)) {
        const copy = changed(path, (place) => (place[key] = null));
        expect(reportProblem(copy), [...path, key].join('/')).toBeDefined();
      }
    }
  });

  it.each([
    ['an unknown verdict', ['results', 0], 'verdict', 'passed'],
    ['an odd number of hex digits', ['results', 1, 'failures', 0, 'hex', 0], 'hex', '020'],
    ['a clause id of another form', ['clauses', 0], 'id', 'SS-3'],
    ['a negative count', ['cases'], 'pass', -1],
    ['an unknown symptom', ['results', 1, 'failures', 0], 'symptom', 'odd'],
    ['a case without area', ['results', 0], 'id', 'name'],
  ])('refuses %s', (_, path, key, value) => {
    expect(reportProblem(changed(path, (place) => (place[key] = value)))).toBeDefined();
  });

  it('describes every property', () => {
    const schema = JSON.parse(
      readFileSync('corpus/schemas/report-1.schema.json', 'utf8'),
    ) as object;
    const bare: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (node === null || typeof node !== 'object') return;
      for (const [key, inner] of Object.entries(node)) {
        if (key === 'if') continue;
        if (key === 'properties') {
          for (const [name, property] of Object.entries(inner as Record<string, object>)) {
            if (!('description' in property)) bare.push(`${path}/${name}`);
          }
        }
        walk(inner, `${path}/${key}`);
      }
    };
    walk(schema, '');
    expect(bare).toEqual([]);
  });
});

describe('writeReport', () => {
  it('writes what readReport reads, and leaves nothing else behind', () => {
    const path = at('good.json');
    writeReport(path, sampleReport());
    expect(readReport(path)).toEqual(sampleReport());
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('throws on a report that breaks the schema, in one line, and keeps the old file', () => {
    const path = at('kept.json');
    writeReport(path, sampleReport());
    const broken = { ...sampleReport(), seed: 'x' } as unknown as Report;
    expect(() => writeReport(path, broken)).toThrow(
      /^the report does not fulfil its schema: seed must be integer$/,
    );
    expect(readReport(path)).toEqual(sampleReport());
  });

  it('leaves nothing behind where the target cannot be replaced', () => {
    mkdirSync(at('taken.json'));
    expect(() => writeReport(at('taken.json'), sampleReport())).toThrow(
      /is a folder, expected a file or nothing/,
    );
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('names a folder that it cannot write to', () => {
    expect(() => writeReport(at('no/such/report.json'), sampleReport())).toThrow(
      /^cannot write .*: no such file or folder$/,
    );
  });
});

describe('readReport', () => {
  const write = (name: string, text: string) => (writeFileSync(at(name), text), at(name));
  const text = () => JSON.stringify(sampleReport());

  it.each<[string, () => string, RegExp]>([
    ['a missing file', () => at('missing.json'), /cannot read .*missing\.json: no such file/],
    ['a folder', () => folder, /it is a folder, expected a report/],
    ['an empty file', () => write('empty.json', ''), /empty\.json is empty: expected a report/],
    ['a truncated file', () => write('cut.json', text().slice(0, 900)), /cut\.json is not JSON/],
    ['other JSON', () => write('other.json', '[]'), /is not a report: the report must be object/],
    ['null', () => write('null.json', 'null'), /is not a report/],
    [
      'another version',
      () => write('two.json', text().replace('report-1.json', 'report-2.json')),
      /it is a report of version 2, and this program reads version 1/,
    ],
    [
      'an unknown verdict',
      () => write('verdict.json', text().replace('"verdict":"pass"', '"verdict":"great"')),
      /is not a report: results\/0\/verdict must be equal to one of the allowed values \(pass,/,
    ],
    [
      'control characters in what it quotes',
      () => write('escape.json', text().replace('"seed"', '"\\u001b[31m\\nred":1,"seed"')),
      /must NOT have additional properties \(\\x1b\[31m\\nred\)/,
    ],
  ])('refuses %s in one line', (_, make, message) => {
    const error = caught(() => readReport(make()));
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/\p{Cc}/u);
  });

  it('refuses a file above the limit unread', () => {
    const path = write('large.json', '');
    truncateSync(path, REPORT_BYTES_MAX + 1);
    expect(() => readReport(path)).toThrow(/has more than \d+ bytes: expected a report/);
  });
});

describe('comparable', () => {
  it('leaves out the timing only', () => {
    const { timing: _, ...rest } = sampleReport();
    expect(comparable(sampleReport())).toEqual(rest);
  });

  it('has the same text whatever the order of the keys and the time', () => {
    const reversed = Object.fromEntries(Object.entries(sampleReport()).reverse());
    const later = { ...reversed, timing: { startedAt: 'later', seconds: 9 } } as unknown as Report;
    expect(JSON.stringify(comparable(later))).toBe(JSON.stringify(comparable(sampleReport())));
  });

  it('differs where a finding differs', () => {
    const other = { ...sampleReport(), seed: 1 };
    expect(JSON.stringify(comparable(other))).not.toBe(JSON.stringify(comparable(sampleReport())));
  });
});

function caught(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
