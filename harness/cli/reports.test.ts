/** `report`, `diff`, `merge` and `waivers` as processes. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { expectRefusal, json, run, scratch, type Ended } from './command.fixture.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const folder = scratch();
afterAll(() => folder.remove());
const at = folder.path;
const out = (ended: Ended): string => ended.stdout.toString('utf8');

const FAULT = 'faulty:session-spec/unrecognised-type-accepted';
const SUITE = ['--suite', 'session-spec/record/logon-type-?', '--reruns', '1'];
const WHY = ['--reason', 'known', '--owner', 'us', '--expires', '2099-01-01'];
const GOOD = at('good/report.json');
const BAD = at('bad/report.json');
const FAILING = 'session-spec/record/logon-type-0';

const codes: (number | null)[] = [];

beforeAll(async () => {
  const both = await Promise.all([
    run(['certify', ...SUITE, '--out', at('good'), '--quiet']),
    run(['certify', '-a', FAULT, ...SUITE, '--out', at('bad'), '--quiet']),
  ]);
  codes.push(...both.map(({ code }) => code));
});

it('the runs end as they should', () => {
  expect(codes).toEqual([0, 1]);
});

describe.concurrent('report', () => {
  it.each([
    ['junit', /^<\?xml .*\n<testsuites /],
    ['markdown', /^## ❌ kacs-conformance reference/],
    ['sarif', /^\{\n "\$schema": /],
    ['badge', /^<\?xml .*\n<svg /],
    ['json', /^\{\n "schema": /],
    ['html', /^<!doctype html>/i],
  ])('writes %s', async (format, pattern) => {
    const ended = await run(['report', BAD, '--to', format]);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(out(ended)).toMatch(pattern);
  });

  it('writes what certify wrote, into a file too', async () => {
    const ended = await run(['report', BAD, '--to', 'junit', '-o', at('again.xml')]);
    expect([ended.code, ended.stdout.length]).toEqual([0, 0]);
    expect(readFileSync(at('again.xml'), 'utf8')).toBe(readFileSync(at('bad/junit.xml'), 'utf8'));
    const same = await run(['report', BAD, '--to', 'json']);
    expect(out(same)).toBe(readFileSync(BAD, 'utf8'));
  });

  it('suspects the suite beside an independent candidate', async () => {
    const text = readFileSync(BAD, 'utf8').replaceAll('kacs-conformance reference', 'another');
    writeFileSync(at('another.json'), text);
    const beside = ['report', BAD, '--beside', at('another.json'), '--to', 'markdown'];
    expect(out(await run(beside))).toMatch(/Suspect oracle: 2 of 2 independent candidates/);
    const itself = await run(['report', BAD, '--beside', BAD, '--to', 'json']);
    expectRefusal(itself, 2, /cannot stand beside this report: it is of the same candidate/);
  });
});

describe.concurrent('diff', () => {
  it('names what newly fails, and fails on it only if told to', async () => {
    const ended = await run(['diff', GOOD, BAD]);
    expect(ended.code).toBe(0);
    expect(out(ended)).toMatch(
      /^newly failing: \d+\n {2}session-spec\/record\/\S+ {2}pass → fail/m,
    );
    expect(out(ended)).toMatch(/^! candidate: kacs-conformance reference → .* with the fault/m);
    const fails = ['diff', '--fail-on', 'new-failures', '--quiet'];
    const codes = await Promise.all([
      run([...fails, GOOD, BAD]),
      run([...fails, BAD, GOOD]),
      run([...fails, BAD, BAD]),
    ]);
    expect(codes.map(({ code, stdout }) => [code, stdout.length])).toEqual([
      [1, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  it('prints one object, or Markdown', async () => {
    const object = json(await run(['diff', GOOD, BAD, '--json']));
    expect(object).toMatchObject({ comparable: true, added: [], gone: [], notRun: 0 });
    expect(out(await run(['diff', GOOD, BAD, '--markdown']))).toMatch(/^### newly failing: \d+$/m);
  });

  it('of two scopes compares nothing, and cannot promise anything', async () => {
    writeFileSync(at('tool.json'), readFileSync(GOOD, 'utf8').replace('"kernel"', '"tool"'));
    const ended = await run(['diff', GOOD, at('tool.json')]);
    expect(out(ended)).toMatch(/The scopes have no case in common: nothing can be compared/);
    const fails = await run([
      'diff',
      '--quiet',
      '--fail-on',
      'new-failures',
      GOOD,
      at('tool.json'),
    ]);
    expectRefusal(fails, 2, /the reports have nothing in common/);
  });
});

describe('waivers', () => {
  const file = at('waivers.yaml');
  const certify = (adapter: string, to: string): Promise<Ended> =>
    run(['certify', '-a', adapter, ...SUITE, '--waivers', file, '--out', at(to)]);

  it('are added from a report, hold in the next run, and go stale when the case passes', async () => {
    const added = await run(['waivers', 'add', file, '**', '--report', BAD, ...WHY]);
    expect([added.code, added.stderr]).toEqual([0, '']);
    const held = await certify(FAULT, 'held');
    expect([held.code, held.stderr]).toEqual([0, '']);
    expect(out(held)).toMatch(/^CONFORMS BUT FOR \d+ WAIVED CASES/m);
    const stale = await certify('reference', 'stale');
    expect(stale.code).toBe(1);
    expect(stale.stderr).toMatch(/waiver \S+ \(accepted\) is stale: nothing that it matches fails/);
    expect(out(stale)).toMatch(/^STALE WAIVERS: /m);
    const lint = await run(['waivers', 'lint', file, '--report', GOOD]);
    expect([lint.code, out(lint)]).toEqual([1, expect.stringMatching(/is stale: nothing that it/)]);
    const diff = await run(['diff', GOOD, at('held/report.json'), '--fail-on', 'new-failures']);
    expect(diff.code).toBe(0);
    expect(out(diff)).toMatch(/pass → fail \(accepted\), waived/);
  });

  it('that are wrong are said to be so before anything runs', async () => {
    writeFileSync(at('wrong.yaml'), 'waivers: [{match: a}]');
    const never = ['--out', at('never')];
    const ended = await run(['certify', ...SUITE, '--waivers', at('wrong.yaml'), ...never]);
    expectRefusal(ended, 2, /wrong.yaml: \/waivers\/0 must have required property 'symptom'/);
    expect(existsSync(at('never'))).toBe(false);
    const none = await run(['waivers', 'add', at('x.yaml'), 'a/b/c', '--report', BAD, ...WHY]);
    expectRefusal(none, 2, /no failing case of the report matches "a\/b\/c"/);
    const soon = ['waivers', 'add', at('x.yaml'), FAILING, '--report', BAD, ...WHY.slice(0, 5)];
    expectRefusal(await run([...soon, 'soon']), 2, /\/expires must match pattern/);
    expect(existsSync(at('x.yaml'))).toBe(false);
  });
});

describe('a run in parts', () => {
  it('merges to the run, and says which part is missing', async () => {
    const parts = ['1/2', '2/2'].map((shard) => {
      const to = at(`part-${shard.slice(0, 1)}`);
      return run(['certify', ...SUITE, '--shard', shard, '--out', to, '--quiet']);
    });
    expect((await Promise.all(parts)).map(({ code }) => code)).toEqual([0, 0]);
    const [one, two] = [at('part-1/report.json'), at('part-2/report.json')];
    const merged = await run(['merge', two, one, '--out', at('merged'), '--quiet']);
    expect([merged.code, merged.stderr]).toEqual([0, '']);
    const diff = await run(['diff', GOOD, at('merged/report.json'), '--json']);
    expect(json(diff)).toMatchObject({
      hindrances: [],
      ...{ newlyFailing: [], newlyPassing: [], changedOutcome: [], added: [], gone: [] },
    });
    const plain = (path: string): string =>
      readFileSync(path, 'utf8').replace(/"startedAt": .*\n.*"seconds": .*\n/, '');
    expect(plain(at('merged/report.json'))).toBe(plain(GOOD));
    expectRefusal(await run(['merge', one, '--out', at('no')]), 2, /part 2 of 2 is missing/);
    const huge = ['certify', ...SUITE, '--shard', '999/999', '--out', at('no')];
    expectRefusal(await run(huge), 2, /shard 999\/999 is empty: there are \d+ cases/);
    expect(existsSync(at('no'))).toBe(false);
  });
});

describe.concurrent('a wrong command line', () => {
  it.each<readonly [string, readonly string[], RegExp]>([
    ['no format', ['report', GOOD], /required option '-t, --to <format>'/],
    ['an unknown format', ['report', GOOD, '--to', 'pdf'], /Allowed choices are html, junit,/],
    ['no report', ['report', at('no.json'), '--to', 'json'], /cannot read .*no.json: no such file/],
    [
      'what is no report',
      ['diff', GOOD, at('waivers.yaml')],
      /is not (?:JSON|a report)|cannot read/,
    ],
    ['an odd part', ['certify', '--shard', '0/2'], /expected a part and how many there are/],
    ['an unknown reason to fail', ['diff', GOOD, BAD, '--fail-on', 'x'], /Allowed choices are new/],
    [
      'a file that cannot be written',
      ['report', GOOD, '--to', 'json', '-o', '/proc/x'],
      /cannot wr/,
    ],
  ])('%s', async (_, args, message) => {
    expectRefusal(await run(args), 2, message);
  });
});
