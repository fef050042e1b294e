/** @module Faults in where a spec's sections are taken from, and in the registry extension. */
import type { ClauseId } from '../abi/clause-id.generated.js';
import { fault, otherPayload, ruleAdded, ruleDropped, type Change, type Fault } from './fault.js';
import { refusingSpec } from './token-spec-header.faults.js';

/** A number row has to stay below a limit: only so much of the spec is read, or kept. */
function limited(field: string, max: number): Change {
  return ruleAdded('TOKEN_SPEC', field, { id: `${field}.range`, kind: 'range', min: 0, max });
}

/** The section, and the clauses on its start in both forms. */
const STARTS: readonly (readonly [section: string, ...clauses: ClauseId[]])[] = [
  ['userSid', 'TH-034', 'TH-099'],
  ['groups', 'TH-036', 'TH-100'],
  ['restrictedSids', 'TH-038', 'TH-105'],
  ['deviceGroups', 'TH-040', 'TH-104'],
  ['restrictedDeviceGroups', 'TH-042', 'TH-114'],
  ['userClaims', 'TH-044', 'TH-102'],
  ['deviceClaims', 'TH-046', 'TH-103'],
  ['defaultDacl', 'TH-048', 'TH-101'],
  ['confinementSid', 'TH-061', 'TH-106'],
  ['capabilities', 'TH-063', 'TH-107'],
  ['supplementaryGids', 'TH-071', 'TH-113'],
];

const LISTS: readonly (readonly [section: string, wide: ClauseId, packed: ClauseId])[] = [
  ['groups', 'TH-037', 'TH-133'],
  ['restrictedSids', 'TH-039', 'TH-138'],
  ['deviceGroups', 'TH-041', 'TH-137'],
  ['capabilities', 'TH-064', 'TH-140'],
];

const WIDE = { R02: 'wide' } as const;
const PACKED = { R02: 'packed' } as const;

const PLACES: readonly Fault[] = [
  ...STARTS.map(([section, ...clauses]) =>
    fault(
      `token-spec-header/${section}-only-in-the-first-page`,
      clauses,
      limited(`${section}Offset`, 0xfff),
    ),
  ),
  ...LISTS.flatMap(([section, wide, packed]) => [
    fault(
      `token-spec-header/${section}-of-1-KiB-at-most`,
      wide,
      limited(`${section}Length`, 0x3ff),
      WIDE,
    ),
    fault(
      `token-spec-header/${section}-of-32-entries-at-most`,
      packed,
      limited(`${section}Count`, 32),
      PACKED,
    ),
  ]),
  fault(
    'token-spec-header/defaultDacl-of-1-KiB-at-most',
    ['TH-049', 'TH-134'],
    limited('defaultDaclLength', 0x3ff),
  ),
  fault(
    'token-spec-header/userClaims-of-512-bytes-at-most',
    'TH-135',
    limited('userClaimsLength', 0x1ff),
    PACKED,
  ),
  fault(
    'token-spec-header/deviceClaims-of-512-bytes-at-most',
    'TH-136',
    limited('deviceClaimsLength', 0x1ff),
    PACKED,
  ),
  fault(
    'token-spec-header/confinementSid-of-8-sub-authorities-at-most',
    ['TH-062', 'TH-139'],
    limited('confinementSidLength', 40),
  ),
  fault(
    'token-spec-header/gids-31-at-most',
    ['TH-072', 'TH-132'],
    limited('supplementaryGidsLength', 124),
    WIDE,
  ),
  fault(
    'token-spec-header/gids-31-counted-at-most',
    'TH-141',
    limited('supplementaryGidsCount', 31),
    PACKED,
  ),
  fault(
    'token-spec-header/not-confined-reported-as-the-null-sid',
    ['TH-061', 'TH-062'],
    otherPayload(
      'APPCONTAINER_SID',
      (value) => value ?? { revision: 1, authority: 0, subAuthorities: [0] },
    ),
  ),
];

