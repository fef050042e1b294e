import { describe, expect, it } from 'vitest';
import { refusing, withErrno } from '../../../reference/faults/fault.js';
import { modelOf } from '../../../reference/kernel/calls/index.js';
import type { CreateTokenContext } from '../../../reference/kernel/calls/create-token.js';
import { isOpen, LIBERTIES } from '../../../reference/liberties/index.js';
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import { equalSid } from '../../../reference/wire/wire.js';
import type { Program } from '../../program/program.js';
import { playFollowed } from './play.js';
import { faultChange, generated, PROFILE_IDS, setupOf, someCases } from './play.fixture.js';
import { READINGS } from '../../../reference/liberties/readings.js';

/** What a candidate is accused of in these Programs. */
async function accusations(
  setup: Awaited<ReturnType<typeof setupOf>>,
  programs: readonly Program[],
): Promise<readonly string[]> {
  const all: string[] = [];
  for (const program of programs) {
    const { differences } = await playFollowed(setup, program);
    all.push(...differences.map(({ explanation }) => `${program.id}: ${explanation}`));
  }
  return all;
}

/** A machine may be busy with much else. */
const SLOW_MS = 300_000;

describe('a conforming candidate is not accused', { timeout: SLOW_MS }, () => {
  it.each(PROFILE_IDS)('in the cases of the suites, %s', async (id) => {
    const programs = someCases(id, 40).map(({ program }) => program);
    expect(await accusations(await setupOf(id), programs)).toEqual([]);
    expect(await accusations(await setupOf(id, { noise: 7 }), programs.slice(0, 60))).toEqual([]);
  });

  it.each(PROFILE_IDS)('in generated Programs of every kind, %s', async (id) => {
    const setup = await setupOf(id, { noise: 5 });
    for (const name of ['calls', 'races', 'raw'] as const) {
      for (const seed of [1, 2]) {
        const { inputs } = await generated(setup, name, seed, name === 'races' ? 3 : 12);
        expect(await accusations(setup, inputs)).toEqual([]);
      }
    }
  });

  const admitted = PROFILE_IDS.flatMap((id) =>
    READINGS.filter(({ holds }) => holds(BUILT_IN_PROFILES[id].switches)).map(
      (reading) => [id, reading.id, reading.change] as const,
    ),
  );

  it.each(admitted)('of %s, where it reads %s', async (id, _, change) => {
    const setup = await setupOf(id, { change });
    const areas = /^(?:duplicate|restrict|anonymous|impersonate|get-linked|adjust-groups|token-c)/;
    const cases = someCases(id, 31).filter(({ area }) => areas.test(area));
    expect(
      await accusations(
        setup,
        cases.map(({ program }) => program),
      ),
    ).toEqual([]);
  });

  it.each(LIBERTIES.map((liberty) => [liberty.id, liberty] as const))(
    'whose free choice is %s',
    async (_, liberty) => {
      const [id] = PROFILE_IDS.filter((one) => isOpen(liberty, modelOf(BUILT_IN_PROFILES[one])));
      if (id === undefined) throw new Error(`no profile leaves ${liberty.id}`);
      const setup = await setupOf(id, { change: liberty.apply });
      const { inputs } = await generated(setup, 'calls', 5, 16);
      expect(await accusations(setup, inputs)).toEqual([]);
    },
  );

  it('of psd-0.20, where it refuses tokens of another user than their session (R98)', async () => {
    const change = refusing<CreateTokenContext>(
      'kacs_create_token',
      ({ spec, session }) => session !== undefined && !equalSid(spec.userSid, session.userSid),
    );
    const programs = someCases('psd-0.20', 60).map(({ program }) => program);
    expect(await accusations(await setupOf('psd-0.20', { change }), programs)).toEqual([]);
  });

  it('where no clause requires the errno', async () => {
    const change = withErrno('KACS_IOC_DUPLICATE', 'right', 'EBADF');
    const programs = someCases('psd-0.20', 40).map(({ program }) => program);
    expect(await accusations(await setupOf('psd-0.20', { change }), programs)).toEqual([]);
  });
});

describe('a candidate that departs is accused', { timeout: SLOW_MS }, () => {
  const faults = [
    ['adjust-groups/reset-enables-all', 'psd-0.20', 'KACS_IOC_ADJUST_GROUPS'],
    ['duplicate/copy-gid-from-the-uid', 'psd-0.20', 'uid'],
    ['session-lifecycle/busy-session-destroyed', 'psd-0.22', 'kacs_destroy_empty_session'],
    ['sessions-listing/id-in-hex', 'psd-0.20', 'sessions'],
    ['impersonate/no-ceiling', 'pkm-0.20', 'effective'],
  ] as const;

  it.each(faults)('of %s, in a case of its clause', async (fault, id) => {
    const [area = ''] = fault.split('/');
    const prefix = area === 'sessions-listing' ? 'sessions-listing-abi' : area;
    const cases = someCases(id, 1).filter((one) => one.area.startsWith(prefix.slice(0, 9)));
    const setup = await setupOf(id, { change: faultChange(fault) });
    let accused = false;
    for (const { program } of cases) {
      accused = (await playFollowed(setup, program)).differences.length > 0;
      if (accused) break;
    }
    expect(accused).toBe(true);
  });
});
