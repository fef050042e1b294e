import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import type { CompiledCase } from '../../suites/language/compile.js';
import { aSession, createToken, OTHER_USER, tokenSpec } from '../../suites/language/steps.js';
import { aCase, judged } from '../../suites/language/suite.js';
import { AdapterFault, type Adapter, type Hello } from '../adapters/adapter.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import type { CatalogueView } from '../catalogue/catalogue.js';
import type { Outcome } from '../program/program.js';
import { comparable, reportProblem } from '../report-file.js';
import type { Report } from '../report.js';
import { certify, type CertifyOptions } from './certify.js';
import {
  accepts,
  CATALOGUE,
  compiled,
  makesSession,
  makesToken,
  PROFILE,
  refuses,
  spoiled,
  type Spoiler,
} from './runner.fixture.js';

const CASES = compiled(accepts('a'), refuses('r'), makesToken('t'));

/** What they need is the same in all profiles. */
const SESSIONS = compiled(accepts('a'), refuses('r'));
const BRITTLE = compiled(accepts('brittle'), refuses('r'));
/** TC-037 is for the record in this profile. */
const NOTED = compiled(
  aCase('noted', 'a token for another user', [
    aSession(),
    judged('TC-037', createToken('t', tokenSpec({ userSid: OTHER_USER }))),
  ]),
);

/** A catalogue in which the cases execute everything that is testable. */
const SMALL: CatalogueView = new Map(
  [...CATALOGUE].filter(([id]) => ['SS-001', 'SS-021'].includes(id)),
);

function report(
  adapter: Adapter = spoiled({}),
  more: Partial<CertifyOptions> = {},
): Promise<Report> {
  return certify({
    scope: 'kernel',
    adapter,
    profile: PROFILE,
    catalogue: SMALL,
    cases: CASES,
    selection: [],
    seed: 0,
    reruns: 3,
    command: ['kacs-conformance', 'certify'],
    toolVersion: '0',
    ...more,
  });
}

const claiming = (...capabilities: readonly string[]): Spoiler => ({
  hello: (hello): Hello => ({ ...hello, capabilities }),
});

/** Sessions of type 77 are accepted, `times` times. */
function acceptsAnything(times = Infinity): Adapter {
  let count = 0;
  return spoiled({
    call(op, params, next) {
      if (!makesSession(op, params, 77)) return next();
      count += 1;
      const accepted: Outcome = { kind: 'returned', value: { id: '0x77' } };
      return count > times ? next() : Promise.resolve(accepted);
    },
  });
}

