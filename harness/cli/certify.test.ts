/** `certify` as a process: what it prints for machines, recordings, lists, folders. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { expectRefusal, json, run, scratch, served } from './command.fixture.js';

vi.setConfig({ testTimeout: 120_000 });

const folder = scratch();
afterAll(() => folder.remove());

const FEW = ['--suite', 'session-spec/user-sid/revision-?'];
const FILES = ['junit.xml', 'report.html', 'report.json', 'report.md'];

describe.concurrent('certify', () => {
  it('prints one object of the shape that is promised, and records what replays to it', async () => {
    const file = folder.path('exchange');
    const to = (name: string): readonly string[] => [
      ...['--json', '--quiet', '--out', folder.path(name)],
      ...['--suite', 'session-spec/record/**'],
    ];
    const ended = await run(['certify', '--record', file, '-a', served(), ...to('recorded')]);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    const object = json(ended);
    expect(object).toMatchObject({
      conforms: true,
      complete: false,
      interrupted: false,
      profile: 'learn-0.20',
      candidate: { name: expect.any(String), version: expect.any(String) },
      seconds: expect.any(Number),
      cases: {
        ...{ pass: expect.any(Number), fail: 0, warn: 0, info: 0, notApplicable: 0 },
        ...{ couldNotRun: 0, unstable: 0, harnessError: 0 },
      },
      clauses: {
        ...{ testable: expect.any(Number), executed: expect.any(Number) },
        excluded: expect.any(Number),
      },
      contradictions: [],
    });
    expect(readdirSync(folder.path('recorded')).toSorted()).toEqual(FILES);

    const again = await run(['certify', '-a', `replay:${file}`, ...to('replayed')]);
    const { seconds: _, ...verdicts } = object;
    expect(json(again)).toMatchObject(verdicts);

    const text = readFileSync(file, 'utf8');
    writeFileSync(folder.path('cut'), text.slice(0, text.length / 2));
    writeFileSync(folder.path('short'), text.split('\n').slice(0, 3).join('\n').concat('\n'));
    const replay = (name: string): ReturnType<typeof run> =>
      run(['certify', '-a', `replay:${folder.path(name)}`, '--out', folder.path('x'), ...FEW]);
    expectRefusal(await replay('cut'), 2, /the recording ".*cut" is cut off in line \d+/);
    expectRefusal(
      await replay('short'),
      2,
      /the recording ".*short" is cut off after line 3: no e/,
    );
    expect(existsSync(folder.path('x'))).toBe(false);
  });

  it('says it in words, and exits with 1, if something does not hold', async () => {
    const fault = 'faulty:session-spec/unrecognised-type-accepted';
    const where = ['--suite', 'session-spec/record/**', '--out', folder.path('faulty')];
    const ended = await run(['certify', '-a', fault, ...where]);
    const text = ended.stdout.toString('utf8');
    expect(ended.code).toBe(1);
    expect(text).toMatch(/^✗ session-spec\/record\/\S+ fail \[SS-\d+\]: /m);
    expect(text).toMatch(/^DOES NOT CONFORM\n {2}candidate {2}kacs-conformance reference /m);
  });

  it('lists the cases without running them', async () => {
    const listed = await run(['certify', '--list', ...FEW, '--out', folder.path('no')]);
    const lines = listed.stdout.toString('utf8').trimEnd().split('\n');
    expect(lines).toContain(
      'session-spec/user-sid/revision-2  a user SID of revision 2 is refused',
    );
    expect([listed.code, lines.length, existsSync(folder.path('no'))]).toEqual([0, 9, false]);
  });

  it('leaves no recording of a candidate that never spoke', async () => {
    const file = folder.path('silent');
    const adapter = 'stdio:/no/such/adapter';
    const out = folder.path('silent-out');
    await run(['certify', '--record', file, '-a', adapter, '--out', out, ...FEW]);
    expect(readdirSync(folder.path('')).filter((name) => name.includes('silent'))).toEqual([]);
    const into = await run(['certify', '--record', '/no/folder/file', '--out', out, ...FEW]);
    expectRefusal(into, 2, /cannot write the recording "\/no\/folder\/file": no such file/);
  });

  it('needs no home, no terminal, no colours; runs into one folder leave whole reports', async () => {
    mkdirSync(folder.path('real'));
    symlinkSync('real', folder.path('link'));
    const options = {
      env: { HOME: undefined, TERM: undefined, NO_COLOR: undefined },
      cwd: '/proc',
    };
    const both = await Promise.all(
      ['learn-0.20', 'psd-0.20'].map((profile) =>
        run(['certify', '-p', profile, '--out', folder.path('link'), ...FEW], options),
      ),
    );
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.map(({ stdout }) => stdout.includes('\u001b'))).toEqual([false, false]);
    expect(readdirSync(folder.path('real')).toSorted()).toEqual(FILES);
    expect(JSON.parse(readFileSync(folder.path('link/report.json'), 'utf8'))).toHaveProperty(
      'tool',
    );
    const here = await run(['certify', ...FEW], options);
    expectRefusal(here, 2, /cannot write to the folder reports\/out\/latest: .*; choose another/);
  });
});
