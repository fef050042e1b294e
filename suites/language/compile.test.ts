import { describe, expect, it } from 'vitest';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import type { CatalogueView, Clause, JudgeEntry } from '../../harness/catalogue/catalogue.js';
import type { CallStep, Program, Step } from '../../harness/program/program.js';
import { compileSuites, holdsIn, type CompiledCase } from './compile.js';
import {
  aSession,
  aToken,
  by,
  createSession,
  destroySession,
  is,
  query,
  ref,
  spawn,
} from './steps.js';
import {
  aCase,
  accepted,
  asserts,
  control,
  defineSuite,
  judged,
  refused,
  type SuiteCase,
} from './suite.js';

const PSD = BUILT_IN_PROFILES['psd-0.20'];
const LEARN = BUILT_IN_PROFILES['learn-0.20'];

function entry(id: string, judge: JudgeEntry, more: Partial<Clause> = {}): [ClauseId, unknown] {
  return [id as ClauseId, { clause: { id, testable: true, needs: ['sessions'], ...more }, judge }];
}

/** One clause for every outcome; `SS-033` is not in it. */
const CATALOGUE = new Map([
  entry('SS-001', { outcome: 'accept' }),
  entry('SE-014', { outcome: 'refuse', errno: { required: ['ENOENT'] } }),
  entry('SS-010', { outcome: 'either' }),
  entry('SS-011', { outcome: 'record' }),
  entry('SS-002', { outcome: 'value' }, { needs: ['sessions', 'tokens', 'query'] }),
  entry('SE-009', { outcome: 'refuse' }, { testable: false }),
]) as unknown as CatalogueView;

function compiled(one: SuiteCase, profile = PSD): CompiledCase | undefined {
  const suite = defineSuite('an-area', 'a-file', [one]);
  return compileSuites([suite], profile, CATALOGUE)[0];
}

function stepsOf(one: SuiteCase, profile = PSD): readonly Step[] {
  const program: Program | undefined = compiled(one, profile)?.program;
  if (program === undefined) throw new Error('the case was dropped');
  return program.steps;
}

function ops(steps: readonly Step[]): readonly string[] {
  return steps.map((step) => ('op' in step ? `${step.actor} ${step.op}` : 'par'));
}

const plain = aCase('slug', 'a title', [judged('SS-001', createSession('s'))]);

describe('a compiled case', () => {
  it('is named by area, file and slug', () => {
    expect(compiled(plain)).toMatchObject({
      id: 'an-area/a-file/slug',
      title: 'a title',
      area: 'an-area',
      clauses: ['SS-001'],
      program: { id: 'an-area/a-file/slug', needs: ['sessions'] },
    });
  });

  it('runs as a worker of its own, and ends what it made', () => {
    expect(ops(stepsOf(plain))).toEqual([
      'init world.spawn',
      'w kacs_create_session',
      'w world.exit',
      'init kacs_destroy_empty_session',
    ]);
  });

  it('ends every process and every session, named or not, only if it was made', () => {
    const steps = stepsOf(
      aCase('slug', '', [
        spawn('p'),
        aSession('s1'),
        { op: 'kacs_create_session', args: { spec: '00' } },
        by('p', judged('SS-001', createSession('s2'))),
      ]),
    );
    const exits = steps.filter((step) => 'op' in step && step.op === 'world.exit') as CallStep[];
    expect(exits.map(({ actor, onlyIf }) => [actor, onlyIf])).toEqual([
      ['w', { step: 'w', ended: 'returned' }],
      ['p', { step: 'p', ended: 'returned' }],
    ]);
    const destroys = steps.filter(
      (step) => 'op' in step && step.op === 'kacs_destroy_empty_session',
    ) as CallStep[];
    expect(destroys.map(({ args, note, actor }) => [args, note, actor])).toEqual([
      [{ id: { ref: 's1.id' } }, 'teardown', 'init'],
      [{ id: { ref: '_2.id' } }, 'teardown', 'init'],
      [{ id: { ref: 's2.id' } }, 'teardown', 'init'],
    ]);
  });

  it('needs what its clauses need, and what it says itself', () => {
    const one = aCase('slug', '', [asserts('SS-002', createSession('s'), is.newId('id'))], {
      needs: ['install'],
    });
    expect(compiled(one)?.program.needs).toEqual(['install', 'query', 'sessions', 'tokens']);
  });

  it('names each clause once', () => {
    const one = aCase('slug', '', [
      judged(['SS-001', 'SS-011'], createSession('s')),
      judged('SS-001', createSession('t')),
    ]);
    expect(compiled(one)?.clauses).toEqual(['SS-001', 'SS-011']);
  });
});

