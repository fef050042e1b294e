import { describe, expect, it } from 'vitest';
import { QUERY_CLASS } from '../../reference/abi/numbers.js';
import type { CallStep, JsonObject, Matcher, Outcome } from '../program/program.js';
import { instrument } from './instrument.js';
import type { Judgement } from './judge.js';
import { judgeSteps, programOf, refusedWith, returned, step } from './scripted.fixture.js';

const ADJUST = 'KACS_IOC_ADJUST_PRIVS';

/** Class 11 of a token: identity, session, modification id, type, padding, expiration. */
function statistics(identity: number, modified: number): string {
  const number = (value: number): string =>
    `${value.toString(16).padStart(2, '0')}${'00'.repeat(7)}`;
  return `${number(identity)}${number(3)}${number(modified)}0100000000000000${number(0)}`;
}

function privileges(enabled: string, used = '00'): string {
  return ['ff', enabled, '00', used].map((byte) => `${byte}${'00'.repeat(7)}`).join('');
}

const TOKEN: JsonObject = {
  [QUERY_CLASS.USER]: '010100000000000512000000',
  [QUERY_CLASS.PRIVILEGES]: privileges('00'),
  [QUERY_CLASS.STATISTICS]: statistics(1, 1),
  [QUERY_CLASS.OWNER]: 'aa',
};
const OTHER: JsonObject = { ...TOKEN, [QUERY_CLASS.STATISTICS]: statistics(2, 1) };
const OWN: JsonObject = { ...TOKEN, [QUERY_CLASS.STATISTICS]: statistics(9, 1) };

interface Seen {
  readonly tokens?: readonly JsonObject[];
  readonly effective?: JsonObject;
  readonly handles?: readonly number[];
}

function observation({
  tokens = [TOKEN, OTHER],
  effective = OWN,
  handles = [3, 4],
}: Seen): Outcome {
  return returned({ tokens, effective, handles });
}

const opened: readonly CallStep[] = [
  step('kacs_create_token', { as: 't' }),
  step('kacs_create_token', { as: 'u' }),
];

/** Judges an adjustment of `t` with what was seen before and after it. */
function adjusting(is: Matcher, outcome: Outcome, before: Seen, after: Seen): Promise<Judgement> {
  return judgeSteps(
    [
      ...opened,
      step(ADJUST, { args: { token: { ref: 't.handle' } }, expect: [{ clause: 'SS-020', is }] }),
    ],
    {
      kacs_create_token: [returned({ handle: 3 }), returned({ handle: 4 })],
      [ADJUST]: outcome,
      'world.observe': [observation(before), observation(after)],
    },
  );
}

const refusal = (after: Seen): Promise<Judgement> =>
  adjusting({ kind: 'refused' }, refusedWith('EINVAL'), {}, after);
const success = (after: Seen): Promise<Judgement> =>
  adjusting({ kind: 'returned' }, returned(), {}, after);

const adjusted: JsonObject = {
  ...TOKEN,
  [QUERY_CLASS.PRIVILEGES]: privileges('0f'),
  [QUERY_CLASS.STATISTICS]: statistics(1, 2),
};

function symptoms({ failures }: Judgement): readonly string[] {
  return failures.map(({ symptom, message }) => `${symptom}: ${message}`);
}

describe('a refused call', () => {
  it('passes where nothing changed', async () => {
    expect((await refusal({})).clauses).toEqual({ 'SS-020': 'pass' });
  });

  it.each<readonly [string, Seen, string]>([
    ['its token', { tokens: [adjusted, OTHER] }, 'PRIVILEGES of token 1 changed'],
    ['another token', { tokens: [TOKEN, { ...OTHER, 6: 'bb' }] }, 'OWNER of token 2 changed'],
    ['the caller', { effective: { ...OWN, 6: 'bb' } }, 'OWNER of effective token changed'],
    ['its handles', { handles: [3, 4, 5] }, 'open handles changed'],
    ['a handle less', { handles: [3] }, 'open handles changed'],
    ['a class that is refused now', { tokens: [{ ...TOKEN, 6: '' }, OTHER] }, 'OWNER of token 1'],
  ])('fails its clause where it changed %s', async (_, after, text) => {
    const judgement = await refusal(after);
    expect(judgement.clauses).toEqual({ 'SS-020': 'fail' });
    expect(symptoms(judgement)[0]).toContain(`changed: ${ADJUST} was refused, and`);
    expect(symptoms(judgement).join('\n')).toContain(text);
  });

  it('may mark privileges as used', async () => {
    const used = { ...TOKEN, [QUERY_CLASS.PRIVILEGES]: privileges('00', '80') };
    expect((await refusal({ tokens: [used, OTHER] })).verdict).toBe('pass');
  });
});