describe('a report', () => {
  it('conforms and is complete if every testable clause was executed and held', async () => {
    const found = await report();
    expect(found).toMatchObject({ conforms: true, complete: true, interrupted: false });
    expect(found.cases).toMatchObject({ pass: 3, fail: 0, notApplicable: 0 });
    expect(found.clauseCounts).toEqual({ testable: 2, executed: 2, excluded: 0 });
    expect(reportProblem(found)).toBeUndefined();
  });

  it.each<readonly [string, () => Promise<Report>]>([
    ['a filter left cases out', () => report(spoiled({}), { selection: ['session-spec/**'] })],
    [
      'the probes contradict the profile',
      () => report(spoiled({}, served('learn-0.20')), { cases: SESSIONS }),
    ],
    ['a clause has no case', () => report(spoiled({}), { catalogue: CATALOGUE })],
    [
      'a clause was not executed',
      () => report(spoiled({}), { cases: CASES.filter(({ id }) => !id.endsWith('/r')) }),
    ],
  ])('is not complete if %s, though what was executed conforms', async (_, make) => {
    expect(await make()).toMatchObject({ conforms: true, complete: false });
  });

  it.each<readonly [string, () => Promise<Report>]>([
    ['a case failed', () => report(acceptsAnything())],
    ['a case is unstable', () => report(acceptsAnything(1))],
    ['a control failed', () => report(refusing('kacs_create_token', 'ENOMEM'))],
    [
      'the adapter could not carry a case out',
      () => report(faultyFor('brittle'), { cases: BRITTLE }),
    ],
    ['nothing was claimed that a case needs', () => report(spoiled(claiming('events')))],
    ['there was no case', () => report(spoiled({}), { cases: [] })],
    ['nothing was judged but only noted', () => report(spoiled({}), { cases: NOTED })],
    ['it was cut short', () => report(spoiled({}), { signal: AbortSignal.abort() })],
  ])('does not conform, and is not complete, if %s', async (_, make) => {
    const found = await make();
    expect(found).toMatchObject({ conforms: false, complete: false });
    expect(reportProblem(found)).toBeUndefined();
  });

  it('counts a clause as executed only if one of its cases ran', async () => {
    const found = await report(spoiled(claiming('events')));
    expect(found.cases).toMatchObject({ pass: 0, notApplicable: 3 });
    expect(found.clauseCounts).toMatchObject({ testable: 2, executed: 0 });
    expect(found.clauses.map(({ verdict }) => verdict)).toEqual(['notApplicable', 'notApplicable']);
    const some = await report(spoiled(claiming('sessions')));
    expect(some.cases).toMatchObject({ pass: 2, notApplicable: 1 });
    expect(some.clauseCounts).toMatchObject({ testable: 2, executed: 2 });
    expect(some).toMatchObject({ conforms: true, complete: false });
    expect(some.unclaimed).toContain('tokens');
    expect(some.unclaimed).not.toContain('sessions');
    expect((await report()).unclaimed).toBeUndefined();
  });

  it('counts what is for the record only as executed, not as a pass', async () => {
    const found = await report(spoiled({}), { cases: NOTED, catalogue: CATALOGUE });
    expect(found.cases).toMatchObject({ pass: 0, info: 1 });
    expect(found.clauses.find(({ id }) => id === 'TC-037')?.verdict).toBe('info');
    expect(found.clauseCounts.executed).toBe(1);
  });

  it('does not count a clause whose cases could not run', async () => {
    const found = await report(refusing('world.spawn', 'EAGAIN'), {
      cases: compiled(makesToken('t')),
    });
    expect(found.cases).toMatchObject({ couldNotRun: 1 });
    expect(found.clauseCounts).toMatchObject({ executed: 0 });
  });

  it('marks an interrupted run, and has what was done until then', async () => {
    const controller = new AbortController();
    const found = await report(spoiled({}), {
      signal: controller.signal,
      onProgress: (done) => {
        if (done === 1) controller.abort();
      },
    });
    expect(found).toMatchObject({ interrupted: true, conforms: false, complete: false });
    expect(found.results.length).toBeLessThan(3);
    expect(reportProblem(found)).toBeUndefined();
  });

  it('has the words of the candidate only where something was red', async () => {
    const talking = (adapter: Adapter): Adapter => ({ ...adapter, diagnostics: () => 'oops' });
    expect((await report(talking(spoiled({})))).diagnostics).toBeUndefined();
    expect((await report(talking(acceptsAnything()))).diagnostics).toBe('oops');
  });

  it('needs a candidate that claims something, and a link that lives', async () => {
    await expect(report(spoiled(claiming()))).rejects.toThrow(AdapterFault);
    await expect(report(dead())).rejects.toThrow(AdapterFault);
  });
});

describe('two runs', () => {
  const text = (found: Report): string => JSON.stringify(comparable(found));
  const windowOf = (window: number, programs: boolean): Spoiler => ({
    programs,
    hello: (hello) => ({ ...hello, limits: { ...hello.limits, window } }),
  });

  it.each<readonly [string, (spoiler: Spoiler) => Adapter, readonly CompiledCase[]]>([
    ['that conforms', (spoiler) => spoiled(spoiler), CASES],
    [
      'that does not',
      (spoiler) =>
        spoiled({
          ...spoiler,
          call: (op, params, next) =>
            makesSession(op, params, 77)
              ? Promise.resolve({ kind: 'returned', value: { id: '0x77' } })
              : next(),
        }),
      compiled(
        ...Array.from({ length: 20 }, (_, n) => [accepts(`a${n}`), refuses(`r${n}`)]).flat(),
      ),
    ],
  ])(
    'of a candidate %s compare equal to the last byte, whatever overlaps',
    async (_, make, cases) => {
      for (const programs of [true, false]) {
        const first = text(await report(make(windowOf(1, programs)), { cases }));
        expect(first).not.toContain('timing');
        for (const window of [1, 2, 32]) {
          const again = text(await report(make(windowOf(window, programs)), { cases }));
          expect(again, `window ${window}`).toBe(first);
        }
      }
    },
  );
});

function served(id: keyof typeof BUILT_IN_PROFILES): Adapter {
  return new ReferenceAdapter({ profile: BUILT_IN_PROFILES[id] });
}

function refusing(op: string, errno: string): Adapter {
  return spoiled({
    call: (name, _, next) =>
      name === op ? Promise.resolve({ kind: 'refused', errno, number: 1 }) : next(),
  });
}

function faultyFor(name: string): Adapter {
  return spoiled({
    call: (op, params, next) =>
      makesSession(op, params, name) ? Promise.reject(new AdapterFault('broken')) : next(),
  });
}

function dead(): Adapter {
  return spoiled({ call: () => Promise.reject(new AdapterFault('nobody there')) });
}
