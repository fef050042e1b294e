/** @module Faults of what token handles have in common: masks, close-on-exec, opening. */
import { PROCESS_RIGHT, QUERY_CLASS, RIGHT, TOKEN_RIGHT } from '../abi/numbers.js';
import { SID_TEXT } from '../abi/well-known.js';
import { allows, checkAccess } from '../kernel/access/check.js';
import { PROCESS_MAPPING, TOKEN_MAPPING } from '../kernel/access/generic-mapping.js';
import type { CreateTokenContext } from '../kernel/calls/create-token.js';
import type { HandleContext } from '../kernel/calls/handle-checks.js';
import type { OpenProcessTokenContext, OpenTokenContext } from '../kernel/calls/open-token.js';
import type { QueryContext } from '../kernel/calls/query.js';
import type { CallContext } from '../kernel/model.js';
import { payloadBytes } from '../kernel/payloads.js';
import { effectiveToken } from '../kernel/privileges.js';
import { findHandle } from '../kernel/world.js';
import { equalSid, parseSid } from '../wire/wire.js';
import {
  alsoDoing,
  fault,
  otherEffect,
  refusing,
  weakerCheck,
  withoutCheck,
  type Change,
  type Fault,
} from './fault.js';

const SELF = 'kacs_open_self_token';
const PROCESS = 'kacs_open_process_token';
const SYSTEM = parseSid(SID_TEXT.SYSTEM);

/** The masks of the caller's other handles of the same token change with each open. */
function otherMasks(change: (mask: number, opened: number) => number): Change {
  return alsoDoing<OpenTokenContext>(SELF, ({ thread, token, wanted }) => {
    const { handles } = thread.process;
    for (const number of handles.keys()) {
      const handle = findHandle(thread, number);
      if (handle === undefined || handle.token !== token) continue;
      handles.set(number, { ...handle, mask: change(handle.mask, wanted) });
    }
  });
}

/** A generic right stands for these rights instead. */
function mappedTo(generic: number, rights: number): Change {
  return otherEffect<OpenTokenContext>(SELF, 'open-handle', (context, original) => {
    const { world, thread, token, args } = context;
    // Bit 31 is the sign of what `&` gives; 0 and not 0 is all that counts.
    const named = ((args['accessMask'] as number) & generic) !== 0;
    if (!named || token === undefined) original();
    else context.handle = world.openHandle(thread.process, token, rights);
  });
}

/** The handle survives an exec. */
function inherited(call: string): Change {
  return alsoDoing<CallContext & { readonly handle: number }>(call, ({ thread, handle }) => {
    const opened = thread.process.handles.get(handle);
    if (opened !== undefined) opened.closeOnExec = false;
  });
}

function isSystem({ thread }: CallContext): boolean {
  return equalSid(effectiveToken(thread).userSid, SYSTEM);
}

