/**
 * @module Payloads that the system writes, and structures outside specs: no clauses of their own.
 */

import type { ClauseRow } from './clause-row.js';

/** @internal */
export const QUERY_CLAUSES: readonly ClauseRow[] = [
  {
    places: ['QUERY_*'],
    rules: ['*'],
    clauses: [],
    reason: 'a payload is compared with what the catalogue expects, under the clause of the case',
  },
  {
    places: ['SID*', 'ACL*', 'ACE*', 'CLAIM*', 'BARE_SID_LIST*', 'REGISTRY_*', 'OBJECT_ACE_BODY*'],
    rules: ['*'],
    clauses: [],
    reason: 'a structure by itself: its container decides which clause it breaks',
  },
];
