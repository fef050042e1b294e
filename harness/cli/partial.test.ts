/** An adapter that claims only some capabilities: what the run says of itself, in every output. */
import { readFileSync } from 'node:fs';
import { afterAll, expect, it, vi } from 'vitest';
import { json, run, scratch, served } from './command.fixture.js';

vi.setConfig({ testTimeout: 120_000 });

const folder = scratch();
afterAll(() => folder.remove());

/** The served reference, or what else is served, claiming no more than this. */
function claiming(capabilities: readonly string[], ...options: readonly string[]): string {
  const claimed = capabilities.map((name) => String.raw`\"${name}\"`).join(',');
  const edit = String.raw`s/\"capabilities\":\[[^]]*\]/\"capabilities\":[${claimed}]/`;
  const command = served(...options).replace(/^stdio:/, '');
  return `stdio:sh -c '${command} | sed -u "${edit}"'`;
}

it('a partial adapter conforms in part, and every output says so first', async () => {
  const out = folder.path('partial');
  const adapter = claiming(['processes', 'sessions']);
  const words = await run(['certify', '-a', adapter, '--out', out]);
  expect(words.code, words.stderr).toBe(0);
  const [first] = words.stdout.toString('utf8').split('\n');
  expect(first).toMatch(
    /^CONFORMS IN PART, judged only in what it claims: \d+ of \d+ clauses, \d+ capabilities not cl/,
  );
  expect(first).toMatch(/; nothing else is certified$/);

  const report = JSON.parse(readFileSync(`${out}/report.json`, 'utf8'));
  expect(report).toMatchObject({ conforms: true, complete: false });
  expect(report.unclaimed).toEqual(expect.arrayContaining(['adjust', 'derive', 'install']));
  expect(report.unclaimed).not.toContain('sessions');
  expect(report.clauseCounts.executed).toBeLessThan(report.clauseCounts.testable / 2);
  for (const { id, verdict, missing } of report.results) {
    expect(verdict === 'notApplicable', id).toBe(missing !== undefined);
    for (const name of missing ?? []) expect(report.unclaimed).toContain(name);
  }

  const sentence = /conforms to learn-0\.20 only in the part that it claims: \d+ of \d+ clauses/;
  const [title] = readFileSync(`${out}/report.md`, 'utf8').split('\n');
  expect(title?.replaceAll('\\', '')).toMatch(sentence);
  const html = readFileSync(`${out}/report.html`, 'utf8');
  expect(/<title>(.*?)<\/title>/s.exec(html)?.[1]).toMatch(sentence);
});

it('as JSON: not complete, with what was not claimed; a whole run has nothing there', async () => {
  const few = ['--suite', 'session-spec/record/**', '--out', folder.path('json'), '--json'];
  const partial = await run(['certify', '-a', claiming(['processes', 'sessions']), ...few]);
  expect(json(partial)).toMatchObject({ conforms: true, complete: false });
  expect(json(partial)).toHaveProperty('unclaimed', expect.arrayContaining(['tokens', 'query']));
  expect(json(await run(['certify', ...few]))).toMatchObject({ conforms: true, unclaimed: [] });
});

it('what departs in the part that is claimed is still said first', async () => {
  const out = folder.path('faulty');
  const fault = 'session-spec/unrecognised-type-accepted';
  const few = ['--suite', 'session-spec/record/**', '--out', out];
  const ended = await run([
    'certify',
    '-a',
    claiming(['processes', 'sessions'], '--adapter', `faulty:${fault}`),
    ...few,
  ]);
  expect(ended.code).toBe(1);
  expect(ended.stdout.toString('utf8')).toMatch(
    /^DOES NOT CONFORM, judged only in what it claims: /m,
  );
  expect(readFileSync(`${out}/report.md`, 'utf8').split('\n')[0]).toMatch(
    /does not conform to .*, judged only in the part that it claims$/,
  );
});
