/** @module Rules of security descriptors: no clause speaks of their form. */

import type { ClauseRow } from './clause-row.js';

/** @internal */
export const SECURITY_DESCRIPTOR_CLAUSES: readonly ClauseRow[] = [
  {
    places: ['SECURITY_DESCRIPTOR*'],
    rules: ['*'],
    clauses: [],
    reason: 'PSD-004 v0.20 §3.1; the catalogue holds no clause on the form of a descriptor.',
  },
];
