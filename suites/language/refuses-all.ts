/** @module Cases about inspection handles that refuse every ioctl but QUERY. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { RUNS_AS_FULL, RUNS_AS_LIMITED } from './inspected.js';
import {
  ADJUST_CALLS,
  DERIVE_CALLS,
  GET_LINKED,
  IDENTITY_CALLS,
  LINK_ON,
  type TokenCall,
} from './query-only.js';
import { query } from './steps.js';
import { link, openPath } from './steps-inspect.js';
import { aCase, accepted, control, judged, type SuiteCase, type SuiteStep } from './suite.js';

type Path = Parameters<typeof openPath>[1];

/** The handle as an operand of LINK_TOKENS that is issued on an ordinary one. @public */
export const OPERAND_CALLS: readonly (TokenCall & { readonly run: readonly SuiteStep[] })[] = [
  { slug: 'link-elevated', run: RUNS_AS_FULL, of: (t) => link(t, 'b', { on: 'own' }) },
  { slug: 'link-filtered', run: RUNS_AS_LIMITED, of: (t) => link('a', t, { on: 'own' }) },
];

/** Every ioctl but QUERY, on a handle of the worker's own token. @public */
export const ALL_CALLS: readonly (TokenCall & { readonly run: readonly SuiteStep[] })[] = [
  ...[...ADJUST_CALLS, ...DERIVE_CALLS, ...IDENTITY_CALLS, LINK_ON, GET_LINKED].map((call) => ({
    ...call,
    run: RUNS_AS_FULL,
  })),
  ...OPERAND_CALLS,
];

/** For every ioctl but QUERY: the node's handle answers QUERY and refuses the ioctl. @public */
export function refusesAllCases(
  clause: ClauseId,
  prefix: string,
  path: Path,
  calls = ALL_CALLS,
): readonly SuiteCase[] {
  return calls.map(({ slug, run, of }) =>
    aCase(`${prefix}-${slug}`, `an inspection handle (${prefix}) refuses ${slug}`, [
      run,
      control(openPath('h', path)),
      accepted(clause, query('q', 'h', 'USER')),
      judged(clause, of('h')),
    ]),
  );
}

/** The same for calls that need no preparation, as SYSTEM. @public */
export function refusedBySystemCases(
  clause: ClauseId,
  prefix: string,
  open: readonly SuiteStep[],
): readonly SuiteCase[] {
  return [...ADJUST_CALLS, ...DERIVE_CALLS].map(({ slug, of }) =>
    aCase(`${prefix}-system-${slug}`, `SYSTEM gets no right for ${slug} (${prefix})`, [
      open,
      accepted(clause, query('q', 'h', 'USER')),
      judged(clause, of('h')),
    ]),
  );
}
