/** @module Faults of GET_LINKED_TOKEN. */
import { ELEVATION, TOKEN_RIGHT, TOKEN_TYPE } from '../abi/numbers.js';
import { deriveToken } from '../kernel/calls/derive.js';
import type { GetLinkedContext } from '../kernel/calls/get-linked-token.js';
import { cloneGraph } from '../kernel/clone.js';
import type { Token } from '../kernel/state.js';
import {
  all,
  fault,
  otherEffect,
  refusing,
  weakerCheck,
  withErrno,
  withoutCheck,
  type Change,
  type Fault,
} from './fault.js';

const CALL = 'KACS_IOC_GET_LINKED_TOKEN';

/** The handle that is handed out leads to a changed object, or has another mask. */
function handingOut(
  effect: 'open-partner' | 'open-clone',
  change: (given: Token, context: GetLinkedContext) => void,
  mask?: number,
): Change {
  return otherEffect<GetLinkedContext>(CALL, effect, (c, original) => {
    if (c.trusted !== (effect === 'open-partner')) return;
    original();
    const handle = c.thread.process.handles.get(c.result);
    if (handle?.kind !== 'token') return;
    change(handle.token, c);
    if (mask === undefined) return;
    c.thread.process.handles.set(c.result, { ...handle, mask });
  });
}

/** Callers with SeTcb get a copy of the partner, with its identity. */
function copying(change: (copy: Token) => void): Change {
  return otherEffect<GetLinkedContext>(CALL, 'open-partner', (c) => {
    if (!c.trusted || c.partner === undefined) return;
    const copy = cloneGraph(c.partner, new Set<object>([c.partner.session]));
    copy.references = 0;
    change(copy);
    c.result = c.world.openHandle(c.thread.process, copy, TOKEN_RIGHT.ALL_ACCESS);
  });
}

/** Tokens without a partner get this one. */
function inventing(
  when: (context: GetLinkedContext) => boolean,
  partner: (context: GetLinkedContext) => Token | undefined,
): Change {
  return all(
    weakerCheck<GetLinkedContext>(CALL, 'partner', when),
    otherEffect<GetLinkedContext>(CALL, 'open-partner', (c, original) => {
      if (c.partner !== undefined) return original();
      const token = partner(c);
      if (!c.trusted || token === undefined) return;
      c.result = c.world.openHandle(c.thread.process, token, TOKEN_RIGHT.ALL_ACCESS);
    }),
    otherEffect<GetLinkedContext>(CALL, 'open-clone', (c, original) => {
      if (c.partner !== undefined) original();
    }),
  );
}

const nothing = (): void => undefined;

