/** @module kacs_access_check (PSD-004 v0.20 §10, §13.1, §13.6; ruling R102). */
import { bytesArgument, numberArgument } from '../arguments.js';
import { checkAccess, type AccessResult } from '../access/check.js';
import { readDescriptor } from '../access/descriptor.js';
import type { GenericMapping } from '../access/generic-mapping.js';
import { defineCall, type CallContext } from '../model.js';
import { effectiveToken, markUsed } from '../privileges.js';
import type { SecurityDescriptor, Token } from '../state.js';
import { findHandle } from '../world.js';

/** @internal */
export interface AccessCheckContext extends CallContext {
  /** Undefined: the handle leads to no token. */
  readonly subject: Token | undefined;
  /** Undefined: malformed, or without an owner. */
  readonly descriptor: SecurityDescriptor | undefined;
  readonly argumentsValid: boolean;
  /** There once everything else is. */
  readonly outcome: AccessResult | undefined;
}

/** struct kacs_access_check_args: its first version, and its fields behind it. */
const STRUCT = { MIN_BYTES: 40, SIZE: 0, MAPPING: 24, INTENT: 52, PADDING: [68, 84, 116] } as const;
const INTENT_BITS = 0x3;

interface StructFields {
  readonly mapping: GenericMapping;
  readonly intent: number;
  readonly valid: boolean;
}

/** What the model reads of the struct; fields behind its size count as zero. */
function readStruct(bytes: Uint8Array | undefined): StructFields {
  const view = bytes === undefined ? undefined : new DataView(bytes.buffer, bytes.byteOffset);
  const field = (at: number): number =>
    view === undefined || at + 4 > view.byteLength ? 0 : view.getUint32(at, true);
  const size = bytes === undefined ? STRUCT.MIN_BYTES : Math.min(bytes.length, field(STRUCT.SIZE));
  const [read, write, execute, all] = [0, 4, 8, 12].map((at) => field(STRUCT.MAPPING + at));
  return {
    mapping: { read: read ?? 0, write: write ?? 0, execute: execute ?? 0, all: all ?? 0 },
    intent: field(STRUCT.INTENT) & INTENT_BITS,
    valid: size >= STRUCT.MIN_BYTES && STRUCT.PADDING.every((at) => field(at) === 0),
  };
}

function describedBy(base: CallContext): SecurityDescriptor | undefined {
  const parts = readDescriptor(base.world.model.wire, bytesArgument(base.args, 'descriptor'));
  const owner = parts?.owner;
  return parts === undefined || owner === undefined ? undefined : { ...parts, owner };
}

/** @internal */
export const accessCheck = defineCall<AccessCheckContext>({
  name: 'kacs_access_check',
  prepare(base) {
    const { args, world, thread } = base;
    const named = args['token'];
    const token = named === undefined ? effectiveToken(thread) : findHandle(thread, named)?.token;
    const sd = describedBy(base);
    const struct = readStruct(args['args'] === undefined ? undefined : bytesArgument(args, 'args'));
    const desired = numberArgument(args, 'desiredAccess');
    const { mapping, intent, valid } = struct;
    const ready = token !== undefined && sd !== undefined && valid;
    return {
      ...base,
      subject: token,
      descriptor: sd,
      argumentsValid: valid,
      outcome: ready ? checkAccess(world, { token, sd, desired, mapping, intent }) : undefined,
    };
  },
  checks: [
    { id: 'token', clauses: [], errno: 'EBADF', refuses: ({ subject }) => subject === undefined },
    {
      id: 'arguments',
      clauses: [],
      errno: 'EINVAL',
      refuses: ({ argumentsValid }) => !argumentsValid,
    },
    {
      id: 'descriptor',
      clauses: [],
      errno: 'EINVAL',
      refuses: ({ descriptor, outcome }) =>
        descriptor === undefined || outcome?.verdict === 'malformed',
    },
    {
      id: 'denied',
      clauses: ['IM-018', 'GL-007'],
      errno: 'EACCES',
      refuses: ({ outcome }) => outcome?.verdict !== 'allowed',
    },
  ],
  effects: [
    {
      id: 'use-privileges',
      clauses: [],
      apply: ({ subject, outcome }) => {
        if (subject === undefined) return;
        for (const privilege of outcome?.used ?? []) markUsed(subject, privilege);
      },
    },
  ],
  result: ({ outcome }) => ({ granted: outcome?.granted ?? 0 }),
  refusalOutput: ({ outcome }, { id }) =>
    id === 'denied' ? { granted: outcome?.granted ?? 0 } : undefined,
});