const CONTENT: readonly Fault[] = [
  fault(
    'token-spec-header/user-sid-length-ignored',
    'TH-035',
    ruleDropped('TOKEN_SPEC', 'userSid.consumesExactly'),
    WIDE,
  ),
  fault(
    'token-spec-header/restricted-device-groups-unread',
    ['TH-042', 'TH-114'],
    ruleDropped('SID', 'revision.equals', 'TOKEN_SPEC.restrictedDeviceGroups'),
  ),
  fault(
    'token-spec-header/user-claims-unread',
    'TH-044',
    ruleDropped('CLAIM_SLOT', 'entry.within', 'TOKEN_SPEC.userClaims'),
  ),
  fault(
    'token-spec-header/device-claims-unread',
    'TH-046',
    ruleDropped('CLAIM_SLOT', 'entry.within', 'TOKEN_SPEC.deviceClaims'),
  ),
  fault(
    'token-spec-header/restricted-device-groups-beyond-the-end',
    'TH-043',
    ruleDropped('TOKEN_SPEC', 'restrictedDeviceGroups.within'),
    WIDE,
  ),
  fault(
    'token-spec-header/user-claims-cut',
    'TH-045',
    ruleDropped('CLAIM_SLOT', 'entry.within', 'TOKEN_SPEC.userClaims'),
    WIDE,
  ),
  fault(
    'token-spec-header/device-claims-cut',
    'TH-047',
    ruleDropped('CLAIM_SLOT', 'entry.within', 'TOKEN_SPEC.deviceClaims'),
    WIDE,
  ),
  fault(
    'token-spec-header/restricted-device-groups-counted-beyond-the-end',
    'TH-142',
    ruleDropped('TOKEN_SPEC', 'restrictedDeviceGroups.fits'),
    PACKED,
  ),
];

const REGISTRY = { R09: 'registry' } as const;

const EXTENSION_RULES: readonly (readonly [rule: string, ClauseId])[] = [
  ['version.equals', 'TH-119'],
  ['reserved4.equals', 'TH-145'],
  ['scopeCount.range', 'TH-146'],
  ['layerCount.range', 'TH-147'],
  ['scopes.notAllZero', 'TH-120'],
  ['scopes.distinct', 'TH-148'],
  ['layers.itemBytes', 'TH-121'],
  ['layers.utf8', 'TH-151'],
  ['layers.excludesBytes', 'TH-149'],
  ['layers.distinct', 'TH-150'],
];

/** Rules that are there, but too weak; a later rule of a kind replaces the earlier one. */
const WEAK_EXTENSION_RULES: readonly Fault[] = [
  fault(
    'token-spec-header/registry-names-of-256-bytes',
    'TH-121',
    ruleAdded('REGISTRY_EXTENSION', 'layers', {
      id: 'layers.itemBytes',
      kind: 'itemBytes',
      min: 1,
      max: 256,
    }),
    REGISTRY,
  ),
  fault(
    'token-spec-header/registry-empty-names',
    'TH-121',
    ruleAdded('REGISTRY_EXTENSION', 'layers', {
      id: 'layers.itemBytes',
      kind: 'itemBytes',
      min: 0,
      max: 255,
    }),
    REGISTRY,
  ),
  ...[0x00, 0x2f, 0x5c].map((byte) =>
    fault(
      `token-spec-header/registry-names-with-byte-${byte}`,
      'TH-149',
      ruleAdded('REGISTRY_EXTENSION', 'layers', {
        id: 'layers.excludesBytes',
        kind: 'excludesBytes',
        bytes: [0x00, 0x2f, 0x5c].filter((other) => other !== byte),
      }),
      REGISTRY,
    ),
  ),
  fault(
    'token-spec-header/registry-names-compared-with-case',
    'TH-150',
    ruleAdded('REGISTRY_EXTENSION', 'layers', {
      id: 'layers.distinct',
      kind: 'distinct',
      foldCase: false,
    }),
    REGISTRY,
  ),
];

const EXTENSION: readonly Fault[] = [
  ...EXTENSION_RULES.map(([rule, clause]) =>
    fault(
      `token-spec-header/registry-without-${rule}`,
      clause,
      ruleDropped('REGISTRY_EXTENSION', rule),
      REGISTRY,
    ),
  ),
  ...WEAK_EXTENSION_RULES,
  fault(
    'token-spec-header/registry-trailing-bytes-ignored',
    'TH-122',
    ruleDropped('TOKEN_SPEC', 'registryExtension.consumesExactly'),
    REGISTRY,
  ),
  fault(
    'token-spec-header/registry-without-scopes-refused',
    'TH-118',
    refusingSpec(({ registryExtension }) => registryExtension?.scopes.length === 0),
    REGISTRY,
  ),
  fault(
    'token-spec-header/registry-only-in-the-first-page',
    'TH-118',
    limited('registryExtensionOffset', 0xfff),
    REGISTRY,
  ),
];

/** @internal */
export const TOKEN_SPEC_HEADER_SECTION_FAULTS: readonly Fault[] = [
  ...PLACES,
  ...CONTENT,
  ...EXTENSION,
];
