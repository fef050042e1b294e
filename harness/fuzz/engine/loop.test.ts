import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import type { Adapter } from '../../adapters/adapter.js';
import { openTarget } from '../../cli/targets.js';
import { findingProblem } from '../finding-file.js';
import { judgedSignature, knownAs, signatureOf } from '../finding.js';
import { WIRE_TARGET } from '../wire/wire-target.js';
import { Candidate } from './candidate.js';
import type { Investigated } from './investigate.js';
import { Loop } from './loop.js';
import { mortalSystem } from './mortal-system.fixture.js';

interface Ran {
  readonly found: readonly (readonly [string, Investigated])[];
  readonly features: number;
  readonly executions: number;
  readonly accepted: number;
  readonly restarts: readonly string[];
}

async function campaign(
  open: () => Adapter,
  profileId: keyof typeof BUILT_IN_PROFILES,
  { seed, runs }: { readonly seed: number; readonly runs: number },
): Promise<Ran> {
  const profile = BUILT_IN_PROFILES[profileId];
  const known = new Set<string>();
  const found: [string, Investigated][] = [];
  const reached = new Set<number>();
  const restarts: string[] = [];
  const candidate = new Candidate(open, {
    profile,
    seed: 0,
    isKnown: (difference, wanted) => knownAs(known, difference, wanted) !== undefined,
  });
  const loop = new Loop(WIRE_TARGET, candidate, {
    seed,
    known,
    events: {
      reached: (features) => {
        for (const feature of features) reached.add(feature);
      },
      found: (signature, looked) => found.push([signature, looked]),
      seen: () => undefined,
      restarted: (reason) => restarts.push(reason),
    },
  });
  await loop.open();
  await loop.run(runs);
  await candidate.drop();
  const { executions, accepted } = loop;
  return { found, features: reached.size, executions, accepted, restarts };
}

const target = (name: string, profileId: keyof typeof BUILT_IN_PROFILES) => (): Adapter =>
  openTarget(name, { profile: BUILT_IN_PROFILES[profileId] });

describe('the canary: a faulty reference', () => {
  it.each([
    ['session-spec/unrecognised-type-accepted', 'learn-0.20', /SS-021/],
    ['token-spec-header/no-write-up-dropped', 'psd-0.20', /mandatory-policy/],
    ['token-spec-header/audit-bit-1-refused', 'pkm-0.20', /auditpolicy/],
  ] as const)('%s in %s is found, comes back, and is minimised', async (fault, profile, name) => {
    const open = target(`faulty:${fault}`, profile);
    const { found } = await campaign(open, profile, { seed: 1, runs: 900 });
    const [signature = '', looked] = found.find(([one]) => name.test(one)) ?? [];
    expect(found.map(([one]) => one)).toContain(signature);
    expect(looked?.replay).toEqual({ times: 3, same: 3 });
    expect(looked?.minimised).toBe(true);
    expect(looked?.difference.explanation).not.toBe('');
    // One fault, one finding.
    expect(found).toHaveLength(1);
  });
});

describe('the reference itself', () => {
  it.each(Object.keys(BUILT_IN_PROFILES) as (keyof typeof BUILT_IN_PROFILES)[])(
    'has no finding in %s, and a fifth of the inputs is accepted',
    async (profile) => {
      const ran = await campaign(target('reference', profile), profile, { seed: 7, runs: 1500 });
      expect(ran.found.map(([one, { difference }]) => [one, difference.explanation])).toEqual([]);
      expect(ran.restarts).toEqual([]);
      expect(ran.accepted / ran.executions).toBeGreaterThan(0.2);
    },
  );
});

it('goes the same way for the same seed, another way for another', async () => {
  const open = target('faulty:session-spec/sid-length-clamped-to-the-record', 'learn-0.20');
  const go = async (seed: number): Promise<unknown> => {
    const ran = await campaign(open, 'learn-0.20', { seed, runs: 700 });
    const found = ran.found.map(([one, { program }]) => [one, program]);
    return { ...ran, found };
  };
  const first = await go(3);
  expect(await go(3)).toEqual(first);
  expect(await go(4)).not.toEqual(first);
});

/** A reference that dies of session records with a package of one special byte. */
function mortal(): Adapter {
  const inner = openTarget('reference', { profile: BUILT_IN_PROFILES['learn-0.20'] });
  let dead = false;
  return {
    hello: (request) => inner.hello(request),
    close: () => inner.close(),
    call: (op, params) => {
      const spec = String(params['spec'] ?? '');
      if (op === 'kacs_create_session' && /^..0100(?:41|4e)/.test(spec)) dead = true;
      if (dead)
        return Promise.resolve({ kind: 'crashed', detail: 'it is dead', signal: 'SIGSEGV' });
      return inner.call(op, params);
    },
  };
}

it('tells what a candidate died of, and goes on with a new one', async () => {
  const ran = await campaign(mortal, 'learn-0.20', { seed: 1, runs: 400 });
  const [[, looked] = []] = ran.found;
  expect(ran.found.map(([one]) => one.split('-')[0])).toEqual(['crash']);
  expect(looked?.replay.same).toBe(3);
  expect(JSON.stringify(looked?.program)).toMatch(/"..0100(?:41|4e)/);
  expect(ran.restarts.length).toBeGreaterThan(0);
  expect(ran.executions).toBe(400);
});

it('knows by which call a system went down that took whole Programs with it', async () => {
  const open = (): Adapter =>
    mortalSystem(
      target('reference', 'learn-0.20'),
      // A token spec of version 2 and of an impersonation token, bare or with holes.
      /"(?:spec|hex)":"0200000002000000/,
      'BUG: at token.c:42\n',
    );
  const ran = await campaign(open, 'learn-0.20', { seed: 1, runs: 200 });
  const [[signature, looked] = []] = ran.found;
  // Of those that were under way beside it, none is accused.
  expect(ran.found.map(([one]) => one)).toEqual([signature]);
  expect(signature).toMatch(/^crash-create-token-outcome-[0-9a-f]{8}$/);
  expect(looked?.replay).toEqual({ times: 3, same: 3 });
  expect(looked?.minimised).toBe(true);
  expect(looked?.difference.step).toBeGreaterThan(0);
  expect(looked?.setup.adapter.diagnostics?.()).toContain('BUG: at token.c:42');
});

it('makes signatures without numbers that vary, and refuses files that are no findings', () => {
  const parts = {
    kind: 'mismatch',
    op: 'kacs_create_token',
    path: 'GROUPS[].attributes',
    expected: 'as the model',
    actual: 'another value',
    clauses: ['TV-011', 'TV-010'],
  } as const;
  const signature = signatureOf(parts);
  expect(signature).toMatch(/^mismatch-create-token-groups-attributes-TV-010-[0-9a-f]{8}$/);
  expect(signatureOf({ ...parts, clauses: ['TV-010', 'TV-011', 'TV-010'] })).toBe(signature);
  expect(signatureOf({ ...parts, actual: 'refused' })).not.toBe(signature);
  const judged = { ...parts, path: 'outcome' };
  const located = { ...judged, path: 'outcome of groups[].attributes' };
  expect(signatureOf(located)).not.toBe(signatureOf(judged));
  expect(judgedSignature(located)).toBe(signatureOf(judged));
  expect(findingProblem({ schema: 'x' })).toMatch(/must have required property/);
});
