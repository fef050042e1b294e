/** A profile of a candidate's own as a file, right and wrong. */
import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { expectRefusal, json, run, scratch } from './command.fixture.js';

vi.setConfig({ testTimeout: 60_000 });

const folder = scratch();
afterAll(() => folder.remove());

let files = 0;
function profileFile(text: string | Buffer): string {
  files += 1;
  const path = folder.path(`profile-${files}.yaml`);
  writeFileSync(path, text);
  return path;
}

describe.concurrent('a profile file', () => {
  it('changes what it names and nothing else', async () => {
    const path = profileFile('id: mine\nbasis: psd-0.20\nlayout: wide\n');
    const { stdout: bytes } = await run(['spec', 'example', '-p', path]);
    const encoded = await run(['spec', 'encode', '-p', path, '-'], { input: bytes });
    const decoded = json(await run(['spec', 'decode', '--json', '-'], { input: encoded.stdout }));
    expect(decoded).toMatchObject({ profile: 'learn-0.20', issues: [] });
  });

  it.each([
    ['no YAML', '{', /profile-\d+.yaml is neither YAML nor JSON: Flow map must end with a }/],
    ['a text', 'hello', /profile-\d+.yaml: the file must be object/],
    ['nothing', '', /the file must be object/],
    ['bytes', Buffer.from('ff00fe01', 'hex'), /profile-\d+.yaml/],
    ['a bomb', '['.repeat(100_000), /it is nested too deeply/],
    ['a flood', `# ${'x'.repeat(300_000)}`, /has more than 262144 bytes: expected a profile/],
    ['no basis', 'id: mine', /the file must have required property 'basis'/],
    ['an unknown basis', 'id: mine\nbasis: x', /\/basis must be one of learn-0.20, psd-0.20/],
    ['an unknown key', 'id: mine\nbasis: psd-0.20\nabbi: {}', /must not have: "abbi"/],
    ['an unknown switch', 'id: m\nbasis: psd-0.20\nswitches: {R999: x}', /\/switches has .*"R999"/],
    [
      'a wrong switch',
      'id: m\nbasis: psd-0.20\nswitches: {R26: x}',
      /\/switches\/R26 must be one o/,
    ],
    [
      'a wrong number',
      'id: m\nbasis: psd-0.20\nabi: {maxGroups: many}',
      /\/abi\/maxGroups must be/,
    ],
    ['the id of a built-in one', 'id: psd-0.20\nbasis: psd-0.22', /psd-0.20 is a built-in profile/],
    ['no id', 'id: "\\e[2J"\nbasis: psd-0.20', /\/id must match pattern/],
  ])('is refused if it is %s', async (_, text, message) => {
    expectRefusal(await run(['spec', 'example', '-p', profileFile(text)]), 2, message);
  });
});
