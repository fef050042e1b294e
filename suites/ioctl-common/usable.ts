/** @module Which of the rights of a handle can be used, one call for each. */
import { duplicate } from '../language/steps-derive.js';
import { query } from '../language/steps.js';
import { accepted, refused, type SuiteStep } from '../language/suite.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { ADJUSTMENTS, type Adjustment } from './adjustments.js';

const QUERY: Adjustment = {
  slug: 'query',
  right: 0x0008,
  of: (token) => query('queried', token, 'USER'),
};

const DUPLICATE: Adjustment = {
  slug: 'duplicate',
  right: 0x0002,
  of: (token) => duplicate('duplicated', token),
};

/** @internal */
export const USES: readonly Adjustment[] = [QUERY, ...ADJUSTMENTS, DUPLICATE];

/** The call works on the handle exactly if the mask has its right. @internal */
export function usedAs(clause: ClauseId, mask: number, token: string, use: Adjustment): SuiteStep {
  const step = use.of(token);
  return (mask & use.right) === 0 ? refused(clause, step) : accepted(clause, step);
}