describe('expectations', () => {
  const expectOf = (one: SuiteCase, profile = PSD): unknown =>
    (stepsOf(one, profile)[1] as CallStep).expect;

  it.each([
    ['SS-001', 'returned'],
    ['SE-014', 'refused'],
    ['SS-010', 'either'],
    ['SS-011', 'recorded'],
  ] as const)('take the outcome of %s from the catalogue: %s', (clause, kind) => {
    const one = aCase('slug', '', [judged(clause, createSession('s'))]);
    expect(expectOf(one)).toEqual([{ clause, is: { kind } }]);
  });

  it('may demand the other side of a clause', () => {
    expect(expectOf(aCase('slug', '', [accepted('SE-014', createSession('s'))]))).toEqual([
      { clause: 'SE-014', is: { kind: 'returned' } },
    ]);
    expect(expectOf(aCase('slug', '', [refused('SS-001', createSession('s'))]))).toEqual([
      { clause: 'SS-001', is: { kind: 'refused' } },
    ]);
  });

  it('of controls have no clause', () => {
    const one = aCase('slug', '', [
      control(createSession('s')),
      judged('SE-014', destroySession('0x1')),
    ]);
    expect(expectOf(one)).toEqual([{ is: { kind: 'returned' } }]);
  });

  it('add up on a step', () => {
    const step = asserts('SS-002', judged('SS-001', createSession('s')), is.newId('id'));
    expect(expectOf(aCase('slug', '', [step]))).toHaveLength(2);
  });

  it('of a clause that the profile lacks are left out, the step stays', () => {
    const steps = stepsOf(
      aCase('slug', '', [
        judged('SS-033', createSession('s')),
        judged('SS-001', createSession('t')),
      ]),
    );
    expect((steps[1] as CallStep).expect).toBeUndefined();
    expect((steps[2] as CallStep).expect).toHaveLength(1);
  });

  it('hold under their condition only', () => {
    const one = aCase('slug', '', [
      asserts('SS-002', judged('SS-001', createSession('s')), is.newId('id'), { R02: 'wide' }),
    ]);
    expect(expectOf(one)).toHaveLength(1);
    expect(expectOf(one, LEARN)).toHaveLength(2);
  });
});

describe('a case is dropped', () => {
  it('where none of its clauses is in the profile', () => {
    expect(compiled(aCase('slug', '', [judged('SS-033', createSession('s'))]))).toBeUndefined();
  });

  it('where only controls are left', () => {
    const one = aCase('slug', '', [aSession(), judged('SS-033', createSession('x'))]);
    expect(compiled(one)).toBeUndefined();
  });

  it('where its condition does not hold', () => {
    const wide = { ...plain, only: { R02: 'wide' } } as const;
    expect(compiled(wide)).toBeUndefined();
    expect(compiled(wide, LEARN)).toBeDefined();
  });
});

describe('a slip of a suite is named', () => {
  it.each<readonly [string, SuiteCase, RegExp]>([
    [
      'a value clause without a matcher',
      aCase('slug', '', [judged('SS-002', createSession('s'))]),
      /an-area\/a-file\/slug \(psd-0\.20\): SS-002 compares a value/,
    ],
    [
      'an excluded clause',
      aCase('slug', '', [judged('SE-009', createSession('s'))]),
      /SE-009 is excluded from testing/,
    ],
    [
      'a judged control',
      aCase('slug', '', [
        judged('SS-001', createSession('s')),
        { ...createSession('t'), expect: [{ is: { kind: 'judged' } }] },
      ]),
      /a control cannot be judged/,
    ],
    [
      'a field that no layout has',
      aCase('slug', '', [aToken('t', { ownerIndx: 1 }), judged('SS-001', createSession('s'))]),
      /ownerIndx/,
    ],
  ])('%s', (_, one, message) => {
    expect(() => compiled(one)).toThrow(message);
  });
});

describe('a condition on switches', () => {
  it.each([
    ['none', undefined, true],
    ['one value', { R02: 'packed' }, true],
    ['another value', { R02: 'wide' }, false],
    ['one of a list', { R50: ['id', 'zero'] }, true],
    ['none of a list', { R50: ['zero-or-id', 'zero'] }, false],
    ['all of several', { R02: 'packed', R50: 'id' }, true],
    ['not all of several', { R02: 'packed', R50: 'zero' }, false],
  ] as const)('%s', (_, condition, held) => {
    expect(holdsIn(PSD, condition)).toBe(held);
  });
});

describe('steps', () => {
  it('are plain data', () => {
    const step = query('q', 't', 'LOGON_SID');
    expect(JSON.parse(JSON.stringify(step))).toEqual(step);
    expect(step).toEqual({
      as: 'q',
      op: 'KACS_IOC_QUERY',
      args: { token: ref('t.handle'), class: 19, capacity: 65536 },
    });
  });
});
