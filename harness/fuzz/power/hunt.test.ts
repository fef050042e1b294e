import { describe, expect, it } from 'vitest';
import { hunt } from './hunt.js';
import { sampleFaults } from './sample.js';

/** Far more than it takes; the inputs are the same every time. */
const BUDGET_SECONDS = 300;
const SEED = 1;
const SLOW_MS = 300_000;

describe('the canaries', () => {
  const quarries = [
    ['calls', 'adjust-sessionid/modified-id-stays'],
    ['calls', 'install/uid-is-the-gid'],
    ['raw', 'ioctl-common/word-of-install-unknown'],
    // Found by what the next call says of it; named after what a look behind the first shows.
    ['calls', 'impersonate/anonymous-token-not-kept-alive'],
  ] as const;

  it.each(quarries)(
    '%s finds %s, makes it small, and finds it again from its file',
    async (target, fault) => {
      const quarry = { fault, target, profile: 'psd-0.20' };
      const caught = await hunt(quarry, BUDGET_SECONDS, SEED);
      expect(caught).toMatchObject({ found: true, kind: 'mismatch', replayed: 10 });
      expect(caught.signatures).toHaveLength(1);
      expect(caught.steps).toBeLessThanOrEqual(8);
    },
    SLOW_MS,
  );

  it(
    'races find a call that is torn apart, which comes back most of the time',
    async () => {
      const quarry = {
        fault: 'races/groups-lost-update',
        target: 'races',
        profile: 'psd-0.20',
      } as const;
      const caught = await hunt(quarry, BUDGET_SECONDS, SEED);
      expect(caught).toMatchObject({ found: true, kind: 'mismatch' });
      expect(caught.signature).toContain('adjust-groups');
      expect(caught.replayed).toBeGreaterThan(2);
      expect(caught.steps).toBeLessThanOrEqual(14);
    },
    SLOW_MS,
  );

  it(
    'goes the same way for the same seed',
    async () => {
      const quarry = {
        fault: 'install/uid-is-the-gid',
        target: 'calls',
        profile: 'psd-0.20',
      } as const;
      const [one, other] = [
        await hunt(quarry, BUDGET_SECONDS, 2),
        await hunt(quarry, BUDGET_SECONDS, 2),
      ];
      expect([other.signature, other.executions, other.steps]).toEqual([
        one.signature,
        one.executions,
        one.steps,
      ]);
    },
    SLOW_MS,
  );
});

describe('the sample', () => {
  it('is the same for the same seed, spread over the areas, each fault once', () => {
    const one = sampleFaults(1, 60);
    expect(sampleFaults(1, 60)).toEqual(one);
    const ids = one.quarries.map(({ fault }) => fault);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(ids.map((id) => id.split('/')[0])).size).toBeGreaterThan(20);
    expect(one.unobservable.length).toBeLessThanOrEqual(3);
    expect(one.quarries.filter(({ target }) => target === 'races')).toHaveLength(6);
  });
});
