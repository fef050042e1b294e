/** @module KACS_IOC_ADJUST_DEFAULT (PSD-004 v0.20 §4.5, §13.2; seed Token Ioctls §13.2.8). */
import { GROUP, TOKEN_RIGHT } from '../../abi/numbers.js';
import type { Acl } from '../../wire/values.js';
import { clausesOf, decode } from '../../wire/wire.js';
import { bytesArgument, numberArgument } from '../arguments.js';
import { defineCall } from '../model.js';
import { bumpModifiedId } from '../token.js';
import { handleChecks, tokenOf, withHandle, type HandleContext } from './handle-checks.js';

/** What is asked of the default DACL. @internal */
export type DaclRequest =
  | { readonly kind: 'keep' }
  | { readonly kind: 'remove' }
  | { readonly kind: 'replace'; readonly acl: Acl; readonly malformed: boolean };

/** @internal */
export interface AdjustDefaultContext extends HandleContext {
  readonly dacl: DaclRequest;
  readonly daclLength: number;
  readonly hasPointer: boolean;
  readonly ownerIndex: number;
  readonly groupIndex: number;
}

/** The 16-bit index that leaves a field alone. */
const KEEP = 0xffff;

/** @internal */
export const adjustDefault = defineCall<AdjustDefaultContext>({
  name: 'KACS_IOC_ADJUST_DEFAULT',
  prepare(base) {
    const hasPointer = base.args['dacl'] !== undefined;
    const bytes = hasPointer ? bytesArgument(base.args, 'dacl') : new Uint8Array();
    const daclLength = numberArgument(base.args, 'daclLength', bytes.length);
    return {
      dacl: daclRequest(base, hasPointer, bytes.subarray(0, daclLength)),
      daclLength,
      hasPointer,
      ownerIndex: numberArgument(base.args, 'ownerIndex'),
      groupIndex: numberArgument(base.args, 'groupIndex'),
      ...withHandle(base),
    };
  },
  checks: [
    ...handleChecks(TOKEN_RIGHT.ADJUST_DEFAULT, ['AD-011']),
    {
      id: 'null-with-length',
      clauses: ['AD-016'],
      errno: 'EINVAL',
      refuses: ({ hasPointer, daclLength }) => !hasPointer && daclLength !== 0,
    },
    {
      id: 'dacl-size',
      clauses: ['LM-012'],
      errno: 'EINVAL',
      refuses: ({ daclLength, world }) =>
        daclLength > (world.model.profile.abi.defaultDaclMaxBytes ?? 0x10000),
    },
    {
      id: 'dacl',
      clauses: ['AD-014', 'AD-017', 'LM-013'],
      errno: 'EINVAL',
      refuses: ({ dacl }) => dacl.kind === 'replace' && dacl.malformed,
    },
    {
      id: 'owner-range',
      clauses: ['AD-012'],
      errno: 'EINVAL',
      refuses: (c) => c.ownerIndex !== KEEP && c.ownerIndex > tokenOf(c).groups.length,
    },
    {
      id: 'owner-attribute',
      clauses: ['AD-012'],
      errno: 'EINVAL',
      refuses: (c) => {
        const group = c.ownerIndex === KEEP ? undefined : tokenOf(c).groups[c.ownerIndex - 1];
        return group !== undefined && (group.attributes & GROUP.OWNER) === 0;
      },
    },
    {
      id: 'group-range',
      clauses: ['AD-013'],
      errno: 'EINVAL',
      refuses: (c) => c.groupIndex !== KEEP && c.groupIndex > tokenOf(c).groups.length,
    },
  ],
  effects: [
    {
      id: 'owner',
      clauses: ['AD-001', 'AD-004', 'AD-007', 'AD-009', 'AD-015'],
      apply: (c) => {
        if (c.ownerIndex !== KEEP) tokenOf(c).ownerIndex = c.ownerIndex;
      },
    },
    {
      id: 'primary-group',
      clauses: ['AD-002', 'AD-008'],
      apply: (c) => {
        if (c.groupIndex !== KEEP) tokenOf(c).primaryGroupIndex = c.groupIndex;
      },
    },
    {
      id: 'dacl',
      clauses: ['AD-003', 'AD-005', 'AD-006'],
      apply: (c) => {
        if (c.dacl.kind === 'remove') tokenOf(c).defaultDacl = undefined;
        if (c.dacl.kind === 'replace') tokenOf(c).defaultDacl = c.dacl.acl;
      },
    },
    {
      id: 'bump-modified-id',
      clauses: ['AD-010'],
      apply: (c) => bumpModifiedId(tokenOf(c)),
    },
  ],
  result: () => ({}),
});

function daclRequest(
  base: Parameters<typeof withHandle>[0],
  hasPointer: boolean,
  bytes: Uint8Array,
): DaclRequest {
  if (!hasPointer) return { kind: 'keep' };
  if (bytes.length === 0) return { kind: 'remove' };
  const { wire } = base.world.model;
  const { value, issues } = decode(wire, 'ACL', bytes);
  for (const issue of issues) base.world.cite(clausesOf(wire, issue));
  return { kind: 'replace', acl: value as Acl, malformed: issues.length > 0 };
}
