/** @module Steps of the suites of the logonse command: its runs, and helpers in sessions. */
import { control, type SuiteArgument, type SuiteStep } from '../language/suite.js';
import { aSession, by, install, ref, sessionSpec, spawn, aToken } from '../language/steps.js';

/** The name under which commands find the spec of {@link sessionSpec}. @internal */
export const SPEC_FILE = 'session.bin';

/** A run of the command under test with these words behind its name. @internal */
export function run(
  as: string,
  words: readonly SuiteArgument[],
  more: Readonly<Record<string, SuiteArgument>> = {},
): SuiteStep {
  const files = { [SPEC_FILE]: sessionSpec() };
  return { as, op: 'world.runCommand', args: { command: words, files, ...more } };
}

/** A helper process `name` whose primary token is in a fresh session `session`. @internal */
export function helperInSession(name: string, session: string): readonly SuiteStep[] {
  const token = `${name}Token`;
  return [
    spawn(name),
    by(name, aSession(session)),
    by(name, aToken(token, { sessionId: ref(`${session}.id`) })),
    control(by(name, install(token, `${name}Install`))),
  ];
}

/** Destroys the session that a run of `create` printed. @internal */
export function destroyPrinted(of: string): SuiteStep {
  return {
    op: 'kacs_destroy_empty_session',
    args: { id: ref(`${of}.printedId`) },
    note: 'teardown',
  };
}
