import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import { packagePath } from '../package-root.js';
import { UsageError } from '../usage-error.js';
import { doctor } from './doctor.js';
import { serveSocket } from './serve-socket.js';
import { toyAdapter } from './toy-adapter.js';

vi.setConfig({ testTimeout: 30_000 });

const folder = mkdtempSync(join(tmpdir(), 'kacs-doctor-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function visit(target: string): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const options = { deadlineMs: 4000 };
  const profile = BUILT_IN_PROFILES['learn-0.20'];
  const code = await doctor(target, profile, (line) => lines.push(line), options);
  return { code, text: lines.join('\n') };
}

const example = (name: string, ...args: string[]): string =>
  `stdio:"${process.execPath}" "${packagePath('harness/adapters/examples', name)}" ${args.join(' ')}`;

describe('the doctor', () => {
  it('finds a good adapter well, and says what to run next', async () => {
    const target = `unix:${join(folder, 'well')}`;
    const server = await serveSocket(() => toyAdapter(), target);
    const { code, text } = await visit(target);
    await server.close();
    expect(text).not.toMatch(/NOT ok/);
    expect(code).toBe(0);
    expect(text).toMatch(/ok {3}3 sessions: kacs_create_session returned, kacs_destroy_empty_/);
    expect(text).toMatch(/ok {3}4 256 calls with 64 outstanding/);
    expect(text).toMatch(/ok {3}5 an unknown actor: error -32000/);
    expect(text).toMatch(
      /6 next: what is claimed reaches up to \d+ of \d+ clauses; a first area, /,
    );
    expect(text).toMatch(/\n {2}npx .* certify --adapter 'unix:.*--suite 'session-spec\/\*\*'\n/);
    expect(text).toMatch(/\n {2}then: "[a-z-]+" would reach \d+ more, by \w+/);
  });

  it('leads on from the null adapter', async () => {
    const { code, text } = await visit(example('null-adapter.mjs'));
    expect(text).toMatch(/ok {3}5 an unknown method: error -32601/);
    expect(text).toMatch(/6 next: no clause can be judged by what is claimed; for a first suite, /);
    expect(text).toContain('"processes": to be carried out: world.spawn, world.exit, world.kill\n');
    expect(text).toMatch(/"sessions": to be carried out: kacs_create_session, kacs_destroy_empty/);
    expect(code).toBe(0);
  });

  it.each([
    ['exit', 3, /NOT ok: 1 .*\n {5}got: .*exited with status 3.*\nstopped here/],
    ['garbage', 3, /ok {3}1 .*\nNOT ok: 2 hello.*\n {5}got: .*not JSON.*\nstopped here/],
    ['schema', 3, /ok {3}2 .*\n(?:.*\n)*NOT ok: .*\n.*result\.value.*\nstopped here/],
    ['never', 1, /NOT ok: 3 sessions is claimed.*\n {5}got: no answer within 4000 ms/],
    ['die-midway', 1, /got: crashed: the candidate exited with status 9/],
    ['honest', 3, /NOT ok: 3 tokens is claimed.*\n.*ENOSYS.*\n {5}do: .*leave tokens out/],
  ])('says what ails %s', async (behaviour, code, expected) => {
    const found = await visit(example('hostile.mjs', behaviour));
    expect(found.text).toMatch(expected);
    expect(found.code).toBe(code);
  });

  it('has coverage told, if any is claimed', async () => {
    const told = await visit(example('hostile.mjs', 'coverage', 'honest'));
    expect(told.text).toContain('ok   3 coverage: 3 edges since the start');
    const empty = await visit(example('hostile.mjs', 'coverage', 'empty'));
    expect(empty.text).toMatch(
      /NOT ok: 3 coverage is claimed.*\n {5}got: none\n {5}do: instrument/,
    );
    expect(empty.code).toBe(3);
  });

  it('does not see whom it cannot find', async () => {
    await expect(visit('stdio:"unclosed')).rejects.toThrow(UsageError);
    expect(await visit('stdio:/no/such/command')).toMatchObject({ code: 3 });
  });
});
