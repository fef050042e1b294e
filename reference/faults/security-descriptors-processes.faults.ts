/** @module Faults of the SDs of processes: after INSTALL, and as guards of the nodes of procfs. */
import { PRIVILEGE, PROCESS_RIGHT } from '../abi/numbers.js';
import { SID_TEXT } from '../abi/well-known.js';
import { allows } from '../kernel/access/check.js';
import { PROCESS_MAPPING } from '../kernel/access/generic-mapping.js';
import { realToken, tokenOf, type HandleContext } from '../kernel/calls/handle-checks.js';
import type { NodeContext } from '../kernel/calls/inspection.js';
import { defaultProcessSd } from '../kernel/default-sd.js';
import { effectiveToken, holds } from '../kernel/privileges.js';
import type { Process, SecurityDescriptor, Token } from '../kernel/state.js';
import { equalSid, parseSid } from '../wire/wire.js';
import {
  fault,
  otherEffect,
  refusing,
  weakerCheck,
  withoutEffect,
  type Change,
  type Fault,
} from './fault.js';
import { withEntries, withMask, without } from './sd-entries.js';

const ADMINISTRATORS = parseSid(SID_TEXT.ADMINISTRATORS);
const EVERYONE = parseSid(SID_TEXT.EVERYONE);
const SYSTEM_INTEGRITY = 16384;
/** Profiles that define the template. */
const DEFINED = { R56: 'defined' } as const;

/** The process SD after INSTALL is another than the one made anew. */
function rebuiltAs(
  change: (sd: SecurityDescriptor, old: Token, now: Token) => SecurityDescriptor,
): Change {
  return otherEffect<HandleContext>('KACS_IOC_INSTALL', 'process-sd', (c, original) => {
    const { process } = c.thread;
    const before = process.sd;
    original();
    if (process.sd !== before) process.sd = change(process.sd, realToken(c.thread), tokenOf(c));
  });
}

const INSTALLED: readonly Fault[] = [
  fault(
    'security-descriptors/process-sd-kept',
    'IN-003',
    withoutEffect('KACS_IOC_INSTALL', 'process-sd'),
  ),
  fault(
    'security-descriptors/process-sd-without-administrators',
    'IN-004',
    rebuiltAs((sd) => without(sd, ADMINISTRATORS)),
    DEFINED,
  ),
  fault(
    'security-descriptors/process-sd-lets-everyone-query',
    'IN-004',
    rebuiltAs((sd) =>
      withMask(sd, EVERYONE, PROCESS_RIGHT.QUERY_LIMITED | PROCESS_RIGHT.QUERY_INFORMATION),
    ),
    DEFINED,
  ),
  fault(
    'security-descriptors/process-sd-for-the-old-user',
    'IN-004',
    rebuiltAs((sd, old, now) =>
      withEntries(sd, (entry) =>
        equalSid(entry.sid, now.userSid) ? { ...entry, sid: old.userSid } : entry,
      ),
    ),
    DEFINED,
  ),
  fault(
    'security-descriptors/process-sd-owned-by-the-old-user',
    'IN-005',
    rebuiltAs((sd, old) => ({ ...sd, owner: old.userSid })),
  ),
  fault(
    'security-descriptors/process-sd-rebuilt-for-the-same-user',
    'IN-021',
    otherEffect<HandleContext>('KACS_IOC_INSTALL', 'process-sd', (c) => {
      c.thread.process.sd = defaultProcessSd(tokenOf(c), tokenOf(c));
    }),
  ),
];

/** The process behind the node that another process opens. */
function foreignTarget({ node, thread }: NodeContext): Process | undefined {
  if (node?.kind !== 'token' || node.target === thread.process) return undefined;
  return node.target;
}

const isThreadNode = ({ args }: NodeContext): boolean => String(args['path']).includes('/task/');

function given(c: NodeContext, process: Process, right: number): boolean {
  return allows(c.world, effectiveToken(c.thread), process.sd, right, PROCESS_MAPPING);
}

/** Opening asks for the wrong right. */
function opensWith(right: number, when: (context: NodeContext) => boolean): Change {
  return weakerCheck<NodeContext>('world.open', 'process-sd', (c) => {
    const target = foreignTarget(c);
    return target !== undefined && when(c) && given(c, target, right);
  });
}

const OPENED: readonly Fault[] = [
  fault(
    'security-descriptors/set-information-opens-a-process-node',
    'PF-021',
    opensWith(PROCESS_RIGHT.SET_INFORMATION, (c) => !isThreadNode(c)),
  ),
  fault(
    'security-descriptors/set-information-opens-a-thread-node',
    'PF-034',
    opensWith(PROCESS_RIGHT.SET_INFORMATION, isThreadNode),
  ),
  fault(
    'security-descriptors/node-asks-for-vm-read-too',
    'PF-022',
    refusing<NodeContext>(
      'world.open',
      (c) => {
        const target = foreignTarget(c);
        if (target === undefined || holdsDebug(c)) return false;
        return !given(c, target, PROCESS_RIGHT.VM_READ);
      },
      'EACCES',
    ),
  ),
  fault(
    'security-descriptors/no-administrators-taken-for-protected',
    'PF-024',
    refusing<NodeContext>(
      'world.open',
      (c) => {
        const target = foreignTarget(c);
        if (target === undefined) return false;
        const known = target.sd.dacl?.some(
          (entry) => entry.kind !== 'other' && equalSid(entry.sid, ADMINISTRATORS),
        );
        return known !== true && effectiveToken(c.thread).integrityLevel === SYSTEM_INTEGRITY;
      },
      'EACCES',
    ),
  ),
  fault(
    'security-descriptors/own-node-asks-the-process-sd',
    'PF-026',
    refusing<NodeContext>(
      'world.open',
      (c) => {
        const own = c.node?.kind === 'token' && c.node.target === c.thread.process;
        if (!own || holdsDebug(c)) return false;
        return !given(c, c.thread.process, PROCESS_RIGHT.QUERY_INFORMATION);
      },
      'EACCES',
    ),
  ),
];

function holdsDebug({ thread }: NodeContext): boolean {
  return holds(effectiveToken(thread).privileges, PRIVILEGE.DEBUG);
}

/** @internal */
export const PROCESS_DESCRIPTOR_FAULTS: readonly Fault[] = [...INSTALLED, ...OPENED];