const HANDLES: readonly Fault[] = [
  fault(
    'ioctl-common/query-of-the-first-handle',
    'IC-001',
    otherEffect<QueryContext>('KACS_IOC_QUERY', 'write-payload', (context, original) => {
      original();
      const { thread } = context;
      const [first] = [...thread.process.handles.keys()].map((n) => findHandle(thread, n));
      if (context.sizing || context.class !== QUERY_CLASS.USER || first === undefined) return;
      context.written = payloadBytes(context.world, first.token, context.class) ?? new Uint8Array();
    }),
  ),
  fault(
    'ioctl-common/handles-share-the-widest-mask',
    'IC-002',
    otherMasks((mask, opened) => (mask | opened) >>> 0),
  ),
  fault(
    'ioctl-common/handles-share-the-last-mask',
    'IC-002',
    otherMasks((_, opened) => opened),
  ),
  ...['PRIVS', 'GROUPS', 'DEFAULT', 'SESSIONID'].map((name) =>
    fault(
      `ioctl-common/system-needs-no-right-to-adjust-${name.toLowerCase()}`,
      'IC-003',
      weakerCheck<HandleContext>(`KACS_IOC_ADJUST_${name}`, 'right', isSystem),
    ),
  ),
  fault('ioctl-common/created-handle-inherited', 'IC-004', inherited('kacs_create_token')),
  fault('ioctl-common/opened-handle-inherited', 'IC-008', inherited(SELF)),
  fault('ioctl-common/opened-process-handle-inherited', 'IC-008', inherited(PROCESS)),
  fault(
    'ioctl-common/impersonation-handle-inherited',
    'IC-004',
    alsoDoing<CreateTokenContext>('kacs_create_token', ({ thread, token, handle }) => {
      const opened = thread.process.handles.get(handle);
      if (opened !== undefined && token?.type === 2) opened.closeOnExec = false;
    }),
  ),
  fault(
    'ioctl-common/source-needs-its-own-right',
    'IC-018',
    refusing<QueryContext>(
      'KACS_IOC_QUERY',
      ({ class: n, handle }) =>
        n === QUERY_CLASS.SOURCE && ((handle?.mask ?? 0) & TOKEN_RIGHT.QUERY_SOURCE) === 0,
      'EACCES',
    ),
  ),
];

const GENERIC: readonly Fault[] = [
  fault(
    'ioctl-common/generic-read-without-query',
    'IC-019',
    mappedTo(RIGHT.GENERIC_READ, RIGHT.READ_CONTROL),
  ),
  fault(
    'ioctl-common/generic-read-adjusts-privileges',
    'IC-019',
    mappedTo(RIGHT.GENERIC_READ, 0x00020028),
  ),
  fault('ioctl-common/generic-write-queries', 'IC-020', mappedTo(RIGHT.GENERIC_WRITE, 0x000400e8)),
  fault(
    'ioctl-common/generic-write-sets-the-session',
    'IC-020',
    mappedTo(RIGHT.GENERIC_WRITE, 0x000401e0),
  ),
  ...[0x20, 0x40, 0x80].map((right) =>
    fault(
      `ioctl-common/generic-write-without-${right.toString(16)}`,
      'IC-020',
      mappedTo(RIGHT.GENERIC_WRITE, 0x000400e0 & ~right),
    ),
  ),
];

const OPENING: readonly Fault[] = [
  fault(
    'ioctl-common/own-token-takes-a-privilege',
    'IC-023',
    refusing<OpenTokenContext>(
      SELF,
      ({ thread }) => effectiveToken(thread).privileges.enabled === 0n,
      'EPERM',
    ),
  ),
  fault('ioctl-common/own-token-sd-not-checked', 'IC-032', withoutCheck(SELF, 'token-sd')),
  fault(
    'ioctl-common/own-token-sd-one-right-suffices',
    'IC-032',
    weakerCheck<OpenTokenContext>(SELF, 'token-sd', ({ world, thread, token, wanted }) => {
      if (token === undefined) return false;
      const request = { token: effectiveToken(thread), sd: token.sd, desired: wanted };
      return checkAccess(world, { ...request, mapping: TOKEN_MAPPING }).granted !== 0;
    }),
  ),
  fault('ioctl-common/process-sd-not-checked', 'IC-025', withoutCheck(PROCESS, 'process-sd')),
  fault(
    'ioctl-common/limited-query-of-the-process-suffices',
    'IC-025',
    weakerCheck<OpenProcessTokenContext>(PROCESS, 'process-sd', ({ world, thread, target }) => {
      if (target === undefined) return false;
      const { QUERY_LIMITED } = PROCESS_RIGHT;
      return allows(world, effectiveToken(thread), target.sd, QUERY_LIMITED, PROCESS_MAPPING);
    }),
  ),
  fault('ioctl-common/process-token-sd-not-checked', 'IC-034', withoutCheck(PROCESS, 'token-sd')),
];

/** @internal */
export const IOCTL_COMMON_FAULTS: readonly Fault[] = [...HANDLES, ...GENERIC, ...OPENING];
