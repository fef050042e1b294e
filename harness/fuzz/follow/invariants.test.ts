import { describe, expect, it } from 'vitest';
import { otherEffect, type Change } from '../../../reference/faults/fault.js';
import { reaching } from '../../../reference/faults/meeting.js';
import type { DuplicateContext } from '../../../reference/kernel/calls/duplicate.js';
import type { RestrictContext } from '../../../reference/kernel/calls/restrict.js';
import { withoutExpectations } from '../../program/plain-steps.js';
import type { CallStep, Program } from '../../program/program.js';
import type { Difference, TargetSetup } from '../target.js';
import { brokenInvariants } from './invariants.js';
import { faultChange, generated, PROFILE_IDS, setupOf } from './play.fixture.js';

const SELF = { ref: 'own.handle' };
const COPY = { ref: 'copy.handle' };
const LOOK = { op: 'world.observe', args: { tokens: [SELF, COPY] } } as const;

/** A worker, a handle of its own token, a first look; then these calls, and a last look. */
function programOf(...calls: readonly Omit<CallStep, 'actor'>[]): Program {
  const own = { flags: 1, accessMask: 0xf01ff };
  const steps: readonly Omit<CallStep, 'actor'>[] = [
    { as: 'own', op: 'kacs_open_self_token', args: own },
    { op: 'world.observe', args: { tokens: [SELF] } },
    ...calls,
    LOOK,
  ];
  return {
    id: 'fuzz/calls',
    title: 'invariants',
    needs: [],
    steps: [
      { as: 'w', actor: 'init', op: 'world.spawn', args: { identity: 'own' } },
      ...steps.map((step) => ({ ...step, actor: 'w' })),
    ],
  };
}

async function broken(setup: TargetSetup, program: Program): Promise<readonly Difference[]> {
  const records = await setup.adapter.runProgram?.(program.steps.map(withoutExpectations));
  return brokenInvariants(program, records ?? [], setup.wire, () => true);
}

const isNamed =
  (name: string) =>
  (step: Program['steps'][number]): boolean =>
    'op' in step && step.as === name;

const duplicate = (level: number): Omit<CallStep, 'actor'> => ({
  as: 'copy',
  op: 'KACS_IOC_DUPLICATE',
  args: { token: SELF, accessMask: 0xf01ff, tokenType: 2, level },
});
const remove = {
  op: 'KACS_IOC_ADJUST_PRIVS',
  args: { token: SELF, entries: [{ luid: 20, attributes: 4 }] },
} as const;
const restrict = {
  as: 'copy',
  op: 'KACS_IOC_RESTRICT',
  args: {
    ...{ token: SELF, privilegesToDelete: '0x4', denyIndexCount: 0 },
    ...{ restrictSidCount: 0, flags: 0, data: '' },
  },
} as const;
const look = { op: 'world.observe', args: { tokens: [SELF] } } as const;
const impersonate = { op: 'KACS_IOC_IMPERSONATE', args: { token: COPY } } as const;

/** Interactive, package `n`, SYSTEM. */
const SESSION = '0201006e0c000000010100000000000512000000';
const EVERY = 0xc000000ffffffffcn;
const cases: readonly (readonly [string, Program, Change, string])[] = [
  [
    'a copy with a privilege that was removed from its source',
    programOf(remove, look, duplicate(2)),
    otherEffect<DuplicateContext>('KACS_IOC_DUPLICATE', 'copy', (c, original) => {
      original();
      if (c.copy !== undefined) c.copy.privileges.present = EVERY;
    }),
    'DU-029',
  ],
  [
    'a restricted token with a privilege that was named',
    programOf(restrict),
    otherEffect<RestrictContext>('KACS_IOC_RESTRICT', 'open-handle', (c, original) => {
      if (c.made !== undefined) c.made.privileges.present = EVERY;
      original();
    }),
    'RS-004',
  ],
  [
    'a thread above the level of the token that it took on',
    programOf(duplicate(1), LOOK, impersonate),
    reaching(() => 3),
    'IM-014',
  ],
];

describe('what needs no model', () => {
  it.each(cases)('accuses %s', async (_, program, change, clause) => {
    const found = await broken(await setupOf('psd-0.20', { change }), program);
    expect(found.map(({ clauses }) => clauses[0])).toEqual([clause]);
    expect(await broken(await setupOf('psd-0.20'), program)).toEqual([]);
  });

  it('accuses an identity that is no UUID, and a session id below 1000', async () => {
    const session = { as: 's', op: 'kacs_create_session', args: { spec: SESSION } };
    const changes: Readonly<Record<string, Change>> = {
      'SE-026': faultChange('session-lifecycle/ids-start-at-1'),
      'TC-030': otherEffect<DuplicateContext>('KACS_IOC_DUPLICATE', 'open-handle', (c, made) => {
        c.copy?.identity.fill(0, 6, 8);
        made();
      }),
    };
    for (const [clause, change] of Object.entries(changes)) {
      const setup = await setupOf('psd-0.22', { change });
      const found = await broken(setup, programOf(duplicate(1), session));
      expect(found.flatMap(({ clauses }) => clauses)).toEqual([clause]);
    }
  });

  it('does not take a number of one process for that of another', async () => {
    const other = (step: Omit<CallStep, 'actor'>): CallStep => ({ ...step, actor: 'x' });
    const first = programOf(duplicate(1));
    const twin = { ...duplicate(2), as: 'twin' };
    const self = { flags: 1, accessMask: 0xf01ff };
    const program: Program = {
      ...first,
      steps: [
        ...first.steps,
        { as: 'x', actor: 'init', op: 'world.spawn', args: { identity: 'own' } },
        other({ as: 'self', op: 'kacs_open_self_token', args: self }),
        other({ ...twin, args: { ...twin.args, token: { ref: 'self.handle' } } }),
        other(impersonate),
        other({ op: 'world.observe', args: { tokens: [] } }),
      ],
    };
    const setup = await setupOf('psd-0.20');
    const records = await setup.adapter.runProgram?.(program.steps.map(withoutExpectations));
    const [copy, same] = ['copy', 'twin'].map((name) => program.steps.findIndex(isNamed(name)));
    expect(records?.[copy ?? 0]).toMatchObject({ outcome: { value: { handle: 4 } } });
    expect(records?.[same ?? 0]).toMatchObject({ outcome: { value: { handle: 4 } } });
    expect(records?.at(-2)).toMatchObject({ outcome: { kind: 'returned' } });
    expect(await broken(setup, program)).toEqual([]);
  });

  it.each(PROFILE_IDS)('holds of the reference in %s', async (id) => {
    const setup = await setupOf(id, { noise: 3 });
    const { inputs } = await generated(setup, 'calls', 4, 40);
    for (const program of inputs) expect(await broken(setup, program)).toEqual([]);
  });
});
