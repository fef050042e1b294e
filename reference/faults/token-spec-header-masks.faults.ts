/** @module Faults in the privilege masks and in the owner and group indexes of a spec. */
import type { ClauseId } from '../abi/clause-id.generated.js';
import { fault, fieldMoved, ruleDropped, type Fault } from './fault.js';
import { afterCopy, refusingSpec } from './token-spec-header.faults.js';

type Mask = 'present' | 'enabled' | 'enabledByDefault';

const HALVES: readonly (readonly [Mask, low: ClauseId, high: ClauseId, packed: ClauseId])[] = [
  ['present', 'TH-055', 'TH-056', 'TH-086'],
  ['enabled', 'TH-057', 'TH-058', 'TH-087'],
  ['enabledByDefault', 'TH-059', 'TH-060', 'TH-088'],
];

/** A mask of this one bit is taken for empty. */
function lonely(mask: Mask, bit: bigint): Fault['apply'] {
  return afterCopy(({ privileges }) => {
    if (privileges[mask] === 1n << bit) privileges[mask] = 0n;
  });
}

const PRIVILEGES: readonly Fault[] = [
  ...HALVES.flatMap(([mask, low, high, packed]) =>
    [2n, 31n, 32n, 62n, 63n].map((bit) =>
      fault(
        `token-spec-header/privileges-${mask}-of-bit-${bit}-lost`,
        [bit < 32n ? low : high, packed],
        lonely(mask, bit),
      ),
    ),
  ),
  fault(
    'token-spec-header/privileges-limited-to-those-of-the-headers',
    ['TH-055', 'TH-086'],
    refusingSpec(({ privilegesPresent }) => privilegesPresent === 1n << 22n),
  ),
  fault(
    'token-spec-header/default-mask-starts-empty',
    ['TH-088', 'IQ-010'],
    afterCopy(({ privileges }) => {
      privileges.enabledByDefault = 0n;
    }),
    { R05: 'copied' },
  ),
  fault(
    'token-spec-header/enabled-without-present',
    'TH-123',
    ruleDropped('TOKEN_SPEC', 'privilegesEnabled.subset'),
  ),
];

const INDEXES: readonly Fault[] = [
  fault(
    'token-spec-header/owner-0-is-the-first-group',
    ['TH-051', 'TH-050', 'TH-095'],
    afterCopy((token) => {
      if (token.ownerIndex === 0 && token.groups.length === 5) token.ownerIndex = 1;
    }),
  ),
  fault(
    'token-spec-header/owner-among-the-first-four-groups',
    ['TH-052', 'TH-050', 'TH-095'],
    afterCopy((token) => {
      token.ownerIndex = Math.min(token.ownerIndex, 4);
    }),
  ),
  fault(
    'token-spec-header/owner-index-of-8-bits',
    ['TH-052', 'TH-095'],
    afterCopy((token) => {
      token.ownerIndex &= 0xff;
    }),
    { R27: '1024' },
  ),
  fault(
    'token-spec-header/group-0-is-the-first-group',
    ['TH-054', 'TH-053', 'TH-096'],
    afterCopy((token) => {
      if (token.primaryGroupIndex === 0 && token.groups.length === 5) token.primaryGroupIndex = 1;
    }),
  ),
  fault(
    'token-spec-header/group-among-the-first-four-groups',
    ['TH-130', 'TH-053', 'TH-096'],
    afterCopy((token) => {
      token.primaryGroupIndex = Math.min(token.primaryGroupIndex, 4);
    }),
  ),
  fault(
    'token-spec-header/group-index-of-8-bits',
    ['TH-130', 'TH-096'],
    afterCopy((token) => {
      token.primaryGroupIndex &= 0xff;
    }),
    { R27: '1024' },
  ),
  fault(
    'token-spec-header/owner-index-unchecked',
    ['TH-075', 'TH-127'],
    ruleDropped('TOKEN_SPEC', 'ownerIndex.indexInto'),
  ),
  fault(
    'token-spec-header/owner-index-read-as-16-bits',
    'TH-075',
    fieldMoved('TOKEN_SPEC', 'ownerIndex', { type: 'u16le' }),
  ),
  fault(
    'token-spec-header/group-index-unchecked',
    ['TH-076', 'TH-127'],
    ruleDropped('TOKEN_SPEC', 'primaryGroupIndex.indexInto'),
  ),
  fault(
    'token-spec-header/group-index-read-as-8-bits',
    'TH-076',
    fieldMoved('TOKEN_SPEC', 'primaryGroupIndex', { type: 'u8' }),
  ),
  fault(
    'token-spec-header/any-group-may-be-the-owner',
    'TH-126',
    ruleDropped('TOKEN_SPEC', 'owner.selectedHas'),
    { R30: 'reject' },
  ),
];

/** @internal */
export const TOKEN_SPEC_HEADER_MASK_FAULTS: readonly Fault[] = [...PRIVILEGES, ...INDEXES];
