/** @module KACS_IOC_RESTRICT, FilterToken (PSD-004 v0.20 §4.4, §13.2, §13.6). */
import { GROUP, TOKEN_RIGHT } from '../../abi/numbers.js';
import type { Sid, SidAndAttributes } from '../../wire/values.js';
import { decode, equalSid } from '../../wire/wire.js';
import { bigintArgument, bytesArgument, numberArgument } from '../arguments.js';
import { defineCall } from '../model.js';
import type { Token } from '../state.js';
import type { World } from '../world.js';
import { deriveToken } from './derive.js';
import {
  handleChecks,
  NOT_INSPECTION,
  tokenOf,
  withHandle,
  type HandleContext,
} from './handle-checks.js';

/** @internal */
export interface RestrictContext extends HandleContext {
  readonly privilegesToDelete: bigint;
  readonly flags: number;
  readonly denyIndices: readonly number[];
  readonly restrictSids: readonly Sid[];
  readonly wellFormed: boolean;
  /** Set by the effects. */
  made: Token | undefined;
  result: number;
}

const WRITE_RESTRICTED = 1;
const INDEX_BYTES = 4;
const SID_HEADER_BYTES = 8;

/** The list that the new token gets: a restricted source can only lose SIDs. */
function newRestrictedSids(c: RestrictContext): readonly SidAndAttributes[] {
  const given = c.restrictSids.map((sid) => ({ sid, attributes: 0 }));
  const before = tokenOf(c).restrictedSids;
  if (before.length === 0) return given;
  if (given.length === 0) return before;
  return before.filter(({ sid }) => c.restrictSids.some((other) => equalSid(other, sid)));
}

/** @internal */
export const restrict = defineCall<RestrictContext>({
  name: 'KACS_IOC_RESTRICT',
  prepare(base) {
    const payload = readPayload(
      base.world,
      bytesArgument(base.args, 'data'),
      numberArgument(base.args, 'denyIndexCount'),
      numberArgument(base.args, 'restrictSidCount'),
      base.args['dataLength'] === undefined ? undefined : numberArgument(base.args, 'dataLength'),
    );
    return {
      privilegesToDelete: bigintArgument(base.args, 'privilegesToDelete'),
      flags: numberArgument(base.args, 'flags'),
      ...payload,
      made: undefined,
      result: 0,
      ...withHandle(base),
    };
  },
  checks: [
    ...handleChecks(TOKEN_RIGHT.DUPLICATE, ['RS-010']),
    NOT_INSPECTION,
    {
      id: 'flags',
      clauses: ['RS-017'],
      errno: 'EINVAL',
      refuses: ({ flags }) => (flags & ~WRITE_RESTRICTED) !== 0,
    },
    {
      id: 'payload',
      clauses: ['RS-011', 'RS-012', 'RS-013', 'RS-016'],
      errno: 'EINVAL',
      refuses: ({ wellFormed }) => !wellFormed,
    },
    {
      id: 'duplicate-index',
      clauses: ['RS-014'],
      errno: 'EINVAL',
      refuses: ({ denyIndices }) => new Set(denyIndices).size < denyIndices.length,
    },
    {
      id: 'index-range',
      clauses: ['RS-015'],
      errno: 'EINVAL',
      refuses: (c) => c.denyIndices.some((index) => index >= tokenOf(c).groups.length),
    },
    {
      id: 'intersection',
      clauses: ['RS-020'],
      errno: 'EINVAL',
      refuses: (c) => tokenOf(c).restrictedSids.length > 0 && newRestrictedSids(c).length === 0,
    },
  ],
  effects: [
    {
      id: 'copy',
      clauses: ['RS-001', 'RS-002', 'RS-009', 'RS-024', 'RS-029'],
      apply: (c) => {
        c.made = deriveToken(c.world, c.thread, tokenOf(c));
      },
    },
    {
      id: 'deny-only',
      clauses: ['RS-003'],
      apply: ({ made, denyIndices }) => {
        for (const index of denyIndices) {
          const group = made?.groups[index];
          if (group === undefined) continue;
          group.attributes = (group.attributes | GROUP.USE_FOR_DENY_ONLY) >>> 0;
        }
      },
    },
    {
      id: 'delete-privileges',
      clauses: ['RS-004', 'RS-022', 'RS-023', 'RS-028'],
      apply: ({ made, privilegesToDelete }) => {
        if (made === undefined) return;
        made.privileges.present &= ~privilegesToDelete;
        made.privileges.enabled &= ~privilegesToDelete;
        made.privileges.enabledByDefault &= ~privilegesToDelete;
        made.privileges.used = 0n;
      },
    },
    {
      id: 'restricting-sids',
      clauses: ['RS-005', 'RS-019'],
      apply: (c) => {
        if (c.made !== undefined) c.made.restrictedSids = newRestrictedSids(c);
      },
    },
    {
      id: 'write-restricted',
      clauses: ['RS-006', 'RS-007', 'RS-008', 'RS-021', 'RS-026', 'RS-027'],
      apply: (c) => {
        if (c.made === undefined) return;
        const source = tokenOf(c);
        c.made.writeRestricted = (c.flags & WRITE_RESTRICTED) !== 0 || source.writeRestricted;
        const inherited = c.world.model.profile.switches.R58 === 'inherited' && source.userDenyOnly;
        c.made.userDenyOnly = c.made.writeRestricted || inherited;
      },
    },
    {
      id: 'open-handle',
      clauses: ['RS-018', 'IC-006'],
      apply: (c) => {
        if (c.made === undefined) return;
        c.result = c.world.openHandle(c.thread.process, c.made, c.handle?.mask ?? 0);
      },
    },
  ],
  result: ({ result }) => ({ handle: result }),
});

/** 32-bit indices, then packed SIDs, to the exact byte. */
function readPayload(
  world: World,
  data: Uint8Array,
  denyIndexCount: number,
  restrictSidCount: number,
  dataLength: number = data.length,
): Pick<RestrictContext, 'denyIndices' | 'restrictSids' | 'wellFormed'> {
  const nothing = { denyIndices: [], restrictSids: [], wellFormed: false };
  if (dataLength > data.length) return nothing;
  const bytes = data.subarray(0, dataLength);
  if (denyIndexCount * INDEX_BYTES > bytes.length) return nothing;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const denyIndices = Array.from({ length: denyIndexCount }, (_, n) =>
    view.getUint32(n * INDEX_BYTES, true),
  );
  const restrictSids: Sid[] = [];
  let at = denyIndexCount * INDEX_BYTES;
  for (let n = 0; n < restrictSidCount; n += 1) {
    if (at + SID_HEADER_BYTES > bytes.length) return nothing;
    const size = SID_HEADER_BYTES + INDEX_BYTES * (bytes[at + 1] ?? 0);
    if (at + size > bytes.length) return nothing;
    const { value, issues } = decode<Sid>(world.model.wire, 'SID', bytes.slice(at, at + size));
    if (issues.length > 0) return nothing;
    restrictSids.push(value);
    at += size;
  }
  return { denyIndices, restrictSids, wellFormed: at === bytes.length };
}
