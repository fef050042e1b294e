/** Calls that fail for want of something change nothing: a candidate of which that is not so. */
import { describe, expect, it } from 'vitest';
import type { Adapter } from '../../adapters/adapter.js';
import type { JsonObject, Outcome, Program } from '../../program/program.js';
import { playFollowed } from '../follow/play.js';
import { generated, setupOf } from '../follow/play.fixture.js';
import type { TargetSetup } from '../target.js';

const INPUTS = 60;

type Failing = (
  args: JsonObject,
  go: (args: JsonObject) => Promise<Outcome>,
) => Promise<Outcome> | undefined;

/** The reference with fault injection, whose raw ioctls fail like this. */
async function injecting(failing: Failing): Promise<TargetSetup> {
  const setup = await setupOf('psd-0.22');
  const { adapter: model, hello } = setup;
  const adapter: Adapter = {
    hello: (request) => model.hello(request),
    close: () => model.close(),
    call(op, params) {
      const go = (args: JsonObject): Promise<Outcome> =>
        model.call(op, { ...args, actor: params.actor });
      return (op === 'raw.ioctl' ? failing(params, go) : undefined) ?? model.call(op, params);
    },
  };
  const capabilities = [...hello.capabilities.filter((id) => id !== 'programs'), 'fault-injection'];
  return { ...setup, adapter, hello: { ...hello, capabilities } };
}

async function explanations(setup: TargetSetup): Promise<readonly string[]> {
  const { inputs } = await generated(setup, 'raw', 3, INPUTS);
  const all: string[] = [];
  for (const program of inputs) {
    const { differences } = await playFollowed(setup, program);
    all.push(...differences.map(({ path, actual }) => `${path}: ${actual}`));
  }
  return all;
}

const refusal = (errno: string, number: number, args: JsonObject): Outcome => ({
  kind: 'refused',
  errno,
  number,
  out: { argument: args['argument'] ?? '' },
});

const argsOf = (programs: readonly Program[], name: string): number =>
  programs.flatMap(({ steps }) => steps).filter((step) => 'op' in step && name in step.args).length;

describe('raw calls in failing environments', () => {
  it('are made, and injected only where the kernel can', async () => {
    const plain = await generated(await setupOf('psd-0.22'), 'raw', 3, INPUTS);
    expect(argsOf(plain.inputs, 'noDescriptors')).toBeGreaterThan(5);
    expect(argsOf(plain.inputs, 'failNth')).toBe(0);
    const both = await generated(await injecting(() => undefined), 'raw', 3, INPUTS);
    expect(argsOf(both.inputs, 'failNth')).toBeGreaterThan(20);
  });

  it('that fail and change nothing are nobody’s fault', async () => {
    const setup = await injecting((args) =>
      args['failNth'] === undefined ? undefined : Promise.resolve(refusal('ENOMEM', 12, args)),
    );
    expect(await explanations(setup)).toEqual([]);
  });

  it('that fail although they did what was asked are found', async () => {
    const setup = await injecting((args, go) =>
      args['failNth'] === undefined ? undefined : go(args).then(() => refusal('ENOMEM', 12, args)),
    );
    expect((await explanations(setup)).length).toBeGreaterThan(0);
  });

  it('that leave a handle behind when there was none to be had are found', async () => {
    const setup = await injecting((args, go) =>
      args['noDescriptors'] === true
        ? go({ ...args, noDescriptors: false }).then((outcome) =>
            outcome.kind === 'returned' ? refusal('EMFILE', 24, args) : outcome,
          )
        : undefined,
    );
    const found = await explanations(setup);
    expect(found.filter((line) => /handles/.test(line)).length).toBeGreaterThan(0);
  });
});