/** @internal */
export const GET_LINKED_TOKEN_FAULTS: readonly Fault[] = [
  fault(
    'get-linked-token/filtered-leads-to-itself',
    ['GL-001', 'GL-008', 'LK-001', 'LK-015'],
    otherEffect<GetLinkedContext>(CALL, 'open-partner', (c, original) => {
      const { handle, partner } = c;
      if (!c.trusted || handle?.token.session.pair?.elevated !== partner) return original();
      if (handle === undefined) return;
      c.result = c.world.openHandle(c.thread.process, handle.token, TOKEN_RIGHT.ALL_ACCESS);
    }),
  ),
  fault(
    'get-linked-token/new-object-for-tcb',
    ['GL-001', 'GL-008', 'LK-001', 'LK-015'],
    otherEffect<GetLinkedContext>(CALL, 'open-partner', (c) => {
      if (!c.trusted || c.partner === undefined) return;
      const copy = deriveToken(c.world, c.thread, c.partner);
      copy.elevationType = c.partner.elevationType;
      c.result = c.world.openHandle(c.thread.process, copy, TOKEN_RIGHT.ALL_ACCESS);
    }),
  ),
  fault('get-linked-token/copy-for-tcb', 'GL-008', copying(nothing)),
  fault(
    'get-linked-token/impersonation-copy-for-tcb',
    ['GL-009', 'GL-008', 'GL-010'],
    copying((copy) => {
      copy.type = TOKEN_TYPE.IMPERSONATION;
    }),
  ),
  ...([0x0002, 0x0020, 0x0040, 0x0080, 0x0100] as const).map((right) =>
    fault(
      `get-linked-token/without-right-${right.toString(16)}`,
      'GL-010',
      handingOut('open-partner', nothing, TOKEN_RIGHT.ALL_ACCESS & ~right),
    ),
  ),
  fault(
    'get-linked-token/clone-has-the-partners-identity',
    ['GL-002', 'GL-017'],
    handingOut('open-clone', (clone, { partner }) => {
      if (partner !== undefined) clone.identity = partner.identity;
    }),
  ),
  fault(
    'get-linked-token/clone-has-the-callers-identity',
    'GL-017',
    handingOut('open-clone', (clone, { handle }) => {
      if (handle !== undefined) clone.identity = handle.token.identity;
    }),
  ),
  ...[0, 2, 3].map((level) =>
    fault(
      `get-linked-token/clone-at-level-${level}`,
      'GL-003',
      handingOut('open-clone', (clone) => {
        clone.impersonationLevel = level;
      }),
    ),
  ),
  fault(
    'get-linked-token/clone-can-be-duplicated',
    'GL-004',
    handingOut('open-clone', nothing, 0x000a),
  ),
  fault(
    'get-linked-token/clone-can-be-adjusted',
    'GL-004',
    handingOut('open-clone', nothing, 0x00e8),
  ),
  fault(
    'get-linked-token/clone-cannot-be-queried',
    ['GL-004', 'GL-003', 'GL-005', 'GL-020'],
    handingOut('open-clone', nothing, 0),
  ),
  fault(
    'get-linked-token/clone-can-be-impersonated',
    ['GL-006', 'GL-004'],
    handingOut('open-clone', nothing, 0x000c),
  ),
  fault(
    'get-linked-token/clone-with-the-callers-groups',
    'GL-005',
    handingOut('open-clone', (clone, { handle }) => {
      if (handle !== undefined) clone.groups = handle.token.groups;
    }),
  ),
  fault(
    'get-linked-token/clone-without-privileges',
    'GL-005',
    handingOut('open-clone', (clone) => {
      clone.privileges = { present: 0n, enabled: 0n, enabledByDefault: 0n, used: 0n };
    }),
  ),
  fault(
    'get-linked-token/clone-keeps-used-privileges-only',
    'GL-005',
    handingOut('open-clone', (clone) => {
      clone.privileges.enabled = 0n;
    }),
  ),
  fault(
    'get-linked-token/clone-is-default',
    'GL-016',
    handingOut('open-clone', (clone) => {
      clone.elevationType = ELEVATION.DEFAULT;
    }),
  ),
  fault(
    'get-linked-token/clone-is-primary',
    'GL-020',
    handingOut('open-clone', (clone) => {
      clone.type = TOKEN_TYPE.PRIMARY;
    }),
  ),
  fault(
    'get-linked-token/every-right-asked',
    ['GL-011', 'GL-012', 'LK-008'],
    refusing<GetLinkedContext>(CALL, ({ handle }) => ((handle?.mask ?? 0) & 0x2) === 0, 'EACCES'),
  ),
  fault('get-linked-token/no-right-asked', 'GL-012', withoutCheck(CALL, 'right')),
  fault(
    'get-linked-token/duplicate-right-suffices',
    'GL-012',
    weakerCheck<GetLinkedContext>(CALL, 'right', ({ handle }) => ((handle?.mask ?? 0) & 0x2) !== 0),
  ),
  fault(
    'get-linked-token/adjust-right-suffices',
    'GL-012',
    weakerCheck<GetLinkedContext>(
      CALL,
      'right',
      ({ handle }) => ((handle?.mask ?? 0) & 0xe0) !== 0,
    ),
  ),
  fault('get-linked-token/no-partner-is-einval', 'GL-013', withErrno(CALL, 'partner', 'EINVAL')),
  fault(
    'get-linked-token/any-token-of-the-session',
    ['GL-013', 'GL-018', 'LK-016'],
    inventing(
      ({ handle }) => handle?.token.session.pair !== undefined,
      ({ handle }) => handle?.token.session.pair?.elevated,
    ),
  ),
  fault(
    'get-linked-token/displaced-keeps-a-partner',
    ['GL-018', 'LK-016'],
    inventing(
      ({ handle }) => handle?.token.elevationType !== ELEVATION.DEFAULT,
      ({ handle }) => handle?.token,
    ),
  ),
];
