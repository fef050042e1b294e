/**
 * @module Compares the memory that a raw ioctl left behind: all of it, but for the addresses that
 * each side put in, and for new handles, which are paired up.
 */
import { ioctlsOf } from '../../../reference/kernel/calls/raw-structs.js';
import { findHandle } from '../../../reference/kernel/world.js';
import type { Json, JsonObject } from '../../program/program.js';
import type { AcceptedCall, Comparing } from './compare-answer.js';
import { comparePayload, type Mismatch } from './compare-tokens.js';

/** Where a word writes a new handle. */
const HANDLES: Readonly<Record<string, number>> = {
  KACS_IOC_DUPLICATE: 12,
  KACS_IOC_RESTRICT: 32,
  KACS_IOC_GET_LINKED_TOKEN: 0,
};
const POINTER_BYTES = 8;
const STRUCT_BYTES = 16;

/** @internal */
export function compareRaw(comparing: Comparing, call: AcceptedCall): readonly Mismatch[] {
  const { wire } = comparing;
  const { args } = call;
  const [ours, theirs] = [memoryOf(call.modelled), memoryOf(call.seen)];
  if (ours === undefined || theirs === undefined) return [];
  if (ours.length !== theirs.length) return [differing('argument.length')];
  const ioctl = ioctlsOf(wire.profile).get(Number(args['word']));
  const start = Number(args['start'] ?? 0);
  hide(ours, theirs, call);
  const at = HANDLES[ioctl?.op ?? ''];
  if (at !== undefined && start + at + 4 <= ours.length) {
    const [modelled, seen] = [ours.readInt32LE(start + at), theirs.readInt32LE(start + at)];
    comparing.handles.add(call.process.pid, modelled, seen);
    ours.writeInt32LE(seen, start + at);
  }
  if (ioctl?.op === 'KACS_IOC_QUERY') return compareQueried(comparing, call, ours, theirs, start);
  return ours.equals(theirs) ? [] : [differing('argument')];
}

function memoryOf({ argument }: JsonObject): Buffer | undefined {
  return typeof argument === 'string' ? Buffer.from(argument, 'hex') : undefined;
}

/** Addresses are each side's own, and so are the ids and handles that the call was given. */
function hide(ours: Buffer, theirs: Buffer, { args, seenArgs }: AcceptedCall): void {
  const given = [args, seenArgs].map(({ argument }) => Buffer.from(String(argument ?? ''), 'hex'));
  for (const [at, byte] of (given[0] ?? Buffer.alloc(0)).entries()) {
    if (byte === given[1]?.[at]) continue;
    if (ours[at] === byte && theirs[at] === given[1]?.[at]) ours[at] = theirs[at] ?? 0;
  }
  const addresses = Array.isArray(args['addresses']) ? (args['addresses'] as readonly Json[]) : [];
  for (const entry of addresses) {
    const at = Number((entry as JsonObject)['at']);
    if (at + POINTER_BYTES > ours.length) continue;
    ours.fill(0, at, at + POINTER_BYTES);
    theirs.fill(0, at, at + POINTER_BYTES);
  }
}

/** The payload as its tables read it; everything around it byte by byte. */
function compareQueried(
  comparing: Comparing,
  { args, process, actor }: AcceptedCall,
  ours: Buffer,
  theirs: Buffer,
  start: number,
): readonly Mismatch[] {
  const thread = comparing.world.threads.get(actor);
  const token = thread === undefined ? undefined : findHandle(thread, args['handle'])?.token;
  const [entry] = Array.isArray(args['addresses'])
    ? (args['addresses'] as readonly JsonObject[])
    : [];
  if (token === undefined || process !== thread?.process) return [];
  const number = ours.readUInt32LE(start);
  const length = ours.readUInt32LE(start + 4);
  if (theirs.readUInt32LE(start + 4) !== length) return [differing('argument.length field')];
  const at = Number(entry?.['of'] ?? 0);
  // A payload that lies over the struct has been hidden in part.
  if (at < start + STRUCT_BYTES || at + length > ours.length) return [];
  if (!comparing.isCurrent(token)) return [];
  const [modelled, seen] = [ours, theirs].map((one) => one.toString('hex', at, at + length));
  // Nothing was written on either side: only the length was asked for.
  if (modelled === seen && /^0*$/.test(modelled ?? '')) return [];
  const wrong = comparePayload(comparing, token, number, modelled ?? '', seen ?? '');
  if (wrong !== undefined) return [wrong];
  ours.fill(0, at, at + length);
  theirs.fill(0, at, at + length);
  return ours.equals(theirs) ? [] : [differing('argument around the payload')];
}

function differing(path: string): Mismatch {
  const detail = 'the memory that the call left behind';
  return { path, expected: 'as the model', actual: 'another value', detail };
}
