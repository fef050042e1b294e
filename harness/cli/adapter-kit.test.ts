/**
 * The example adapters, each a KACS of its own written from the documents: everything they claim is
 * green, again and again, and a mistake in them is found.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { packagePath } from '../package-root.js';
import type { CaseReport, Report } from '../report.js';
import { run, scratch } from './command.fixture.js';
import { missingTools } from './kit.fixture.js';

vi.setConfig({ testTimeout: 300_000 });

const LINES_MAX = 600;
const CLAIMED = ['processes', 'query', 'securityfs', 'sessions', 'tokens'];

const folder = scratch();
afterAll(() => folder.remove());

const example = (lang: string): string => packagePath('harness', 'adapters', 'examples', lang);

const sourcesOf = (at: string): readonly string[] =>
  readdirSync(at).filter((name) => /\.(?:py|c|h)$/.test(name));

interface Example {
  readonly lang: string;
  readonly profiles: readonly string[];
  /** Makes it ready in its folder; the target. */
  readonly start: (at: string) => string;
  /** A mistake: in which file, what becomes what, and the clause that it breaks. */
  readonly mistake: readonly [file: string, from: string, to: string, clause: string];
}

const EXAMPLES: readonly Example[] = [
  {
    lang: 'python',
    profiles: ['learn-0.20', 'psd-0.20'],
    // -B: nothing is written beside the sources.
    start: (at) => `stdio:python3 -B '${at}/adapter.py'`,
    mistake: ['specs.py', '<= len(groups) and', '<= len(groups) + 1 and', 'TH-075'],
  },
  {
    lang: 'c',
    profiles: ['psd-0.20'],
    start: (at) => {
      const program = folder.path(`kacs-c-${at.length}`);
      const strict = ['-std=c11', '-O2', '-Wall', '-Wextra', '-Werror'];
      execFileSync('cc', [...strict, 'adapter.c', '-ljansson', '-o', program], { cwd: at });
      return `stdio:${program}`;
    },
    mistake: ['spec.h', 'integrity % 4096 == 0', 'integrity % 2048 == 0', 'TH-019'],
  },
];

async function certify(target: string, profile: string, suites: readonly string[] = []) {
  const out = folder.path(`${profile}-${suites.length}`);
  const selection = suites.flatMap((suite) => ['--suite', suite]);
  const args = ['certify', '-a', target, '-p', profile, '--out', out, ...selection];
  const { code, stdout, stderr } = await run(args);
  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
  return { code, report, said: stdout.toString(), stderr };
}

const verdicts = (results: readonly CaseReport[]): ReadonlyMap<string, string> =>
  new Map(results.map(({ id, verdict }) => [id, verdict]));

describe.each(EXAMPLES)('the example in $lang', ({ lang, profiles, start, mistake }) => {
  const missing = missingTools(lang);
  const at = example(lang);

  it('is short enough to read in one go', () => {
    const lines = sourcesOf(at).map(
      (name) => readFileSync(join(at, name), 'utf8').split('\n').length - 1,
    );
    expect(lines.reduce((sum, count) => sum + count, 0)).toBeLessThan(LINES_MAX);
  });

  it.skipIf(missing !== undefined).each(profiles)(
    `passes what it claims under %s, with the same verdicts each time${missing ?? ''}`,
    async (profile) => {
      const target = start(at);
      const whole = await certify(target, profile);
      expect(whole.said).toMatch(/^CONFORMS IN PART, judged only in what it claims: /);
      expect(whole.code, whole.stderr).toBe(0);
      const { cases, candidate, contradictions, unclaimed } = whole.report;
      const red = { fail: 0, warn: 0, harnessError: 0, couldNotRun: 0, unstable: 0 };
      expect(cases).toMatchObject(red);
      expect(cases.pass).toBeGreaterThan(5000);
      expect(contradictions).toEqual([]);
      expect([...candidate.capabilities].sort()).toEqual(CLAIMED);
      expect(unclaimed).not.toContain('sessions');

      const before = verdicts(whole.report.results);
      const areas = ['session-*/**', 'token-creation-effects/**'];
      for (const again of [areas, [...areas, 'claims/**']]) {
        const { report } = await certify(target, profile, again);
        const after = verdicts(report.results);
        expect(after.size).toBeGreaterThan(100);
        expect([...after].filter(([id, verdict]) => before.get(id) !== verdict)).toEqual([]);
      }
    },
  );

  it.skipIf(missing !== undefined)(`is judged: a mistake is found${missing ?? ''}`, async () => {
    const [file, from, to, clause] = mistake;
    const copy = folder.path(`mistaken-${lang}`);
    mkdirSync(copy);
    for (const name of sourcesOf(at)) cpSync(join(at, name), join(copy, name));
    const text = readFileSync(join(copy, file), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(copy, file), text.replace(from, to));
    const { code, report } = await certify(start(copy), profiles[0] ?? '', [
      'token-spec-header/**',
    ]);
    expect(code).toBe(1);
    const broken = report.results.filter(({ verdict }) => verdict === 'fail');
    expect(broken.flatMap(({ clauses }) => Object.keys(clauses))).toContain(clause);
  });
});

describe('the example in python', () => {
  it.skipIf(missingTools('python') !== undefined)('is Python 3.9', () => {
    const check = 'import ast, sys; ast.parse(open(sys.argv[1]).read(), feature_version=(3, 9))';
    for (const lang of ['python', 'skeletons/python']) {
      for (const name of readdirSync(example(lang)).filter((one) => one.includes('.py'))) {
        if (!name.endsWith('.pyc')) {
          execFileSync('python3', ['-c', check, join(example(lang), name)], { stdio: 'pipe' });
        }
      }
    }
  });
});
