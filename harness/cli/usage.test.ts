/** What is wrong with a command line is one line, exit code 2, and nothing is made. */
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { expectRefusal, run, scratch } from './command.fixture.js';

vi.setConfig({ testTimeout: 60_000 });

const folder = scratch();
afterAll(() => folder.remove());

describe.concurrent('a wrong command line', () => {
  const rows: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['an unknown command', ['certifi'], /unknown command 'certifi' \(Did you mean certify\?\)/],
    ['an unknown option', ['certify', '--suit', 'x'], /unknown option '--suit' \(Did you mean/],
    ['too many arguments', ['certify', 'x'], /too many arguments for 'certify'.*--help shows more/],
    ['no time at all', ['certify', '--deadline', '0'], /expected a whole number from 1/],
    ['no folder', ['certify', '--out', ''], /the folder has no name; choose another with --out/],
    [
      'an unknown profile',
      ['certify', '-p', 'nope'],
      /unknown profile "nope": expected learn-0.20,/,
    ],
    [
      'a profile of JavaScript',
      ['spec', 'example', '-p', 'constructor'],
      /unknown profile "constr/,
    ],
    [
      'auto where it cannot be',
      ['clauses', '-p', 'auto'],
      /unknown profile "auto": expected learn/,
    ],
    [
      'a profile file that is not there',
      ['certify', '-p', 'no.yaml'],
      /cannot read no.yaml: no such/,
    ],
    [
      'an unknown adapter',
      ['certify', '-a', 'nope'],
      /unknown adapter "nope": expected reference,/,
    ],
    ['an unknown fault', ['certify', '-a', 'faulty:nope'], /unknown fault "nope": `faults --list`/],
    ['an unknown liberty', ['certify', '-a', 'otherwise:no'], /unknown liberty "no": expected num/],
    [
      'a liberty that the profile does not leave',
      ['certify', '-a', 'otherwise:tokens/anonymous-copies-look-otherwise', '-p', 'psd-0.20'],
      /psd-0.20 does not leave the liberty tokens/,
    ],
    ['an adapter without a command', ['certify', '-a', 'stdio:'], /stdio: needs a command, as in/],
    ['no tool', ['certify', '--scope', 'tool', '--logonse', ' '], /--logonse needs a command/],
    ['a tool out of scope', ['certify', '--logonse', 'x'], /--logonse is for --scope tool/],
    ['no recording', ['certify', '-a', 'replay:/no'], /cannot read \/no: no such/],
    ['a recording without a name', ['certify', '--record', ''], /recording "": the name is empty/],
    ['a suite that matches nothing', ['certify', '-s', 'no/**'], /no case of this profile matches/],
    ['a fault that matches nothing', ['faults', '-f', 'no/**'], /no fault matches "no\/\*\*"/],
    [
      'a clause that matches nothing',
      ['clauses', 'ZZ-*'],
      /no clause of learn-0.20 in scope kernel/,
    ],
    ['an unknown scope', ['clauses', '--scope', 'x'], /Allowed choices are kernel, tool, all/],
    ['an unknown kind of spec', ['spec', 'lint', '-t', 'x', '-'], /expected token or session/],
    ['an adapter that cannot be served', ['serve', '-a', 'stdio:x'], /cannot serve "stdio:x"/],
    [
      'a doctor without a patient',
      ['adapter', 'doctor'],
      /required option '-a, --adapter <target>'/,
    ],
  ];

  it.each(rows)('%s', async (name, args, message) => {
    const out = folder.path(name);
    const where = args[0] === 'certify' && !args.includes('--out') ? ['--out', out] : [];
    expectRefusal(await run([...args, ...where]), 2, message);
    expect(existsSync(out)).toBe(false);
  });

  it('is answered in time however long it is', async () => {
    const out = folder.path('long');
    const ended = await run(['certify', '--suite', `${'**a'.repeat(5000)}!`, '--out', out]);
    expectRefusal(ended, 2, /no case of this profile matches "\*\*a.*… \(15001 characters\)/);
    expectRefusal(await run(['certify', '-a', 'x'.repeat(100_000)]), 2, /\(100000 characters\)/);
  });

  it('cannot reach the terminal', async () => {
    const ended = await run(['certify', '-a', '\u001b[2J\u009b\u202e']);
    expectRefusal(ended, 2, /unknown adapter "\\x1b\[2J\\x9b\\u202e"/);
    expectRefusal(await run(['\u001b[2J']), 2, /unknown command '\\x1b\[2J'/);
  });

  it('may be none: then help comes, on standard error', async () => {
    const { code, stdout, stderr } = await run([]);
    expect([code, stdout.length]).toEqual([2, 0]);
    expect(stderr).toMatch(/^Usage: kacs-conformance/);
  });
});

describe('an output folder', () => {
  beforeAll(() => {
    writeFileSync(folder.path('file'), 'mine');
    mkdirSync(folder.path('taken/report.html'), { recursive: true });
    symlinkSync('circle', folder.path('circle'));
  });

  it.each([
    ['where no folder can be made', '/proc/x', /cannot write to the folder \/proc\/x: /],
    ['below a file', folder.path('file/sub'), /a part of the path is not a folder; choose another/],
    ['that is a file', folder.path('file'), /a file is in the way; choose another with --out/],
    ['with a folder in the place of a report', folder.path('taken'), /report.html is a folder/],
    ['that is a circle of links', folder.path('circle'), /symbolic links lead in a circle/],
  ])('%s', async (_, path, message) => {
    const names = (): string => readdirSync(folder.path(''), { recursive: true }).join(' ');
    const before = names();
    expectRefusal(await run(['certify', '-s', 'SS-001', '--out', path]), 2, message);
    expect(names()).toBe(before);
  });
});
