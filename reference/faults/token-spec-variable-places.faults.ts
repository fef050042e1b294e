/** @module Faults of where the sections of token specs are: offsets, lengths, overlap, order. */
import type { CreateTokenContext } from '../kernel/calls/create-token.js';
import type { Acl } from '../wire/values.js';
import { decode, encode } from '../wire/wire.js';
import {
  headerNumber,
  lettingThrough,
  lettingThroughOnly,
  mintingOther,
  refusingSpec,
} from './broken-specs.js';
import { fault, otherPayload, ruleDropped, type Fault } from './fault.js';

const WIDE = { R02: 'wide' } as const;

const CLAIMS_WITHIN = ['userClaims.within'] as const;
const claimsOffset = (c: CreateTokenContext): number => headerNumber(c, 'userClaimsOffset');
const claimsLength = (c: CreateTokenContext): number => headerNumber(c, 'userClaimsLength');
const size = (c: CreateTokenContext): number => c.buffer.bytes.length;

/** Sections of seed 003 whose content, cut off at the end of the spec, still makes a token. */
const CHECKED = [
  'userSid',
  'groups',
  'restrictedSids',
  'deviceGroups',
  'restrictedDeviceGroups',
  'userClaims',
  'deviceClaims',
  'defaultDacl',
  'confinementSid',
  'capabilities',
  'supplementaryGids',
] as const;

/** @internal */
export const TOKEN_SPEC_PLACES_FAULTS: readonly Fault[] = [
  fault(
    'token-spec-variable/default-dacl-taken-from-the-end',
    'TV-001',
    mintingOther((token, { world, spec, buffer }) => {
      if (token.defaultDacl === undefined || spec.restrictedDeviceGroups === undefined) return;
      const { wire } = world.model;
      const length = encode(wire, 'ACL', token.defaultDacl).bytes.length;
      token.defaultDacl = decode<Acl>(wire, 'ACL', buffer.bytes.slice(-length)).value;
    }),
  ),
  fault(
    'token-spec-variable/absent-dacl-becomes-empty-one',
    'TV-002',
    otherPayload('DEFAULT_DACL', (acl) => acl ?? { revision: 2, aces: [] }),
  ),
  fault(
    'token-spec-variable/start-unchecked',
    'TV-003',
    lettingThroughOnly(CLAIMS_WITHIN, (c) => claimsOffset(c) >= size(c)),
  ),
  fault(
    'token-spec-variable/end-off-by-one',
    'TV-004',
    lettingThroughOnly(CLAIMS_WITHIN, (c) => claimsOffset(c) + claimsLength(c) === size(c) + 1),
  ),
  fault(
    'token-spec-variable/end-wraps',
    'TV-005',
    lettingThroughOnly(
      CLAIMS_WITHIN,
      (c) => (claimsOffset(c) + claimsLength(c)) % 2 ** 32 <= size(c),
    ),
  ),
  CHECKED.map((section) =>
    fault(
      `token-spec-variable/pair-unchecked-${section}`,
      ['TV-005', 'TV-006', 'TV-034'],
      lettingThrough(
        (issues) =>
          issues.every(({ path }) => path.startsWith(section)) &&
          issues.some(({ rule }) => rule === `${section}.within`),
      ),
      WIDE,
    ),
  ),
  fault(
    'token-spec-variable/section-in-header',
    'TV-007',
    ruleDropped('TOKEN_SPEC', 'supplementaryGids.behind'),
    WIDE,
  ),
  fault(
    'token-spec-variable/section-in-last-byte-of-header',
    'TV-007',
    lettingThroughOnly(
      ['supplementaryGids.behind'],
      (c) => headerNumber(c, 'supplementaryGidsOffset') === 191,
    ),
    WIDE,
  ),
  fault(
    'token-spec-variable/length-signed',
    'TV-034',
    lettingThroughOnly(CLAIMS_WITHIN, (c) => claimsLength(c) >= 2 ** 31),
  ),
  fault(
    'token-spec-variable/overlap-unchecked',
    'TV-035',
    ruleDropped('TOKEN_SPEC', 'sections.disjoint'),
    WIDE,
  ),
  fault(
    'token-spec-variable/overlap-of-one-byte',
    'TV-035',
    lettingThrough((issues) =>
      issues.every(({ rule, start, end }) => rule === 'sections.disjoint' && end - start === 1),
    ),
    WIDE,
  ),
  fault(
    'token-spec-variable/touching-refused',
    ['TV-001', 'TV-036', 'TV-041'],
    refusingSpec(
      (c) =>
        c.spec.defaultDacl !== undefined &&
        headerNumber(c, 'defaultDaclOffset') + headerNumber(c, 'defaultDaclLength') ===
          headerNumber(c, 'userSidOffset'),
    ),
  ),
  fault(
    'token-spec-variable/order-expected',
    ['TV-001', 'TV-036', 'TV-041'],
    refusingSpec(
      (c) =>
        c.spec.userClaims !== undefined &&
        c.spec.deviceClaims !== undefined &&
        headerNumber(c, 'deviceClaimsOffset') < claimsOffset(c),
    ),
  ),
].flat();
