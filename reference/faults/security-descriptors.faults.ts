/** @module Faults of the SDs that tokens get and keep. */
import { RIGHT, TOKEN_RIGHT } from '../abi/numbers.js';
import { SID_TEXT } from '../abi/well-known.js';
import { checkAccess } from '../kernel/access/check.js';
import { TOKEN_MAPPING } from '../kernel/access/generic-mapping.js';
import type { CreateTokenContext } from '../kernel/calls/create-token.js';
import type { DuplicateContext } from '../kernel/calls/duplicate.js';
import { tokenOf } from '../kernel/calls/handle-checks.js';
import type { SetSdContext } from '../kernel/calls/security-descriptors.js';
import { effectiveToken } from '../kernel/privileges.js';
import type { SecurityDescriptor, Token } from '../kernel/state.js';
import type { Sid } from '../wire/values.js';
import { equalSid, parseSid } from '../wire/wire.js';
import { alsoDoing, fault, otherEffect, type Change, type Fault } from './fault.js';
import { withMask, without } from './sd-entries.js';

const SYSTEM = parseSid(SID_TEXT.SYSTEM);
const OWNER_RIGHTS = parseSid(SID_TEXT.OWNER_RIGHTS);

/** The SD of a minted token is another. */
function mintedWith(change: (token: Token, creator: Sid) => SecurityDescriptor): Change {
  return otherEffect<CreateTokenContext>('kacs_create_token', 'copy-fields', (c, original) => {
    original();
    if (c.token !== undefined) c.token.sd = change(c.token, effectiveToken(c.thread).userSid);
  });
}

const MINTED: readonly Fault[] = [
  fault(
    'security-descriptors/token-owned-by-its-user',
    'TC-022',
    mintedWith(({ sd, userSid }) => ({ ...sd, owner: userSid })),
  ),
  fault(
    'security-descriptors/token-owned-by-system',
    'TC-022',
    mintedWith(({ sd }) => ({ ...sd, owner: SYSTEM })),
  ),
  fault(
    'security-descriptors/user-may-not-adjust-defaults',
    'TC-023',
    mintedWith(({ sd, userSid }) => withMask(sd, userSid, 0x68)),
  ),
  fault(
    'security-descriptors/user-may-duplicate',
    'TC-023',
    mintedWith(({ sd, userSid }) => withMask(sd, userSid, 0xea)),
  ),
  fault(
    'security-descriptors/creator-left-out',
    'TC-024',
    mintedWith(({ sd, userSid }, creator) =>
      equalSid(creator, SYSTEM) || equalSid(creator, userSid) ? sd : without(sd, creator),
    ),
  ),
  fault(
    'security-descriptors/creator-without-standard-rights',
    'TC-024',
    mintedWith(({ sd, userSid }, creator) =>
      equalSid(creator, SYSTEM) || equalSid(creator, userSid) ? sd : withMask(sd, creator, 0x1ff),
    ),
  ),
  fault(
    'security-descriptors/system-left-out',
    'TC-025',
    mintedWith(({ sd }, creator) => (equalSid(creator, SYSTEM) ? sd : without(sd, SYSTEM))),
  ),
  fault(
    'security-descriptors/creator-entry-for-its-own-token',
    'TC-026',
    mintedWith(({ sd, userSid }, creator) => {
      if (!equalSid(userSid, creator)) return sd;
      const entry = { kind: 'allow', sid: creator, mask: TOKEN_RIGHT.ALL_ACCESS } as const;
      return { ...sd, dacl: [...(sd.dacl ?? []), entry] };
    }),
  ),
  fault(
    'security-descriptors/owner-rights-left-out',
    'TC-038',
    mintedWith(({ sd }) => without(sd, OWNER_RIGHTS)),
  ),
  fault(
    'security-descriptors/owner-rights-with-write-dac',
    'TC-038',
    mintedWith(({ sd }) => withMask(sd, OWNER_RIGHTS, RIGHT.READ_CONTROL | RIGHT.WRITE_DAC)),
  ),
];

/** A tightened SD takes rights away from handles that are open. */
function tightenHandles({ world, thread, target }: SetSdContext): void {
  for (const process of world.processes.values()) {
    for (const [number, handle] of process.handles) {
      if (handle.kind !== 'token' || handle.token !== target?.holder) continue;
      const { granted } = checkAccess(world, {
        token: effectiveToken(thread),
        sd: handle.token.sd,
        desired: RIGHT.MAXIMUM_ALLOWED,
        mapping: TOKEN_MAPPING,
      });
      process.handles.set(number, { ...handle, mask: handle.mask & granted });
    }
  }
}

const KEPT: readonly Fault[] = [
  fault(
    'security-descriptors/handles-tightened',
    'IC-017',
    alsoDoing('kacs_set_sd', tightenHandles),
  ),
  fault(
    'security-descriptors/copy-shares-the-sd-of-its-source',
    'DU-015',
    otherEffect<DuplicateContext>('KACS_IOC_DUPLICATE', 'copy', (c, original) => {
      original();
      if (c.copy !== undefined) c.copy.sd = tokenOf(c).sd;
    }),
  ),
  fault(
    'security-descriptors/copy-keeps-foreign-entries',
    'DU-015',
    otherEffect<DuplicateContext>('KACS_IOC_DUPLICATE', 'copy', (c, original) => {
      original();
      if (c.copy === undefined) return;
      const [first] = tokenOf(c).sd.dacl ?? [];
      if (first?.kind === 'allow' || first?.kind === 'deny') {
        c.copy.sd = { ...c.copy.sd, dacl: [...(c.copy.sd.dacl ?? []), first] };
      }
    }),
  ),
];

/** @internal */
export const SECURITY_DESCRIPTOR_FAULTS: readonly Fault[] = [...MINTED, ...KEPT];
