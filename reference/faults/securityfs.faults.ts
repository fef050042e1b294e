/** @module Faults of the securityfs nodes: the self node, and who may read the sessions. */
import { PRIVILEGE, TOKEN_RIGHT } from '../abi/numbers.js';
import { SID_TEXT } from '../abi/well-known.js';
import type { NodeContext } from '../kernel/calls/inspection.js';
import { cloneGraph } from '../kernel/clone.js';
import { effectiveToken, holds } from '../kernel/privileges.js';
import type { Token } from '../kernel/state.js';
import { newIdentity } from '../kernel/token.js';
import { equalSid, parseSid } from '../wire/wire.js';
import {
  fault,
  otherEffect,
  otherResult,
  refusing,
  weakerCheck,
  withoutCheck,
  type Change,
  type Fault,
} from './fault.js';

const OPEN = 'world.open';
const STAT = 'world.stat';
const SYSTEM = parseSid(SID_TEXT.SYSTEM);
const ADMINISTRATORS = parseSid(SID_TEXT.ADMINISTRATORS);
const LOCAL_SERVICE = parseSid('S-1-5-19');

const isNode = ({ args }: NodeContext, name: string): boolean =>
  args['path'] === `/sys/kernel/security/kacs/${name}`;
const isUser = ({ userSid }: Token, sid = SYSTEM): boolean => equalSid(userSid, sid);
const isMember = ({ groups }: Token): boolean =>
  groups.some(({ sid }) => equalSid(sid, ADMINISTRATORS));

/** The self node shows another token, where this gives one. */
function showing(token: (context: NodeContext, own: Token) => Token | undefined): Change {
  return otherEffect<NodeContext>(OPEN, 'open-inspection-handle', (c, original) => {
    const other = isNode(c, 'self') ? token(c, effectiveToken(c.thread)) : undefined;
    if (other === undefined) return original();
    c.made = c.world.openHandle(c.thread.process, other, TOKEN_RIGHT.QUERY, true);
  });
}

function changed(token: Token, change: Partial<Token>): Token {
  const copy = cloneGraph(token, new Set<object>([token.session]));
  return Object.assign(copy, change, { references: 0 });
}

const selfRefused = (when: (caller: Token) => boolean): Change =>
  refusing<NodeContext>(OPEN, (c) => isNode(c, 'self') && when(effectiveToken(c.thread)), 'EACCES');

const readRefused = (when: (caller: Token) => boolean): Change =>
  refusing<NodeContext>(
    OPEN,
    (c) => isNode(c, 'sessions') && when(effectiveToken(c.thread)),
    'EACCES',
  );

const readAllowed = (when: (caller: Token) => boolean): Change =>
  weakerCheck<NodeContext>(OPEN, 'sessions-sd', ({ thread }) => when(effectiveToken(thread)));

