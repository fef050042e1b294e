/** @module Clauses of claim buffers in token specs: areas claims and token-spec-variable. */

import { type ClauseRow, LEARN, PACKED } from './clause-row.js';

const at = (structure: string): readonly string[] => [
  `TOKEN_SPEC.userClaims.${structure}`,
  `TOKEN_SPEC.deviceClaims.${structure}`,
];
const CLAIM = at('CLAIM');
const SLOT = at('CLAIM_SLOT');

/** @internal */
export const CLAIM_CLAUSES: readonly ClauseRow[] = [
  { places: SLOT, rules: ['header.fits'], clauses: ['TV-026'] },
  { places: SLOT, rules: ['entry.within'], clauses: ['CL-030'] },
  { places: SLOT, rules: ['length.range'], profiles: PACKED, clauses: ['CL-038'] },
  { places: CLAIM, rules: ['header.fits'], clauses: ['CL-001'] },
  { places: CLAIM, rules: ['name.within', 'name.required'], clauses: ['CL-002'] },
  { places: CLAIM, rules: ['name.terminated'], profiles: PACKED, clauses: ['CL-031'] },
  { places: CLAIM, rules: ['name.maxUnits'], profiles: ['psd-0.22'], clauses: ['CL-045'] },
  { places: CLAIM, rules: ['count.range'], profiles: ['psd-0.22'], clauses: ['CL-046'] },
  { places: CLAIM, rules: ['type.oneOf'], profiles: LEARN, clauses: ['CL-010'] },
  { places: CLAIM, rules: ['type.oneOf'], profiles: PACKED, clauses: ['CL-037'] },
  { places: CLAIM, rules: ['reserved.equals'], profiles: LEARN, clauses: ['CL-011'] },
  { places: CLAIM, rules: ['valueOffsets.fits'], profiles: LEARN, clauses: ['CL-019'] },
  { places: CLAIM, rules: ['valueOffsets.fits'], profiles: PACKED, clauses: ['CL-019', 'CL-040'] },
  { places: CLAIM, rules: ['values.within', 'values.behindPointers'], clauses: ['CL-020'] },
  { places: CLAIM, rules: ['values.elementFits'], clauses: ['CL-022', 'CL-023'] },
  { places: CLAIM, rules: ['values.prefixWithin'], profiles: LEARN, clauses: ['TV-034'] },
  { places: CLAIM, rules: ['values.prefixWithin'], profiles: PACKED, clauses: ['CL-049'] },
  { places: CLAIM, rules: ['values.pointerWithin'], profiles: PACKED, clauses: ['CL-039'] },
  { places: CLAIM, rules: ['values.terminated'], profiles: PACKED, clauses: ['CL-048'] },
  { places: CLAIM, rules: ['values.consumesExactly'], profiles: LEARN, clauses: ['CL-028'] },
  { places: at('SID'), rules: ['*'], clauses: ['CL-028'] },
];
