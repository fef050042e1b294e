/** @module Faults of handles that other calls make or carry over: flags, masks, exec, passing. */
import type { DuplicateContext } from '../kernel/calls/duplicate.js';
import type { GetLinkedContext } from '../kernel/calls/get-linked-token.js';
import type { OpenTokenContext } from '../kernel/calls/open-token.js';
import type { PassContext } from '../kernel/calls/descriptors.js';
import type { RestrictContext } from '../kernel/calls/restrict.js';
import type { SocketContext } from '../kernel/calls/sockets.js';
import type { CallContext } from '../kernel/model.js';
import { effectiveToken } from '../kernel/privileges.js';
import type { TokenHandle } from '../kernel/state.js';
import {
  fault,
  otherEffect,
  otherResult,
  withoutEffect,
  type Change,
  type Fault,
} from './fault.js';

/** The handle that an effect made is changed. */
function remaking<C extends CallContext>(
  call: string,
  effect: string,
  made: (context: C) => number,
  change: (handle: TokenHandle, context: C) => Partial<TokenHandle>,
): Change {
  return otherEffect<C>(call, effect, (c, original) => {
    original();
    const { handles } = c.thread.process;
    const handle = handles.get(made(c));
    if (handle?.kind === 'token') handles.set(made(c), { ...handle, ...change(handle, c) });
  });
}

const staysOpen = (): Partial<TokenHandle> => ({ closeOnExec: false });
const resultOf = ({ result }: { readonly result: number }): number => result;

const GENERIC_ALL = 0x10000000;
const GENERIC_EXECUTE = 0x20000000;

/** A duplicate or a self opening with this generic mask gets another one. */
const duplicateMask = (generic: number, mask: number): Change =>
  remaking<DuplicateContext>('KACS_IOC_DUPLICATE', 'open-handle', resultOf, (handle, { args }) => ({
    mask: args['accessMask'] === generic ? mask : handle.mask,
  }));

const selfMask = (generic: number, mask: number): Change =>
  remaking<OpenTokenContext>(
    'kacs_open_self_token',
    'open-handle',
    ({ handle }) => handle,
    (handle, { args }) => ({ mask: args['accessMask'] === generic ? mask : handle.mask }),
  );

const peerMask = (mask: number): Change =>
  remaking<SocketContext>(
    'kacs_open_peer_token',
    'open-handle',
    ({ made }) => made,
    () => ({ mask }),
  );

const passing = (mask: (before: number) => number): Change =>
  otherEffect<PassContext>('world.passHandle', 'pass', (c) => {
    if (c.handle === undefined) return;
    const { token, mask: before, inspection } = c.handle;
    c.made = c.world.openHandle(c.receiver.process, token, mask(before), inspection);
  });

/** @internal */
export const HANDLE_COPY_FAULTS: readonly Fault[] = [
  fault(
    'handle-copies/duplicate-stays-open',
    'IC-005',
    remaking<DuplicateContext>('KACS_IOC_DUPLICATE', 'open-handle', resultOf, staysOpen),
  ),
  fault(
    'handle-copies/duplicate-takes-the-flag-of-its-source',
    'IC-005',
    remaking<DuplicateContext>('KACS_IOC_DUPLICATE', 'open-handle', resultOf, (_, { handle }) => ({
      closeOnExec: handle?.closeOnExec ?? true,
    })),
  ),
  fault(
    'handle-copies/restriction-stays-open',
    'IC-006',
    remaking<RestrictContext>('KACS_IOC_RESTRICT', 'open-handle', resultOf, staysOpen),
  ),
  fault(
    'handle-copies/restriction-takes-the-flag-of-its-source',
    'IC-006',
    remaking<RestrictContext>('KACS_IOC_RESTRICT', 'open-handle', resultOf, (_, { handle }) => ({
      closeOnExec: handle?.closeOnExec ?? true,
    })),
  ),
  fault(
    'handle-copies/partner-stays-open',
    'IC-007',
    remaking<GetLinkedContext>('KACS_IOC_GET_LINKED_TOKEN', 'open-partner', resultOf, staysOpen),
  ),
  fault(
    'handle-copies/clone-of-the-partner-stays-open',
    'IC-007',
    remaking<GetLinkedContext>('KACS_IOC_GET_LINKED_TOKEN', 'open-clone', resultOf, staysOpen),
  ),
  fault(
    'handle-copies/exec-keeps-everything',
    'IC-009',
    withoutEffect('world.exec', 'close-on-exec'),
  ),
  fault(
    'handle-copies/exec-closes-every-token',
    ['IC-010', 'IC-011'],
    otherEffect<CallContext>('world.exec', 'close-on-exec', ({ world, thread }, original) => {
      original();
      for (const number of [...thread.process.handles.keys()]) {
        world.closeHandle(thread.process, number);
      }
    }),
  ),
  fault(
    'handle-copies/exec-widens-masks',
    'IC-011',
    otherEffect<CallContext>('world.exec', 'close-on-exec', ({ thread }, original) => {
      original();
      const { handles } = thread.process;
      for (const [number, handle] of [...handles]) {
        if (handle.kind === 'token') handles.set(number, { ...handle, mask: 0xf01ff });
      }
    }),
  ),
  fault(
    'handle-copies/link-text-of-any-inode',
    'IC-013',
    otherResult('world.readlink', () => ({ target: 'anon_inode:[token]' })),
  ),
  fault(
    'handle-copies/passing-widens-masks',
    'IC-016',
    passing(() => 0xf01ff),
  ),
  fault(
    'handle-copies/passing-narrows-masks',
    'IC-016',
    passing((mask) => mask & 0x8),
  ),
  fault('handle-copies/generic-execute-queries', 'IC-021', duplicateMask(GENERIC_EXECUTE, 0x000c)),
  fault('handle-copies/generic-execute-is-nothing', 'IC-021', duplicateMask(GENERIC_EXECUTE, 0)),
  fault('handle-copies/generic-all-without-session', 'IC-022', selfMask(GENERIC_ALL, 0xf00ff)),
  fault('handle-copies/generic-all-without-duplicate', 'IC-022', selfMask(GENERIC_ALL, 0xf01fd)),
  fault(
    'handle-copies/generic-all-without-impersonate',
    'IC-022',
    duplicateMask(GENERIC_ALL, 0xf01fb),
  ),
  fault(
    'handle-copies/real-flag-ignored',
    'IC-024',
    remaking<OpenTokenContext>(
      'kacs_open_self_token',
      'open-handle',
      ({ handle }) => handle,
      (_, { thread }) => ({ token: effectiveToken(thread) }),
    ),
  ),
  fault(
    'handle-copies/thread-opening-gives-the-primary',
    'IC-026',
    remaking<OpenTokenContext>(
      'kacs_open_thread_token',
      'open-handle',
      ({ handle }) => handle,
      (_, { thread }) => ({ token: thread.process.primary }),
    ),
  ),
  fault('handle-copies/peer-can-be-queried-alone', 'IC-027', peerMask(0x0008)),
  fault('handle-copies/peer-can-be-duplicated', 'IC-027', peerMask(0x000e)),
  fault('handle-copies/peer-can-be-adjusted', 'IC-027', peerMask(0x00ec)),
];
