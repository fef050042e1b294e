/** @module Cases about the one privilege that a call asks for, in every state it can be in. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { adjustPrivileges, aSession, aToken, install } from './steps.js';
import { aCase, accepted, control, judged, type SuiteCase, type SuiteStep } from './suite.js';

const EVERY = 0xc000000ffffffffcn;
const DISABLE = 0;
const ENABLE = 2;
const REMOVE = 4;

const text = (mask: bigint): string => `0x${mask.toString(16)}`;

/** A call that asks for a privilege. @public */
export interface PrivilegedCall {
  readonly clause: ClauseId;
  readonly bit: number;
  /** What the call needs besides: made by SYSTEM, in session `s`. */
  readonly given?: readonly SuiteStep[];
  /** The call; each use has a name of its own. */
  readonly call: (use: string) => SuiteStep;
  readonly needs?: readonly string[];
}

/** The worker goes on with a token `me` in session `s`. */
function runningWith(present: bigint, enabled: bigint): readonly SuiteStep[] {
  return [
    aToken('me', {
      privilegesPresent: text(present),
      privilegesEnabled: text(enabled),
      privilegesEnabledByDefault: text(enabled),
    }),
    control(install('me')),
  ];
}

/** Absent, present but disabled, enabled; alone and among all others; and on the way. @public */
export function privilegeStateCases({
  clause,
  bit,
  given = [],
  call,
  needs = [],
}: PrivilegedCall): readonly SuiteCase[] {
  const one = 1n << BigInt(bit);
  const others = EVERY & ~one;
  const set = (attributes: number): SuiteStep =>
    control(adjustPrivileges('me', [{ luid: bit, attributes }]));
  const good = [aSession(), ...given, accepted(clause, call('good'))];
  const yes = accepted(clause, call('x'));
  const no = judged(clause, call('x'));
  const states: readonly (readonly [slug: string, words: string, steps: readonly SuiteStep[]])[] = [
    ['absent-among-all', 'every privilege but this one', [...runningWith(others, others), no]],
    ['absent-with-none', 'no privilege at all', [...runningWith(0n, 0n), no]],
    ['disabled-alone', 'this privilege alone, disabled', [...runningWith(one, 0n), no]],
    ['disabled-among-all', 'all enabled but this one', [...runningWith(EVERY, others), no]],
    ['enabled-alone', 'this privilege alone, enabled', [...runningWith(one, one), yes]],
    ['enabled-among-disabled', 'all present, this one enabled', [...runningWith(EVERY, one), yes]],
    [
      'disabled-then-enabled',
      'this privilege, disabled and enabled again',
      [...runningWith(one, one), set(DISABLE), no, set(ENABLE), accepted(clause, call('y'))],
    ],
    ['removed', 'this privilege, removed', [...runningWith(EVERY, EVERY), set(REMOVE), no]],
  ];
  return states.map(([slug, words, steps]) =>
    aCase(slug, `a caller with ${words}`, [good, steps], {
      needs: ['install', 'adjust', ...needs],
    }),
  );
}
