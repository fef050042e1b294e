/** @module Faults of inspection handles: calls that they take although they know QUERY only. */
import type { ClauseId } from '../abi/clause-id.generated.js';
import { SID_TEXT } from '../abi/well-known.js';
import type { HandleContext } from '../kernel/calls/handle-checks.js';
import type { NodeContext } from '../kernel/calls/inspection.js';
import type { LinkContext } from '../kernel/calls/link-tokens.js';
import type { QueryContext } from '../kernel/calls/query.js';
import { effectiveToken } from '../kernel/privileges.js';
import { equalSid, parseSid } from '../wire/wire.js';
import {
  all,
  fault,
  otherEffect,
  refusing,
  weakerCheck,
  type Change,
  type Fault,
} from './fault.js';

const SYSTEM = parseSid(SID_TEXT.SYSTEM);
const QUERY = 0x0008;

/** The call does not care that the handle is one of inspection. */
function taking(call: string, ...checks: readonly string[]): Change {
  return all(
    ...checks.map((check) =>
      weakerCheck<HandleContext>(call, check, ({ handle }) => handle?.inspection === true),
    ),
  );
}

/** LINK_TOKENS takes inspection handles in this role. */
const operand = (role: 'elevated' | 'filtered'): Change =>
  weakerCheck<LinkContext>(
    'KACS_IOC_LINK_TOKENS',
    `${role}-right`,
    (c) => c[role]?.inspection === true,
  );

/** Nodes whose path matches give another handle. */
function handlesOf(
  path: RegExp,
  handle: { readonly mask?: number; readonly inspection?: boolean },
  when: (context: NodeContext) => boolean = () => true,
): Change {
  return otherEffect<NodeContext>('world.open', 'open-inspection-handle', (c, original) => {
    if (c.node?.kind !== 'token' || !path.test(String(c.args['path'])) || !when(c)) {
      return original();
    }
    const { mask = QUERY, inspection = true } = handle;
    c.made = c.world.openHandle(c.thread.process, c.node.token, mask, inspection);
  });
}

const PROCESS_NODE = /^\/proc\/[^/]+\/token$/;
const THREAD_NODE = /\/task\//;
const SELF_NODE = /kacs\/self$/;

const isSystem = ({ thread }: NodeContext): boolean =>
  equalSid(effectiveToken(thread).userSid, SYSTEM);

const EVERY_NODE: readonly ClauseId[] = ['PF-006', 'PF-033', 'SF-007'];
const RIGHTS: readonly ClauseId[] = ['PF-007', 'PF-032', 'SF-006'];

/** @internal */
export const INSPECTION_HANDLE_FAULTS: readonly Fault[] = [
  fault(
    'inspection/impersonate',
    ['PF-008', ...EVERY_NODE],
    taking('KACS_IOC_IMPERSONATE', 'right', 'inspection', 'type'),
  ),
  fault('inspection/install', ['PF-009', ...EVERY_NODE], taking('KACS_IOC_INSTALL', 'right')),
  fault(
    'inspection/duplicate',
    ['PF-010', ...EVERY_NODE, ...RIGHTS],
    taking('KACS_IOC_DUPLICATE', 'right', 'inspection'),
  ),
  fault(
    'inspection/adjust-privs',
    ['PF-011', ...EVERY_NODE, ...RIGHTS],
    taking('KACS_IOC_ADJUST_PRIVS', 'right'),
  ),
  fault(
    'inspection/adjust-groups',
    ['PF-012', ...EVERY_NODE, ...RIGHTS],
    taking('KACS_IOC_ADJUST_GROUPS', 'right'),
  ),
  fault(
    'inspection/adjust-sessionid',
    ['PF-013', ...EVERY_NODE, ...RIGHTS],
    taking('KACS_IOC_ADJUST_SESSIONID', 'right'),
  ),
  fault(
    'inspection/adjust-default',
    ['PF-014', ...EVERY_NODE, ...RIGHTS],
    taking('KACS_IOC_ADJUST_DEFAULT', 'right'),
  ),
  fault(
    'inspection/restrict',
    ['PF-015', ...EVERY_NODE, ...RIGHTS],
    taking('KACS_IOC_RESTRICT', 'right', 'inspection'),
  ),
  fault(
    'inspection/link-on',
    ['PF-016', ...EVERY_NODE],
    taking('KACS_IOC_LINK_TOKENS', 'inspection'),
  ),
  fault(
    'inspection/get-linked',
    ['PF-017', ...EVERY_NODE],
    taking('KACS_IOC_GET_LINKED_TOKEN', 'inspection'),
  ),
  fault('inspection/link-elevated', ['PF-018', ...EVERY_NODE], operand('elevated')),
  fault('inspection/link-filtered', ['PF-018', ...EVERY_NODE], operand('filtered')),
  // Only the right is looked at: GET_LINKED_TOKEN and LINK_TOKENS get through.
  fault(
    'inspection/process-node-gives-a-token-handle',
    ['PF-006', 'PF-016', 'PF-017'],
    handlesOf(PROCESS_NODE, { inspection: false }),
  ),
  fault(
    'inspection/thread-node-gives-a-token-handle',
    'PF-033',
    handlesOf(THREAD_NODE, { inspection: false }),
  ),
  fault(
    'inspection/self-node-gives-a-token-handle',
    'SF-007',
    handlesOf(SELF_NODE, { inspection: false }),
  ),
  fault(
    'inspection/process-node-adjusts-for-system',
    ['PF-007', 'PF-011'],
    handlesOf(PROCESS_NODE, { mask: 0x0028 }, isSystem),
  ),
  fault(
    'inspection/thread-node-adjusts-for-system',
    'PF-032',
    handlesOf(THREAD_NODE, { mask: 0x0048 }, isSystem),
  ),
  fault(
    'inspection/self-node-adjusts-for-system',
    'SF-006',
    handlesOf(SELF_NODE, { mask: 0x00e8 }, isSystem),
  ),
  fault(
    'inspection/no-source',
    'PF-005',
    refusing<QueryContext>(
      'KACS_IOC_QUERY',
      ({ handle, args }) => handle?.inspection === true && args['class'] === 10,
      'EACCES',
    ),
  ),
  fault(
    'inspection/no-statistics-of-system',
    ['PF-002', 'PF-005', 'SF-002'],
    refusing<QueryContext>(
      'KACS_IOC_QUERY',
      ({ handle, args }) =>
        handle?.inspection === true &&
        args['class'] === 11 &&
        equalSid(handle.token.userSid, SYSTEM) &&
        handle.token.session.permanent,
      'EACCES',
    ),
  ),
];
