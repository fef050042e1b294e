import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { toyAdapter } from '../../protocol/toy-adapter.js';
import { UsageError } from '../../usage-error.js';
import { AdapterFault, type Adapter } from '../adapter.js';
import { recording } from './recording.js';
import { replay } from './replay.js';

vi.setConfig({ testTimeout: 30_000 });

const folder = mkdtempSync(join(tmpdir(), 'kacs-record-'));
const hello = { protocol: 1, profile: 'learn-0.20', seed: 1 } as const;
const spec = 'ab'.repeat(20);
const steps = [{ actor: 'init', op: 'kacs_create_session', args: { spec } }];

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Calls of which some are equal, one is refused, one is a fault, one a Program. */
async function exercise(adapter: Adapter): Promise<unknown[]> {
  const seen: unknown[] = [await adapter.hello(hello)];
  seen.push(await adapter.call('kacs_create_session', { actor: 'init', spec }));
  seen.push(await adapter.call('kacs_create_session', { spec, actor: 'init' }));
  seen.push(await adapter.call('world.close', { actor: 'init', handle: 1 }));
  seen.push(await adapter.call('world.exit', { actor: 'p9' }).catch((error: unknown) => error));
  seen.push(await adapter.runProgram?.(steps));
  return seen;
}

/** The same calls with their properties in another order. */
function turned(adapter: Adapter): Adapter {
  const { runProgram } = adapter;
  const call: Adapter['call'] = (op, params) => {
    const entries = Object.entries(params).toReversed();
    return adapter.call(op, Object.fromEntries(entries) as typeof params);
  };
  return { ...adapter, call, ...(runProgram === undefined ? {} : { runProgram }) };
}

async function recorded(name: string): Promise<string> {
  const file = join(folder, name);
  const adapter = recording(toyAdapter(), file);
  await exercise(adapter);
  await adapter.close();
  return file;
}

describe('a recording', () => {
  it('answers as the adapter did, call for call', async () => {
    const file = join(folder, 'exchange.jsonl');
    const adapter = recording(toyAdapter(), file);
    const original = await exercise(adapter);
    await adapter.close();
    expect(original).toHaveLength(6);
    expect(await exercise(replay(file))).toEqual(original);
    expect(await exercise(turned(replay(file)))).toEqual(original);
  });

  it('has no answer for another call, nor for one call too many', async () => {
    const adapter = replay(await recorded('few.jsonl'));
    await exercise(adapter);
    const again = adapter.call('kacs_create_session', { actor: 'init', spec });
    await expect(again).rejects.toThrow(/has no answer for kacs_create_session of actor "init"/);
    const other = adapter.call('world.close', { actor: 'init', handle: 2 });
    await expect(other).rejects.toThrow(AdapterFault);
    await expect(adapter.runProgram?.([])).rejects.toThrow(/a Program of 0 steps/);
  });

  it('is refused in one line when it is cut off or broken, wherever that is', async () => {
    const text = readFileSync(await recorded('whole.jsonl'), 'utf8');
    const file = join(folder, 'spoiled.jsonl');
    for (let length = 0; length < text.length; length += 3) {
      writeFileSync(file, text.slice(0, length));
      expect(() => replay(file), `${length}`).toThrow(UsageError);
    }
    writeFileSync(file, text);
    expect(() => replay(file)).not.toThrow();
    const lines = text.split('\n');
    writeFileSync(file, [...lines.slice(0, 2), ...lines.slice(3)].join('\n'));
    expect(() => replay(file)).toThrow(/its end says otherwise/);
    writeFileSync(file, [lines[0], '{"op":7}', ...lines.slice(2)].join('\n'));
    expect(() => replay(file)).toThrow(/broken in line 2: an object with op/);
    writeFileSync(file, text.replace('"version":1', '"version":2'));
    expect(() => replay(file)).toThrow(/is of version 2, expected 1/);
  });

  it('is refused when the file is missing, or is something else', () => {
    expect(() => replay(join(folder, 'none'))).toThrow(UsageError);
    expect(() => replay('package.json')).toThrow(UsageError);
    expect(() => recording(toyAdapter(), join(folder, 'no', 'such'))).toThrow(UsageError);
  });
});