describe('a successful call', () => {
  it('passes where it changed what it is for', async () => {
    expect((await success({ tokens: [adjusted, OTHER] })).clauses).toEqual({ 'SS-020': 'pass' });
  });

  it.each<readonly [string, Seen, string]>([
    ['another class of it', { tokens: [{ ...adjusted, 6: 'bb' }, OTHER] }, 'OWNER of token 1'],
    [
      'the same classes of another token',
      { tokens: [adjusted, { ...OTHER, [QUERY_CLASS.PRIVILEGES]: privileges('0f') }] },
      'PRIVILEGES of token 2',
    ],
    [
      'the caller',
      { tokens: [adjusted, OTHER], effective: { ...OWN, 6: 'bb' } },
      'OWNER of effective token',
    ],
    ['the handles', { tokens: [adjusted, OTHER], handles: [3, 4, 5] }, 'open handles'],
  ])('fails its clause where it changed %s', async (_, after, text) => {
    const judgement = await success(after);
    expect(judgement.clauses).toEqual({ 'SS-020': 'fail' });
    expect(symptoms(judgement)[0]).toContain(text);
  });

  it('may change the same object seen through another handle', async () => {
    const judgement = await adjusting(
      { kind: 'returned' },
      returned(),
      { tokens: [TOKEN, TOKEN], effective: TOKEN },
      { tokens: [adjusted, adjusted], effective: adjusted },
    );
    expect(judgement.verdict).toBe('pass');
  });

  it('that opens a handle has to open one', async () => {
    const creating = step('kacs_create_token', {
      as: 't',
      expect: [{ clause: 'SS-001', is: { kind: 'returned' } }],
    });
    const counts = async (after: readonly number[]): Promise<unknown> => {
      const { clauses } = await judgeSteps([creating], {
        kacs_create_token: returned({ handle: 5 }),
        'world.observe': [
          observation({ tokens: [], handles: [3] }),
          observation({ tokens: [], handles: after }),
        ],
      });
      return clauses['SS-001'];
    };
    expect(await counts([3, 5])).toBe('pass');
    expect(await counts([3])).toBe('fail');
    expect(await counts([3, 5, 6])).toBe('fail');
  });
});

describe('an observation that a step asks for', () => {
  const seen = (after: Seen, ...except: readonly string[]): Promise<Judgement> =>
    judgeSteps(
      [
        step('world.observe', { as: 'before', args: { tokens: [] } }),
        step('world.observe', {
          args: { tokens: [] },
          expect: [{ clause: 'SS-002', is: { kind: 'unchanged', since: 'before', except } }],
        }),
      ],
      { 'world.observe': [observation({}), observation(after)] },
    );

  it('is unchanged where nothing changed', async () => {
    expect((await seen({})).clauses).toEqual({ 'SS-002': 'pass' });
  });

  it('is not where something did', async () => {
    const judgement = await seen({ tokens: [adjusted, OTHER] });
    expect(judgement.clauses).toEqual({ 'SS-002': 'fail' });
    expect(judgement.failures[0]?.symptom).toBe('changed');
  });

  it.each([0, 1])('cannot be judged where observation %i is missing', async (missing) => {
    const answers = [observation({}), observation({})];
    answers[missing] = refusedWith('EPERM');
    const judgement = await judgeSteps(
      [
        step('world.observe', { as: 'before', args: { tokens: [] } }),
        step('world.observe', {
          args: { tokens: [] },
          expect: [{ clause: 'SS-002', is: { kind: 'unchanged', since: 'before', except: [] } }],
        }),
      ],
      { 'world.observe': answers },
    );
    expect(judgement.clauses).toEqual({ 'SS-002': 'couldNotRun' });
    expect(judgement.failures[0]?.symptom).toBe('prerequisite');
  });

  it('may except what it names', async () => {
    const except = ['PRIVILEGES of token 1', 'STATISTICS of token 1'];
    expect((await seen({ tokens: [adjusted, OTHER] }, ...except)).clauses).toEqual({
      'SS-002': 'pass',
    });
  });
});

describe('observations', () => {
  const asserted = { expect: [{ clause: 'SS-001', is: { kind: 'returned' } }] } as const;

  it('stand around the watched calls only', () => {
    const { program, watches, origin } = instrument(
      programOf(
        step('kacs_create_session', { as: 's', expect: [{ is: { kind: 'returned' } }] }),
        step('kacs_create_token', { as: 't', ...asserted }),
        step('KACS_IOC_QUERY', { ...asserted }),
        step(ADJUST, { args: { token: { ref: 't.handle' } }, ...asserted }),
      ),
    );
    expect(program.steps.map((one) => ('op' in one ? one.op : 'par'))).toEqual([
      'kacs_create_session',
      'world.observe',
      'kacs_create_token',
      'world.observe',
      'KACS_IOC_QUERY',
      'world.observe',
      ADJUST,
      'world.observe',
    ]);
    expect(origin).toEqual([0, -1, 1, -1, 2, -1, 3, -1]);
    expect(watches).toEqual([
      { before: 1, call: 2, after: 3, clauses: ['SS-001'] },
      { before: 5, call: 6, after: 7, clauses: ['SS-001'], target: 0 },
    ]);
    expect(program.steps[5]).toMatchObject({ args: { tokens: [{ ref: 't.handle' }] } });
  });

  it('watch a query that has to be refused', () => {
    const refused = { expect: [{ clause: 'SE-014', is: { kind: 'refused' } }] } as const;
    expect(instrument(programOf(step('KACS_IOC_QUERY', refused))).watches).toHaveLength(1);
  });

  it('do not look at tokens whose call may be refused', () => {
    const either = { expect: [{ clause: 'SS-010', is: { kind: 'either' } }] } as const;
    const { program } = instrument(
      programOf(
        step('kacs_create_token', { as: 't', ...either }),
        step('kacs_create_session', { ...asserted }),
      ),
    );
    expect(program.steps[3]).toMatchObject({ op: 'world.observe', args: { tokens: [] } });
  });

  it('do not look at another actor’s handles, nor at closed ones', () => {
    const { program } = instrument(
      programOf(
        step('kacs_create_token', { as: 't' }),
        step('kacs_create_session', { actor: 'p', ...asserted }),
        step('world.close', { args: { handle: { ref: 't.handle' } } }),
        step('kacs_create_session', { ...asserted }),
      ),
    );
    const looks = program.steps.filter((one) => 'op' in one && one.op === 'world.observe');
    expect(looks).toHaveLength(4);
    for (const look of looks) expect(look).toMatchObject({ args: { tokens: [] } });
  });
});
