/** Calls where something fails that mostly does not: ordinary Linux calls with known results. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ProtocolClient } from '../stdio/client.js';
import type { JsonObject } from '../../program/program.js';
import type { PlainStep } from '../adapter.js';
import { greetedAgent, missing, outcomeOf, play, returned, WORKER } from './agent.fixture.js';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

/** Of x86-64. */
const NR = { read: 0, dup: 32, openat: 257, pipe2: 293, memfdCreate: 319 };
const AT_FDCWD = '0xffffffffffffff9c';
const DEV_ZERO = Buffer.from('/dev/zero\0').toString('hex');
const NAME = Buffer.from('memory\0').toString('hex');
const SELF_NAMESPACE = Buffer.from('/proc/self/ns/uts\0').toString('hex');
/** Makes a descriptor (ioctl_ns(2)). */
const NS_GET_USERNS = 0xb701;
const EMFILE = { kind: 'refused', errno: 'EMFILE', number: 24 };
const EFAULT = { kind: 'refused', errno: 'EFAULT', number: 14 };
const OBSERVE: PlainStep = { actor: 'w', op: 'world.observe', args: { tokens: [] } };

function call(number: number, args: readonly string[], how: JsonObject = {}): PlainStep {
  return { actor: 'w', op: 'raw.syscall', args: { number, args, ...how } };
}

describe.runIf(missing === undefined)('a call in a failing environment', () => {
  let agent: ProtocolClient;

  beforeAll(async () => {
    agent = await greetedAgent({ sanitize: true });
  });

  afterAll(async () => {
    await agent.close();
  });

  it('has no descriptor, for as long as it takes and no longer', async () => {
    const makers = [
      call(NR.openat, [AT_FDCWD, DEV_ZERO, '0x0'], { noDescriptors: true }),
      call(NR.pipe2, ['0000000000000000', '0x0'], { noDescriptors: true }),
      call(NR.memfdCreate, [NAME, '0x0'], { noDescriptors: true }),
      call(NR.dup, ['0x3'], { noDescriptors: true }),
    ];
    const records = await play(agent, [
      WORKER,
      call(NR.openat, [AT_FDCWD, DEV_ZERO, '0x0']),
      ...makers,
      OBSERVE,
      // What was open still works, then and there.
      call(NR.read, ['0x3', 'ffff', '0x2'], { noDescriptors: true }),
      call(NR.dup, ['0x3']),
      OBSERVE,
    ]);
    for (const index of [2, 3, 4, 5]) expect(outcomeOf(records[index])).toEqual(EMFILE);
    expect(returned(records[6])['handles']).toEqual([3]);
    expect(returned(records[7])).toEqual({ value: '0x2' });
    expect(returned(records[8])).toEqual({ value: '0x4' });
    expect(returned(records[9])['handles']).toEqual([3, 4]);
  });

  it('writes nothing to a page that takes no writes, and leaves nothing behind', async () => {
    const records = await play(agent, [
      WORKER,
      call(NR.openat, [AT_FDCWD, DEV_ZERO, '0x0']),
      call(NR.pipe2, ['0000000000000000', '0x0'], { readOnly: true }),
      call(NR.read, ['0x3', 'ff', '0x1'], { readOnly: true }),
      OBSERVE,
      call(NR.pipe2, ['0000000000000000', '0x0']),
      OBSERVE,
    ]);
    expect(outcomeOf(records[2])).toEqual(EFAULT);
    expect(outcomeOf(records[3])).toEqual(EFAULT);
    expect(returned(records[4])['handles']).toEqual([3]);
    expect(returned(records[5])).toEqual({ value: '0x0' });
    expect(returned(records[6])['handles']).toEqual([3, 4, 5]);
  });

  it('is an ioctl as well', async () => {
    const ioctl = (word: number, how: JsonObject = {}): PlainStep => ({
      actor: 'w',
      op: 'raw.ioctl',
      args: { handle: 3, word, argument: '00000000', ...how },
    });
    const records = await play(agent, [
      WORKER,
      call(NR.openat, [AT_FDCWD, SELF_NAMESPACE, '0x0']),
      ioctl(NS_GET_USERNS),
      ioctl(NS_GET_USERNS, { noDescriptors: true }),
      OBSERVE,
    ]);
    const argument = '00000000';
    expect(returned(records[2])).toEqual({ value: 4, argument });
    expect(outcomeOf(records[3])).toEqual({ ...EMFILE, out: { argument } });
    expect(returned(records[4])['handles']).toEqual([3, 4]);
  });

  it('is told apart from one that cannot be had', async () => {
    const injects = existsSync('/proc/thread-self/fail-nth');
    const played = play(agent, [WORKER, call(NR.dup, ['0x3'], { failNth: 1 })]);
    if (injects) expect(outcomeOf((await played)[1]).kind).not.toBe('crashed');
    else await expect(played).rejects.toThrow(/failNth: this kernel has no fault injection/);
  });

  it('gives the sanitizers nothing to complain about', () => {
    expect(agent.diagnostics()).not.toMatch(/Sanitizer|runtime error/);
  });
});
