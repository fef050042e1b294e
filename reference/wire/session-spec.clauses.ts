/** @module Clauses of the session record: area session-spec. */

import { type ClauseRow, PACKED, PKM } from './clause-row.js';

const SPEC = ['SESSION_SPEC'];
const SID = ['SESSION_SPEC.userSid.SID'];

/** @internal */
export const SESSION_CLAUSES: readonly ClauseRow[] = [
  { places: SPEC, rules: ['spec.minSize'], clauses: ['SS-018', 'LM-001'] },
  { places: SPEC, rules: ['spec.maxSize'], clauses: ['SS-020', 'LM-015'] },
  { places: SPEC, rules: ['logonType.oneOf'], clauses: ['SS-021'] },
  { places: SPEC, rules: ['authPackage.within'], clauses: ['SS-022'] },
  { places: SPEC, rules: ['authPackage.utf8'], profiles: PACKED, clauses: ['SS-031'] },
  { places: SPEC, rules: ['userSidLength.fits'], clauses: ['SS-023'] },
  { places: SPEC, rules: ['userSid.within'], clauses: ['SS-027', 'SS-037'] },
  { places: SPEC, rules: ['userSid.consumesExactly'], clauses: ['SS-026'] },
  { places: SPEC, rules: ['spec.consumesExactly'], profiles: PKM, clauses: ['SS-033'] },
  { places: SID, rules: ['revision.equals'], clauses: ['SS-024'] },
  { places: SID, rules: ['count.range'], clauses: ['SS-025'] },
  { places: SID, rules: ['subAuthorities.fits'], clauses: ['SS-026'] },
  { places: SID, rules: ['header.fits'], clauses: ['SS-028'] },
];
