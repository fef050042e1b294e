/** `clauses` and `faults` as processes: their counts for machines. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { json, run, scratch } from './command.fixture.js';

vi.setConfig({ testTimeout: 120_000 });

const folder = scratch();
afterAll(() => folder.remove());

describe('clauses', () => {
  it('counts the clauses of an area as certify does', async () => {
    const where = ['--out', folder.path('out'), '--quiet'];
    await run(['certify', '--suite', 'session-spec/user-sid/revision-2', ...where]);
    const report = JSON.parse(readFileSync(folder.path('out/report.json'), 'utf8')) as {
      readonly clauses: readonly { readonly area: string; readonly verdict: string }[];
    };
    const inArea = report.clauses.filter(({ area }) => area === 'session-spec');
    const excluded = inArea.filter(({ verdict }) => verdict === 'excluded').length;
    const ended = await run(['clauses', '--json', 'session-spec']);
    const { clauses, ...counts } = json(ended);
    expect([ended.code, counts]).toEqual([
      0,
      {
        profile: 'learn-0.20',
        scope: 'kernel',
        testable: inArea.length - excluded,
        excluded,
        withCases: expect.any(Number),
        withKilledFault: expect.any(Number),
        missing: expect.any(Array),
      },
    ]);
    expect(clauses).toContainEqual({
      id: 'SS-024',
      area: 'session-spec',
      scope: 'kernel',
      level: 'MUST',
      summary: expect.any(String),
      cases: expect.any(Number),
      faults: expect.arrayContaining([expect.stringContaining('/')]),
      status: 'covered',
    });
  });

  it('gives the reason of each that is excluded', async () => {
    const { clauses } = json(await run(['clauses', '--json', 'PF-019', 'PF-005']));
    const all = clauses as readonly { readonly status: string; readonly excluded?: string }[];
    const excluded = all.filter(({ status }) => status === 'excluded');
    expect(excluded.length).toBeGreaterThan(0);
    for (const one of all) expect('excluded' in one).toBe(one.status === 'excluded');
    for (const one of excluded) expect(one.excluded?.length).toBeGreaterThan(10);
  });

  it('keeps the scopes apart, and prints a table for people', async () => {
    const both = await run(['clauses', 'SS-024', 'CLI-001', '--scope', 'all']);
    expect(both.stdout.toString('utf8')).toMatch(
      /^clause {3}level .* summary\nSS-024 {3}MUST +\d+ +\d+ covered +\S.*\nCLI-001 .*\nlearn-0.20: 2 /,
    );
    expect((await run(['clauses', 'CLI-001'])).stderr).toMatch(/in scope kernel matches "CLI-001"/);
  });
});

describe('faults', () => {
  it('are killed, and counted', async () => {
    const only = ['--profile', 'learn-0.20', '--fault', 'session-spec/unrecognised-*'];
    const ended = await run(['faults', '--json', ...only]);
    expect([ended.code, json(ended)]).toEqual([
      0,
      expect.objectContaining({
        faults: expect.any(Number),
        killed: expect.any(Number),
        survivors: [],
        seconds: expect.any(Number),
      }),
    ]);
    expect(json(ended)['killed']).toBe(json(ended)['faults']);
    const listed = json(await run(['faults', '--list', '--json', ...only]));
    expect(listed['faults']).toHaveLength(Number(json(ended)['faults']));
  });
});
