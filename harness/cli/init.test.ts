/**
 * The way of a new author: `adapter init`, what the doctor says, what docs/adapters.md says to add,
 * and a first green suite, in each language.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { packagePath } from '../package-root.js';
import { expectRefusal, json, run, scratch } from './command.fixture.js';
import { missingTools } from './kit.fixture.js';

vi.setConfig({ testTimeout: 180_000 });

const folder = scratch();
afterAll(() => folder.remove());

const PAGE = readFileSync(packagePath('docs', 'adapters.md'), 'utf8');

/** The block of the page for a language, without its indentation. */
function additions(language: string): string {
  const [, block] = new RegExp(`^   \`\`\`${language}\n(.*?)^   \`\`\`$`, 'ms').exec(PAGE) ?? [];
  return (block ?? '').replace(/^ {3}/gm, '');
}

interface Language {
  readonly lang: string;
  readonly fence: string;
  readonly file: string;
  /** Comments to open: the claims, the two methods. */
  readonly opened: readonly (readonly [RegExp, string])[];
  readonly build?: (at: string) => void;
  readonly start: (at: string) => string;
}

const LANGUAGES: readonly Language[] = [
  {
    lang: 'python',
    fence: 'python',
    file: 'adapter.py',
    opened: [
      [/\[\], {2}# (.*)$/m, '[$1],'],
      [/# ("kacs_create_session".*)/, '$1'],
      [/# ("kacs_destroy_empty_session".*)/, '$1'],
    ],
    start: (at) => `python3 '${at}/adapter.py'`,
  },
  {
    lang: 'c',
    fence: 'c',
    file: 'adapter.c',
    opened: [
      [/\/\* ("processes", "sessions",) \*\//, '$1'],
      [/\/\* (\{ "kacs_create_session".*?) \*\//, '$1'],
      [/\/\* (\{ "kacs_destroy_empty_session".*?) \*\//, '$1'],
    ],
    build: (at) => {
      const words = ['-std=c11', '-Wall', '-Wextra', '-Werror', 'adapter.c', '-ljansson'];
      execFileSync('cc', [...words, '-o', 'adapter'], { cwd: at, stdio: 'pipe' });
    },
    start: (at) => `'${at}/adapter'`,
  },
  {
    lang: 'ts',
    fence: 'ts',
    file: 'adapter.ts',
    opened: [
      [/\[\], \/\/ (.*)$/m, '[$1],'],
      [/\/\/ ('kacs_create_session'.*)/, '$1'],
      [/\/\/ ('kacs_destroy_empty_session'.*)/, '$1'],
    ],
    // As `npm install && npm run build` would, without the network.
    build: (at) => {
      const types = ['--types', 'node', '--typeRoots', packagePath('node_modules', '@types')];
      execFileSync(
        process.execPath,
        [packagePath('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.', ...types],
        { cwd: at, stdio: 'pipe' },
      );
    },
    start: (at) => `'${process.execPath}' '${at}/adapter.js'`,
  },
];

describe.each(LANGUAGES)('adapter init --lang $lang', (language) => {
  const { lang, fence, file, opened, build, start } = language;
  const missing = missingTools(lang);

  it.skipIf(missing !== undefined)(`leads to a green suite${missing ?? ''}`, async () => {
    // A folder with a name that a shell would take apart.
    const at = folder.path(`my ${lang} adapter`);
    const adapter = `stdio:${start(at)}`;
    const init = await run(['adapter', 'init', '--lang', lang, at]);
    expect(init.stderr).toBe('');
    expect(init.code).toBe(0);
    expect(init.stdout.toString()).toMatch(/^wrote .*\n(?:.*\n)*next:\n/);

    build?.(at);
    const first = await run(['adapter', 'doctor', '-a', adapter]);
    expect(first.stdout.toString()).toMatch(/6 next: no clause can be judged by what is claimed/);
    expect(first.stdout.toString()).toContain(
      '"sessions": to be carried out: kacs_create_session, kacs_destroy_empty_session',
    );
    expect(first.code).toBe(0);

    // First the claim alone: the doctor says what has to go with it.
    const path = join(at, file);
    let text = readFileSync(path, 'utf8');
    const open = ([from, to]: readonly [RegExp, string]): void => {
      expect(text).toMatch(from);
      text = text.replace(from, to);
    };
    open(opened[0]!);
    writeFileSync(path, text);
    build?.(at);
    const second = await run(['adapter', 'doctor', '-a', adapter]);
    expect(second.stdout.toString()).toMatch(
      /NOT ok: 3 sessions is claimed, so kacs_create_session .*\n.*ENOSYS \(38\)\n {5}do: implement it/,
    );
    expect(second.code).toBe(3);

    for (const one of opened.slice(1)) open(one);
    const place = /^.*Here go the calls of KACS.*$/m;
    expect(text).toMatch(place);
    text = text.replace(place, (line) => `${line}\n\n${additions(fence)}`);
    writeFileSync(path, text);
    build?.(at);
    const third = await run(['adapter', 'doctor', '-a', adapter]);
    expect(third.stdout.toString()).not.toMatch(/NOT ok/);
    expect(third.code).toBe(0);
    const suggested = /--suite '([a-z-]+)\/\*\*'/.exec(third.stdout.toString())?.[1];
    expect(suggested).toBe('session-spec');
    expect(third.stdout.toString()).toMatch(
      /then: "tokens" would reach \d+ more, by kacs_open_self/,
    );

    const out = folder.path(`out ${lang}`);
    const few = ['--suite', `${suggested}/**`, '--out', out];
    const green = await run(['certify', '-a', adapter, ...few, '--json']);
    expect(green.code, green.stderr).toBe(0);
    expect(json(green)).toMatchObject({ conforms: true, cases: { fail: 0, couldNotRun: 0 } });
    expect((json(green)['cases'] as { pass: number }).pass).toBeGreaterThan(500);
  });
});

describe('adapter init', () => {
  it('overwrites nothing', async () => {
    const at = folder.path('taken');
    mkdirSync(at);
    writeFileSync(join(at, 'tsconfig.json'), 'mine');
    const ended = await run(['adapter', 'init', '--lang', 'ts', at]);
    expectRefusal(
      ended,
      2,
      /taken\/tsconfig\.json is there already, and nothing is overwritten; na/,
    );
    expect(readdirSync(at)).toEqual(['tsconfig.json']);
    expect(readFileSync(join(at, 'tsconfig.json'), 'utf8')).toBe('mine');
  });

  it.each([
    ['no language', [], /required option '--lang <language>' not specified/],
    ['another language', ['--lang', 'perl'], /Allowed choices are python, c, ts/],
    ['no folder', ['--lang', 'c', ''], /the folder has no name; name another behind the command/],
    ['a folder that cannot be', ['--lang', 'c', '/proc/x'], /cannot write to the folder \/proc\/x/],
    ['a long name', ['--lang', 'c', 'x'.repeat(5000)], /the name is too long; name another/],
  ])('says what is wrong with %s', async (_what, args, message) => {
    expectRefusal(await run(['adapter', 'init', ...args]), 2, message);
  });

  it('prints a command that a shell runs as it stands, whatever the folder is called', async () => {
    const at = "a 'b' $c";
    mkdirSync(folder.path('shell'));
    const where = { cwd: folder.path('shell') };
    const init = await run(['adapter', 'init', '--lang', 'python', at], where);
    const [, target] = / --adapter (.*)\n/.exec(init.stdout.toString()) ?? [];
    const echoed = spawnSync('sh', ['-c', `printf %s ${target}`], { encoding: 'utf8' });
    const found = await run(['adapter', 'doctor', '-a', echoed.stdout], where);
    const missing = missingTools('python');
    if (missing === undefined) expect(found.stdout.toString()).toMatch(/^ok {3}2 hello: my-kacs/m);
    else expect(found.stdout.toString()).toMatch(/python3/);
  });
});
