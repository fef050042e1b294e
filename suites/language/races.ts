/** @module What races have in common: two actors on one token, and calls that must succeed. */
import { aSession, aToken, by, ref, spawn } from './steps.js';
import { startThread } from './steps-impersonate.js';
import { passHandle } from './steps-inspect.js';
import { control, type SuiteParallel, type SuiteStep } from './suite.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { TemplateValue } from './template.js';

/** Two actors, `w` and `other`, with handles `t` and `u` of one token. @public */
export interface Pairing {
  readonly slug: string;
  readonly actors: readonly SuiteStep[];
  /** Makes `u` out of `t`. */
  readonly share: readonly SuiteStep[];
  readonly needs: readonly string[];
}

/** From two threads, and from two processes. @public */
export const PAIRINGS: readonly Pairing[] = [
  {
    slug: 'threads',
    actors: [startThread('other')],
    share: [control({ as: 'u', op: 'world.duplicateHandle', args: { handle: ref('t.handle') } })],
    needs: ['threads'],
  },
  {
    slug: 'processes',
    actors: [spawn('other')],
    share: [passHandle('u', 't', 'other')],
    needs: ['processes', 'handle-passing'],
  },
];

/** The token: privileges 2 and 3, two optional groups that may own, an optional third. @public */
export const RACED = {
  privilegesPresent: '0xc',
  privilegesEnabled: '0xc',
  privilegesEnabledByDefault: '0xc',
  groups: [
    { sid: 'S-1-22-2-5001', attributes: 0xe },
    { sid: 'S-1-22-2-5002', attributes: 0xe },
    { sid: 'S-1-22-2-5003', attributes: 0x6 },
  ],
} as const;

/** The actors, a session `s`, the token and its second handle. @public */
export function twoOnOne(
  { actors, share }: Pairing,
  token: Readonly<Record<string, TemplateValue>> = {},
): readonly SuiteStep[] {
  return [...actors, aSession(), aToken('t', { ...RACED, ...token }), ...share];
}

/**
 * Both branches at once, `repeat` times; the first by the worker, the second by the other. @public
 */
export function race(
  clause: ClauseId,
  mine: readonly SuiteStep[],
  theirs: readonly SuiteStep[],
  repeat = 5,
): SuiteParallel {
  return {
    par: [mine, theirs.map((step) => by('other', step))],
    repeat,
    barrier: true,
    linearizable: { clause },
  };
}
