/** @module Clauses of the fixed header of token specs: areas token-spec-header and limits. */

import { type ClauseRow, LEARN, PACKED, PKM, PSD } from './clause-row.js';

const SPEC = ['TOKEN_SPEC'];
const EXTENSION = ['TOKEN_SPEC.registryExtension.REGISTRY_EXTENSION'];

/** @internal */
export const TOKEN_HEADER_CLAUSES: readonly ClauseRow[] = [
  { places: SPEC, rules: ['spec.minSize'], clauses: ['TH-001', 'LM-002'] },
  { places: SPEC, rules: ['spec.maxSize'], clauses: ['LM-004'] },
  { places: SPEC, rules: ['version.equals'], clauses: ['TH-004'] },
  { places: SPEC, rules: ['tokenType.oneOf'], clauses: ['TH-008'] },
  { places: SPEC, rules: ['impersonationLevel.range'], clauses: ['TH-011'] },
  { places: SPEC, rules: ['primaryLevel.implies'], clauses: ['TH-012'] },
  {
    places: SPEC,
    rules: ['integrityLevel.oneOf'],
    profiles: ['learn-0.20', 'psd-0.20', 'pkm-0.20'],
    clauses: ['TH-019'],
  },
  { places: SPEC, rules: ['mandatoryPolicy.bits'], clauses: ['TH-023'] },
  {
    places: SPEC,
    rules: ['auditPolicy.bits'],
    clauses: [],
    reason: 'R32: undefined audit bits have no clause; refusing is one admissible outcome',
  },
  { places: SPEC, rules: ['reserved20.equals'], profiles: LEARN, clauses: ['TH-024'] },
  { places: SPEC, rules: ['reserved6.equals'], profiles: PACKED, clauses: ['TH-083'] },
  { places: SPEC, rules: ['reserved32.equals'], profiles: PACKED, clauses: ['TH-089'] },
  { places: SPEC, rules: ['reserved188.equals'], profiles: PSD, clauses: ['TH-117'] },
  { places: SPEC, rules: ['isolation.implies'], profiles: LEARN, clauses: ['TH-067', 'TH-077'] },
  { places: SPEC, rules: ['isolation.implies'], profiles: PACKED, clauses: ['TH-144'] },
  { places: SPEC, rules: ['writeRestricted.implies'], profiles: PACKED, clauses: ['TH-111'] },
  { places: SPEC, rules: ['confinementExempt.oneOf'], profiles: LEARN, clauses: ['TH-131'] },
  { places: SPEC, rules: ['ownerIndex.indexInto'], profiles: LEARN, clauses: ['TH-075'] },
  {
    places: SPEC,
    rules: ['ownerIndex.indexInto'],
    profiles: PACKED,
    clauses: ['TH-075', 'TH-127'],
  },
  { places: SPEC, rules: ['primaryGroupIndex.indexInto'], profiles: LEARN, clauses: ['TH-076'] },
  {
    places: SPEC,
    rules: ['primaryGroupIndex.indexInto'],
    profiles: PACKED,
    clauses: ['TH-076', 'TH-127'],
  },
  { places: SPEC, rules: ['owner.selectedHas'], profiles: PACKED, clauses: ['TH-126'] },
  { places: SPEC, rules: ['privilegesEnabled.subset'], profiles: PACKED, clauses: ['TH-123'] },
  {
    places: SPEC,
    rules: ['privilegesEnabled.subset'],
    profiles: LEARN,
    clauses: [],
    reason: 'R31: the catalogue has its clause for the psd and pkm profiles only',
  },
  { places: SPEC, rules: ['groups.maxItems'], profiles: PSD, clauses: ['TH-128', 'LM-009'] },
  { places: SPEC, rules: ['groups.maxItems'], profiles: PKM, clauses: ['TH-129'] },
  { places: EXTENSION, rules: ['version.equals'], profiles: PKM, clauses: ['TH-119'] },
  { places: EXTENSION, rules: ['reserved4.equals'], profiles: PKM, clauses: ['TH-145'] },
  { places: EXTENSION, rules: ['scopeCount.range'], profiles: PKM, clauses: ['TH-146'] },
  { places: EXTENSION, rules: ['layerCount.range'], profiles: PKM, clauses: ['TH-147'] },
  { places: EXTENSION, rules: ['scopes.notAllZero'], profiles: PKM, clauses: ['TH-120'] },
  { places: EXTENSION, rules: ['scopes.distinct'], profiles: PKM, clauses: ['TH-148'] },
  { places: EXTENSION, rules: ['layers.itemBytes'], profiles: PKM, clauses: ['TH-121'] },
  { places: EXTENSION, rules: ['layers.utf8'], profiles: PKM, clauses: ['TH-151'] },
  { places: EXTENSION, rules: ['layers.excludesBytes'], profiles: PKM, clauses: ['TH-149'] },
  { places: EXTENSION, rules: ['layers.distinct'], profiles: PKM, clauses: ['TH-150'] },
  {
    places: SPEC,
    rules: ['registryExtension.consumesExactly'],
    profiles: PKM,
    clauses: ['TH-122'],
  },
  { places: SPEC, rules: ['registryExtension.within'], profiles: PKM, clauses: ['TV-003'] },
  // What the extension counts has to be there: the bytes end before the counted elements do.
  { places: EXTENSION, rules: ['*its'], profiles: PKM, clauses: ['TV-034'] },
];
