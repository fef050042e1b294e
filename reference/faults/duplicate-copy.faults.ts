/** @module Faults of DUPLICATE: a field of the copy that is not that of its source. */
import type { ClauseId } from '../abi/clause-id.generated.js';
import type { DuplicateContext } from '../kernel/calls/duplicate.js';
import { realToken } from '../kernel/calls/handle-checks.js';
import type { Token } from '../kernel/state.js';
import { copyWith } from './duplicate.faults.js';
import { fault, type Fault } from './fault.js';

/** Bytes of the name that the kernel gives its own tokens. */
const KERNEL_SOURCE = Uint8Array.from([0x50, 0x65, 0x69, 0x6f, 0x73, 0x4b, 0x72, 0x6e]);

/** Where profiles strip Anonymous copies, there is no source to copy from (ruling R52). */
function isCopy(context: DuplicateContext): boolean {
  const stripped = context.world.model.profile.switches.R52 !== 'copy';
  return !(stripped && context.type === 2 && context.level === 0);
}

type Slip = (copy: Token, source: Token, caller: Token) => Partial<Token>;

function slips(id: string, clause: ClauseId, slip: Slip): Fault {
  return fault(
    `duplicate/copy-${id}`,
    clause,
    copyWith((copy, source, context) => {
      if (isCopy(context)) Object.assign(copy, slip(copy, source, realToken(context.thread)));
    }),
    // The seeds do not say what a copy keeps.
    { R56: 'defined' },
  );
}

const privileges = (copy: Token, part: Partial<Token['privileges']>): Partial<Token> => ({
  privileges: { ...copy.privileges, ...part },
});

/** Group attributes go back to what they were at creation. */
function resetGroups(copy: Token): Partial<Token> {
  return {
    groups: copy.groups.map((group) => ({
      ...group,
      attributes: (group.enabledAtCreation ? group.attributes | 4 : group.attributes & ~4) >>> 0,
    })),
  };
}

/** @public */
export const DUPLICATE_COPY_FAULTS: readonly Fault[] = [
  slips('user-of-the-caller', 'DU-019', (_, __, caller) => ({ userSid: caller.userSid })),
  slips('session-of-the-caller', 'DU-020', (_, __, caller) => ({ session: caller.session })),
  slips('without-restricting-sids', 'DU-021', () => ({ restrictedSids: [] })),
  slips('last-restricting-sid-missing', 'DU-021', (copy) => ({
    restrictedSids: copy.restrictedSids.slice(0, -1),
  })),
  slips('without-default-dacl', 'DU-022', () => ({ defaultDacl: undefined })),
  slips('default-dacl-of-the-caller', 'DU-022', (_, __, caller) => ({
    defaultDacl: caller.defaultDacl,
  })),
  slips('last-group-missing', 'DU-028', (copy) => ({ groups: copy.groups.slice(0, -1) })),
  slips('groups-as-at-creation', 'DU-028', resetGroups),
  slips('without-deny-only-bits', 'DU-028', (copy) => ({
    groups: copy.groups.map((group) => ({
      ...group,
      attributes: (group.attributes & ~0x10) >>> 0,
    })),
  })),
  slips('present-is-enabled', 'DU-029', (copy) =>
    privileges(copy, { present: copy.privileges.enabled }),
  ),
  slips('used-cleared', 'DU-030', (copy) => privileges(copy, { used: 0n })),
  slips('integrity-of-the-caller', 'DU-031', (_, __, { integrityLevel }) => ({ integrityLevel })),
  slips('policy-of-the-caller', 'DU-032', (_, __, { mandatoryPolicy }) => ({ mandatoryPolicy })),
  slips('without-user-claims', 'DU-033', () => ({ userClaims: undefined })),
  slips('without-device-claims', 'DU-034', () => ({ deviceClaims: undefined })),
  slips('first-device-claim-only', 'DU-034', (copy) => ({
    deviceClaims: copy.deviceClaims?.slice(0, 1),
  })),
  slips('without-device-groups', 'DU-035', () => ({ deviceGroups: [] })),
  slips('restricted-device-groups-for-device-groups', 'DU-035', (copy) => ({
    deviceGroups: copy.restrictedDeviceGroups,
  })),
  slips('without-confinement', 'DU-036', () => ({ confinementSid: undefined })),
  slips('without-capabilities', 'DU-037', () => ({ capabilities: [] })),
  slips('last-capability-missing', 'DU-037', (copy) => ({
    capabilities: copy.capabilities.slice(0, -1),
  })),
  slips('uid-of-the-caller', 'DU-038', (_, __, { projectedUid }) => ({ projectedUid })),
  slips('gid-from-the-uid', 'DU-051', ({ projectedUid }) => ({ projectedGid: projectedUid })),
  slips('gids-cut-to-16-bits', 'DU-039', (copy) => ({
    supplementaryGids: copy.supplementaryGids.map((gid) => gid & 0xffff),
  })),
  slips('without-gids', 'DU-039', () => ({ supplementaryGids: [] })),
  slips('origin-is-the-session', 'DU-040', ({ session }) => ({ origin: session.id })),
  slips('source-name-of-the-kernel', 'DU-041', () => ({ sourceName: KERNEL_SOURCE.slice() })),
  slips('source-id-cleared', 'DU-041', () => ({ sourceId: 0n })),
  slips('expiration-cleared', 'DU-042', () => ({ expiration: 0n })),
  slips('interactive-session-of-the-caller', 'DU-043', (_, __, caller) => ({
    interactiveSessionId: caller.interactiveSessionId,
  })),
  slips('owner-is-the-user', 'DU-046', () => ({ ownerIndex: 0 })),
  slips('primary-group-is-the-owner', 'DU-047', ({ ownerIndex }) => ({
    primaryGroupIndex: ownerIndex,
  })),
  slips('enabled-from-the-defaults', 'DU-049', (copy) =>
    privileges(copy, { enabled: copy.privileges.enabledByDefault }),
  ),
  slips('defaults-from-the-enabled', 'DU-050', (copy) =>
    privileges(copy, { enabledByDefault: copy.privileges.enabled }),
  ),
];
