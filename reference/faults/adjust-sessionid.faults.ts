/** @module Faults of ADJUST_SESSIONID. */
import { PRIVILEGE } from '../abi/numbers.js';
import { numberArgument } from '../kernel/arguments.js';
import { realToken, tokenOf, type HandleContext } from '../kernel/calls/handle-checks.js';
import { holds } from '../kernel/privileges.js';
import type { Token } from '../kernel/state.js';
import {
  alsoDoing,
  fault,
  otherEffect,
  refusing,
  weakerCheck,
  withoutCheck,
  withoutEffect,
  type Change,
  type Fault,
} from './fault.js';

const CALL = 'KACS_IOC_ADJUST_SESSIONID';
const TCB_MASK = 1n << BigInt(PRIVILEGE.TCB);

/** Another number is stored than the one given. */
function storing(change: (value: number, token: Token) => number): Change {
  return otherEffect<HandleContext>(CALL, 'set', (context) => {
    const token = tokenOf(context);
    token.interactiveSessionId = change(numberArgument(context.args, 'sessionId'), token);
  });
}

/** What a change of the number drags along; on impersonation tokens only, to stay narrow. */
const DRAGGED: readonly (readonly [name: string, change: (token: Token) => void])[] = [
  [
    'privileges-disabled',
    (token) => {
      token.privileges.enabled = 0n;
    },
  ],
  [
    'groups-enabled',
    (token) => {
      for (const group of token.groups) group.attributes = (group.attributes | 0x4) >>> 0;
    },
  ],
  [
    'owner-reset',
    (token) => {
      token.ownerIndex = 0;
    },
  ],
  [
    'primary-group-reset',
    (token) => {
      token.primaryGroupIndex = 0;
    },
  ],
  [
    'default-dacl-dropped',
    (token) => {
      token.defaultDacl = undefined;
    },
  ],
  [
    'origin-overwritten',
    (token) => {
      token.origin = BigInt(token.interactiveSessionId);
    },
  ],
  [
    'integrity-lowered',
    (token) => {
      token.integrityLevel = 4096;
    },
  ],
  [
    'restricting-sids-dropped',
    (token) => {
      token.restrictedSids = [];
    },
  ],
  [
    'expiration-cleared',
    (token) => {
      token.expiration = 0n;
    },
  ],
];

/** @internal */
export const ADJUST_SESSIONID_FAULTS: readonly Fault[] = [
  fault(
    'adjust-sessionid/number-kept',
    ['AS-001', 'AS-002'],
    storing((_, token) => token.interactiveSessionId),
  ),
  fault(
    'adjust-sessionid/number-of-16-bits',
    'AS-002',
    storing((value) => value & 0xffff),
  ),
  fault(
    'adjust-sessionid/number-of-31-bits',
    'AS-002',
    storing((value) => value & 0x7fffffff),
  ),
  fault(
    'adjust-sessionid/0-keeps-the-number',
    'AS-002',
    storing((value, token) => (value === 0 ? token.interactiveSessionId : value)),
  ),
  fault(
    'adjust-sessionid/maximum-refused',
    'AS-002',
    refusing<HandleContext>(CALL, ({ args }) => args['sessionId'] === 0xffffffff),
  ),
  fault(
    'adjust-sessionid/session-0-is-final',
    'AS-001',
    storing((value, token) => (token.interactiveSessionId === 0 ? 0 : value)),
  ),
  fault(
    'adjust-sessionid/any-adjust-right-suffices',
    'AS-003',
    weakerCheck<HandleContext>(CALL, 'right', ({ handle }) => ((handle?.mask ?? 0) & 0xe0) !== 0),
  ),
  fault(
    'adjust-sessionid/privilege-replaces-the-right',
    'AS-003',
    weakerCheck<HandleContext>(CALL, 'right', ({ thread }) =>
      holds(realToken(thread).privileges, PRIVILEGE.TCB),
    ),
  ),
  fault(
    'adjust-sessionid/query-right-asked-too',
    'AS-003',
    refusing<HandleContext>(CALL, ({ handle }) => ((handle?.mask ?? 0) & 0x08) === 0, 'EACCES'),
  ),
  fault('adjust-sessionid/no-privilege-asked', 'AS-004', withoutCheck(CALL, 'privilege')),
  fault(
    'adjust-sessionid/disabled-privilege-suffices',
    'AS-004',
    weakerCheck<HandleContext>(
      CALL,
      'privilege',
      ({ thread }) => (realToken(thread).privileges.present & TCB_MASK) !== 0n,
    ),
  ),
  fault(
    'adjust-sessionid/privilege-of-the-target-counts',
    'AS-004',
    weakerCheck<HandleContext>(CALL, 'privilege', (context) =>
      holds(tokenOf(context).privileges, PRIVILEGE.TCB),
    ),
  ),
  fault('adjust-sessionid/modified-id-stays', 'AS-006', withoutEffect(CALL, 'bump-modified-id')),
  ...DRAGGED.map(([name, change]) =>
    fault(
      `adjust-sessionid/${name}`,
      'AS-008',
      alsoDoing<HandleContext>(CALL, (context) => {
        if (tokenOf(context).type === 2) change(tokenOf(context));
      }),
    ),
  ),
];
