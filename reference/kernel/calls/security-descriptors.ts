/** @module kacs_get_sd and kacs_set_sd of tokens and processes (PSD-004 v0.20 §11.6, §13.1). */
import { GROUP, PRIVILEGE } from '../../abi/numbers.js';
import type { Sid } from '../../wire/values.js';
import { equalSid, toHex } from '../../wire/wire.js';
import {
  flagsOf,
  INFORMATION,
  readDescriptor,
  writeDescriptor,
  type DescriptorParts,
} from '../access/descriptor.js';
import { labelOf, levelOfLabel } from '../access/integrity.js';
import { INTENT } from '../access/state.js';
import { bytesArgument, numberArgument } from '../arguments.js';
import { defineCall, type Effect } from '../model.js';
import { effectiveToken, holds, markUsed } from '../privileges.js';
import type { SdEntry, SecurityDescriptor } from '../state.js';
import {
  ACCESS_CHECK_ROW,
  holderOf,
  READ_RIGHTS,
  TARGET_CHECKS,
  withTarget,
  WRITE_RIGHTS,
  type SdContext,
} from './sd-target.js';

/** @internal */
export interface GetSdContext extends SdContext {
  /** Set by the effects. */
  bytes: Uint8Array;
}

/** @internal */
export interface SetSdContext extends SdContext {
  /** Undefined: malformed. */
  readonly given: DescriptorParts | undefined;
}

const USE_PRIVILEGES: Effect<SdContext> = {
  id: 'use-privileges',
  clauses: [],
  apply: ({ thread, access }) => {
    for (const privilege of access?.used ?? []) markUsed(effectiveToken(thread), privilege);
  },
};

/** The components that are asked for, and nothing else of the descriptor. */
function subsetOf(sd: SecurityDescriptor, information: number): DescriptorParts {
  const label = labelOf(sd.sacl);
  const labels = label === undefined ? undefined : [label];
  const sacl = information & INFORMATION.LABEL ? labels : sd.sacl;
  const withSacl = (information & (INFORMATION.SACL | INFORMATION.LABEL)) !== 0;
  return {
    owner: information & INFORMATION.OWNER ? sd.owner : undefined,
    group: information & INFORMATION.GROUP ? sd.group : undefined,
    dacl: information & INFORMATION.DACL ? sd.dacl : undefined,
    ...(withSacl && sacl !== undefined ? { sacl } : {}),
    control: (sd.control ?? 0) & flagsOf(information),
  };
}

/** @internal */
export const getSd = defineCall<GetSdContext>({
  name: 'kacs_get_sd',
  prepare: (base) => ({ ...withTarget(base, READ_RIGHTS), bytes: new Uint8Array() }),
  checks: [...TARGET_CHECKS, ACCESS_CHECK_ROW],
  effects: [
    USE_PRIVILEGES,
    {
      id: 'write-descriptor',
      clauses: ['TC-022', 'TC-023', 'TC-024', 'TC-025', 'TC-026', 'TC-038', 'IN-004', 'IN-005'],
      apply: (c) => {
        c.bytes = writeDescriptor(c.world.model.wire, subsetOf(holderOf(c).sd, c.information));
      },
    },
  ],
  result: ({ bytes, args }) => {
    const written = bytes.length <= numberArgument(args, 'capacity') ? bytes : new Uint8Array();
    return { length: bytes.length, descriptor: toHex(written) };
  },
});

/** Who may be made owner: oneself, an owner group, and with SeRestore anybody. */
function mayOwn({ thread }: SetSdContext, owner: Sid): boolean {
  const token = effectiveToken(thread);
  if (holds(token.privileges, PRIVILEGE.RESTORE) || equalSid(token.userSid, owner)) return true;
  return token.groups.some(
    ({ sid, attributes }) => equalSid(sid, owner) && (attributes & GROUP.OWNER) !== 0,
  );
}

/** A label as kacs_set_sd takes it: nothing, or one label and nothing besides. */
function isLabelSubset(sacl: readonly SdEntry[] | undefined): boolean {
  if (sacl === undefined) return true;
  const label = labelOf(sacl);
  return sacl.length === 1 && label !== undefined && levelOfLabel(label.sid) !== undefined;
}

function replacedSacl(
  old: readonly SdEntry[] | undefined,
  given: readonly SdEntry[] | undefined,
  information: number,
): readonly SdEntry[] | undefined {
  if (information & INFORMATION.SACL) return given;
  if ((information & INFORMATION.LABEL) === 0) return old;
  const before = labelOf(old);
  const kept = (old ?? []).filter((entry) => entry !== before);
  const sacl = [...(given ?? []), ...kept];
  return sacl.length === 0 ? undefined : sacl;
}

/** The descriptor with the named components of `given` in place of its own. */
function merged(
  old: SecurityDescriptor,
  given: DescriptorParts,
  information: number,
): SecurityDescriptor {
  const taken = flagsOf(information);
  const sacl = replacedSacl(old.sacl, given.sacl, information);
  return {
    owner: information & INFORMATION.OWNER ? (given.owner ?? old.owner) : old.owner,
    group: information & INFORMATION.GROUP ? given.group : old.group,
    dacl: information & INFORMATION.DACL ? given.dacl : old.dacl,
    ...(sacl === undefined ? {} : { sacl }),
    control: ((old.control ?? 0) & ~taken) | ((given.control ?? 0) & taken),
  };
}

/** @internal */
export const setSd = defineCall<SetSdContext>({
  name: 'kacs_set_sd',
  prepare(base) {
    const given = readDescriptor(base.world.model.wire, bytesArgument(base.args, 'descriptor'));
    return { ...withTarget(base, WRITE_RIGHTS, INTENT.RESTORE), given };
  },
  checks: [
    ...TARGET_CHECKS,
    {
      id: 'descriptor',
      clauses: [],
      errno: 'EINVAL',
      refuses: ({ given }) => given === undefined,
    },
    {
      id: 'owner-required',
      clauses: [],
      errno: 'EINVAL',
      refuses: ({ given, information }) =>
        (information & INFORMATION.OWNER) !== 0 && given?.owner === undefined,
    },
    {
      id: 'label-form',
      clauses: [],
      errno: 'EINVAL',
      refuses: ({ given, information }) =>
        (information & INFORMATION.LABEL) !== 0 && !isLabelSubset(given?.sacl),
    },
    ACCESS_CHECK_ROW,
    {
      id: 'new-owner',
      clauses: [],
      errno: 'EPERM',
      refuses: (c) =>
        (c.information & INFORMATION.OWNER) !== 0 &&
        c.given?.owner !== undefined &&
        !mayOwn(c, c.given.owner),
    },
    {
      id: 'label-level',
      clauses: [],
      errno: 'EPERM',
      refuses: ({ given, information, thread }) => {
        const label = information & INFORMATION.LABEL ? labelOf(given?.sacl) : undefined;
        const { privileges, integrityLevel } = effectiveToken(thread);
        if (label === undefined || holds(privileges, PRIVILEGE.RELABEL)) return false;
        return (levelOfLabel(label.sid) ?? 0) > integrityLevel;
      },
    },
  ],
  effects: [
    USE_PRIVILEGES,
    {
      id: 'replace',
      clauses: ['IC-017', 'IN-021', 'DU-015'],
      apply: (c) => {
        const holder = holderOf(c);
        if (c.given !== undefined) holder.sd = merged(holder.sd, c.given, c.information);
      },
    },
  ],
  result: () => ({}),
});

/** @internal */
export const SECURITY_DESCRIPTOR_CALLS = [getSd, setSd];