const SELF: readonly Fault[] = [
  fault(
    'securityfs/no-stat-of-self',
    ['SF-001', 'SF-008'],
    refusing<NodeContext>(STAT, (c) => isNode(c, 'self'), 'ENOENT'),
  ),
  fault(
    'securityfs/self-readable-by-root',
    'SF-008',
    otherResult<NodeContext>(STAT, (result, c) =>
      isNode(c, 'self') ? { ...result, mode: 0o100400 } : result,
    ),
  ),
  fault(
    'securityfs/self-not-readable-by-others',
    'SF-008',
    otherResult<NodeContext>(STAT, (result, c) =>
      isNode(c, 'self') ? { ...result, mode: 0o100440 } : result,
    ),
  ),
  fault(
    'securityfs/self-is-a-copy',
    ['SF-002', 'SF-010', 'IN-019'],
    showing(({ world }, own) => changed(own, { identity: newIdentity(world) })),
  ),
  fault(
    'securityfs/self-is-the-primary-token',
    ['SF-002', 'SF-003', 'SF-005', 'IN-019'],
    showing(({ thread }) => thread.process.primary),
  ),
  fault(
    'securityfs/weak-impersonation-not-shown',
    'SF-003',
    showing(({ thread }, { impersonationLevel }) =>
      impersonationLevel < 2 ? thread.process.primary : undefined,
    ),
  ),
  fault(
    'securityfs/primary-shown-as-impersonation',
    ['SF-004', 'SF-005'],
    showing((_, own) => (own.type === 1 ? changed(own, { type: 2 }) : undefined)),
  ),
  fault(
    'securityfs/impersonation-of-any-thread',
    'SF-005',
    showing(
      ({ world, thread }) =>
        [...world.threads.values()].find(
          (one) => one.process === thread.process && one.impersonation !== undefined,
        )?.impersonation,
    ),
  ),
  fault(
    'securityfs/restricted-kept-out',
    'SF-009',
    selfRefused(({ restrictedSids }) => restrictedSids.length > 0),
  ),
  fault(
    'securityfs/anonymous-kept-out',
    'SF-009',
    selfRefused(({ type, impersonationLevel }) => type === 2 && impersonationLevel === 0),
  ),
  fault(
    'securityfs/low-integrity-kept-out',
    'SF-009',
    selfRefused(({ type, integrityLevel }) => type === 1 && integrityLevel < 8192),
  ),
  fault(
    'securityfs/users-see-process-1',
    'SF-010',
    showing(({ world, thread }, own) =>
      thread.impersonation === undefined && !isUser(own)
        ? world.processes.get(1)?.primary
        : undefined,
    ),
  ),
];

const SESSIONS: readonly Fault[] = [
  fault(
    'securityfs/no-stat-of-sessions',
    'SF-012',
    refusing<NodeContext>(STAT, (c) => isNode(c, 'sessions'), 'ENOENT'),
  ),
  fault(
    'securityfs/low-administrators-kept-out',
    'SF-019',
    readRefused((caller) => isMember(caller) && caller.integrityLevel < 8192),
  ),
  fault(
    'securityfs/administrators-kept-out',
    ['SF-019', 'SF-022', 'SF-024'],
    readRefused((caller) => !isUser(caller)),
  ),
  fault(
    'securityfs/system-needs-the-group',
    'SF-020',
    readRefused((caller) => isUser(caller) && !isMember(caller)),
  ),
  fault(
    'securityfs/sessions-open-to-everyone',
    ['SF-021', 'SF-022', 'SF-023'],
    withoutCheck(OPEN, 'sessions-sd'),
  ),
  fault(
    'securityfs/system-integrity-suffices',
    'SF-021',
    readAllowed(({ integrityLevel }) => integrityLevel >= 16384),
  ),
  fault(
    'securityfs/local-service-reads',
    'SF-021',
    readAllowed((caller) => isUser(caller, LOCAL_SERVICE)),
  ),
  fault('securityfs/any-membership-counts', 'SF-022', readAllowed(isMember)),
  fault(
    'securityfs/deny-only-membership-counts',
    'SF-022',
    readAllowed(({ groups }) =>
      groups.some(
        ({ sid, attributes }) => equalSid(sid, ADMINISTRATORS) && (attributes & 0x10) !== 0,
      ),
    ),
  ),
  fault(
    'securityfs/restricting-sids-count-as-groups',
    'SF-022',
    readAllowed(({ restrictedSids }) =>
      restrictedSids.some(({ sid }) => equalSid(sid, ADMINISTRATORS)),
    ),
  ),
  ...(['TCB', 'SECURITY', 'BACKUP'] as const).map((name) =>
    fault(
      `securityfs/privilege-${name.toLowerCase()}-suffices`,
      'SF-023',
      readAllowed(({ privileges }) => holds(privileges, PRIVILEGE[name])),
    ),
  ),
  fault(
    'securityfs/administrators-need-security',
    ['SF-024', 'SF-019', 'SF-022'],
    readRefused((caller) => !isUser(caller) && !holds(caller.privileges, PRIVILEGE.SECURITY)),
  ),
];

/** @internal */
export const SECURITYFS_FAULTS: readonly Fault[] = [...SELF, ...SESSIONS];
