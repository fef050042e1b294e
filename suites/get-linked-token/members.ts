/** @module A linked pair with members that differ, and callers with and without SeTcb. */
import { adjustPrivileges, aSession, aToken, openSelf, query } from '../language/steps.js';
import { getLinked, link } from '../language/steps-inspect.js';
import { control, type SuiteStep } from '../language/suite.js';

const TCB = 7;

/** The elevated member `a` and the filtered member `b`, different in all that shows. @internal */
export const MEMBERS: readonly SuiteStep[] = [
  aSession(),
  aToken('a', {
    groups: [
      { sid: 'S-1-1-0', attributes: 0x7 },
      { sid: 'S-1-5-32-544', attributes: 0xf },
    ],
    privilegesPresent: '0x20000084',
    privilegesEnabled: '0x20000080',
    privilegesEnabledByDefault: '0x20000080',
    integrityLevel: 12288,
  }),
  aToken('b', {
    groups: [
      { sid: 'S-1-1-0', attributes: 0x7 },
      { sid: 'S-1-5-11', attributes: 0x7 },
      { sid: 'S-1-5-32-544', attributes: 0x10 },
    ],
    privilegesPresent: '0x800000',
    privilegesEnabled: '0x800000',
    privilegesEnabledByDefault: '0x800000',
  }),
];

/** The two members, linked. @internal */
export const PAIR: readonly SuiteStep[] = [...MEMBERS, control(link('a', 'b'))];

/** A member and its partner. @internal */
export const SIDES: readonly (readonly [member: string, partner: string, type: number])[] = [
  ['a', 'b', 3],
  ['b', 'a', 2],
];

/** The caller gives up SeTcb, for good or for now. @internal */
export const WITHOUT_TCB: readonly SuiteStep[] = [
  control(openSelf('me', 0x28, true)),
  control(adjustPrivileges('me', [{ luid: TCB, attributes: 0 }])),
];

/** The caller has SeTcb again. @internal */
export const TCB_AGAIN: SuiteStep = control(adjustPrivileges('me', [{ luid: TCB, attributes: 2 }]));

/** The clone `c` of the partner of `member`, for a caller that now lacks SeTcb. @internal */
export function cloneOf(member: string): readonly SuiteStep[] {
  return [...PAIR, ...WITHOUT_TCB, control(getLinked('c', member))];
}

/** What a class of a token says, bound for comparison. @internal */
export function remembered(as: string, token: string, of: Parameters<typeof query>[2]): SuiteStep {
  return control(query(as, token, of));
}
