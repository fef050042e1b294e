/** The controls of the agent's set-up, through the agent, on a served model that gets in the way. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import { serveSocket } from '../../protocol/serve-socket.js';
import type { Hello } from '../adapter.js';
import { ReferenceAdapter } from '../reference/reference-adapter.js';
import { missing, startAgent } from './agent.fixture.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

const profile = BUILT_IN_PROFILES['psd-0.20'];
const folder = mkdtempSync(join(tmpdir(), 'kacs-controls-'));
const EACCES = { kind: 'refused', errno: 'EACCES', number: 13 } as const;

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What the agent says of itself on a model that refuses the nth call of an Op. */
async function helloWithout(op: string, nth: number): Promise<Hello> {
  const target = `unix:${join(folder, `${op}-${nth}`)}`;
  let calls = 0;
  const serve = (): ReferenceAdapter => {
    const model = new ReferenceAdapter({ profile });
    const call = model.call.bind(model);
    model.call = (name, params) => {
      if (name === op) calls += 1;
      return name === op && calls === nth ? Promise.resolve(EACCES) : call(name, params);
    };
    return model;
  };
  const server = await serveSocket(serve, target);
  const agent = startAgent({ seam: true }, '--seam', target.slice('unix:'.length));
  try {
    return await agent.hello({ protocol: 1, profile: profile.id, seed: 0 });
  } finally {
    await agent.close();
    await server.close();
  }
}

describe.runIf(missing === undefined)('what the agent has set up', () => {
  it('is tried, and the report says so', async () => {
    const hello = await helloWithout('nothing', 1);
    expect(hello.setup).toEqual([
      'control: a file is made',
      "control: the agent's program is executed",
      'control: a file that was made is executed',
    ]);
    expect(hello.capabilities).toEqual(expect.arrayContaining(['files', 'exec']));
  });

  it.each([
    ['world.makeFile', 1, 'files', 'a file is made'],
    ['world.exec', 1, 'exec', "the agent's program is executed"],
    ['world.exec', 2, 'files', 'a file that was made is executed'],
  ])('is not claimed where %s does not work (%i)', async (op, nth, capability, what) => {
    const hello = await helloWithout(op, nth);
    const line = `control failed: ${what}: ${op}: EACCES; ${capability} is not claimed`;
    expect(hello.setup).toContain(line);
    expect(hello.capabilities).not.toContain(capability);
    expect(hello.capabilities).toContain(capability === 'files' ? 'exec' : 'files');
  });
});
