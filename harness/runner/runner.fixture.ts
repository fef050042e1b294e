/** @module Small suites, and adapters that spoil single calls, for the tests of running. */
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import { wireOf } from '../../reference/wire/wire.js';
import { compileSuites, type CompiledCase } from '../../suites/language/compile.js';
import { aSession, aToken, createSession, sessionSpec } from '../../suites/language/steps.js';
import {
  aCase,
  control,
  defineSuite,
  judged,
  type SuiteCase,
} from '../../suites/language/suite.js';
import { edit } from '../../suites/language/template.js';
import type { Adapter, Hello } from '../adapters/adapter.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import { catalogueOf } from '../catalogue/catalogue.js';
import { playProgram } from '../program/play.js';
import type { JsonObject, Outcome } from '../program/program.js';
import type { RunContext } from './run-case.js';
import { runCases, type RunnerOptions, type RunResult } from './runner.js';

/** @internal */
export const PROFILE = BUILT_IN_PROFILES['psd-0.20'];
/** @internal */
export const CATALOGUE = catalogueOf(PROFILE);

/** The cases of one suite file `session-spec/sample`. @internal */
export function compiled(...cases: readonly SuiteCase[]): readonly CompiledCase[] {
  return compileSuites([defineSuite('session-spec', 'sample', cases)], PROFILE, CATALOGUE);
}

/** A session whose package name is `name` is accepted. @internal */
export function accepts(name: string): SuiteCase {
  const spec = sessionSpec({ authPackage: Buffer.from(name).toString('hex') });
  return aCase(name, `the package ${name} is accepted`, [
    judged('SS-001', createSession('s', spec)),
  ]);
}

/** An unknown logon type is refused. @internal */
export function refuses(name: string, type = 77): SuiteCase {
  return aCase(name, `logon type ${type} is refused`, [
    judged('SS-021', createSession('s', sessionSpec({}, edit.put(0, 1, type)))),
  ]);
}

/** Needs tokens; its control fails where no token can be made. @internal */
export function makesToken(name: string): SuiteCase {
  return aCase(
    name,
    'a token can be made',
    [aSession(), control(aToken()), judged('SS-001', createSession('x'))],
    {
      needs: ['tokens'],
    },
  );
}

type Params = JsonObject & { readonly actor: string };

/** What a test changes about an adapter. @internal */
export interface Spoiler {
  /** Called for each call; `next` carries it out. */
  call?(op: string, params: Params, next: () => Promise<Outcome>): Promise<Outcome>;
  hello?(hello: Hello): Hello;
  /** Takes whole programs: default false. */
  readonly programs?: boolean;
}

/** The reference, spoiled. @internal */
export function spoiled(
  spoiler: Spoiler,
  inner: Adapter = new ReferenceAdapter({ profile: PROFILE, programs: spoiler.programs === true }),
): Adapter {
  const call: Adapter['call'] = (op, params) => {
    const next = (): Promise<Outcome> => inner.call(op, params);
    return spoiler.call === undefined ? next() : spoiler.call(op, params, next);
  };
  return {
    hello: async (request) => {
      const hello = await inner.hello(request);
      return spoiler.hello?.(hello) ?? hello;
    },
    call,
    ...(spoiler.programs === true
      ? { runProgram: (steps) => playProgram(steps, (op, params) => call(op, params)) }
      : {}),
    close: () => inner.close(),
  };
}

/** @internal */
export async function contextOf(adapter: Adapter): Promise<RunContext> {
  const hello = await adapter.hello({ protocol: 1, profile: PROFILE.id, seed: 0 });
  return { adapter, hello, wire: wireOf(PROFILE), catalogue: CATALOGUE };
}

/** Runs cases with three reruns, unless said otherwise. @internal */
export async function run(
  cases: readonly CompiledCase[],
  adapter: Adapter,
  options: Partial<RunnerOptions> = {},
): Promise<RunResult> {
  return runCases(cases, await contextOf(adapter), { overlap: 4, reruns: 3, ...options });
}

/** `id: verdict` of each result, without area and file. @internal */
export function verdicts({ results }: RunResult): readonly string[] {
  return results.map(({ id, verdict }) => `${id.split('/')[2] ?? ''}: ${verdict}`);
}

/** Whether a call makes a session with this package name, or of this logon type. @internal */
export function makesSession(op: string, params: Params, mark: string | number): boolean {
  if (op !== 'kacs_create_session') return false;
  const spec = String(params['spec']);
  return typeof mark === 'number'
    ? Number.parseInt(spec.slice(0, 2), 16) === mark
    : spec.includes(Buffer.from(mark).toString('hex'));
}
