/** @module RESTRICT after another RESTRICT: the flag of one is none of the next. */
import { aSession, aToken, is } from '../language/steps.js';
import { accessCheck, type SdSpec } from '../language/steps-access.js';
import { restrict } from '../language/steps-derive.js';
import { aCase, asserts, control, defineSuite } from '../language/suite.js';

const RESTRICTING = 'S-1-5-21-7-7-7-7001';
const EVERYONE = { sid: 'S-1-1-0', attributes: 0x7 };
const WRITE_RESTRICTED = 1;

/** Everybody does everything, the restricting SID writes. */
const SD: SdSpec = {
  owner: 'S-1-5-18',
  dacl: [
    { sid: EVERYONE.sid, mask: 7 },
    { sid: RESTRICTING, mask: 2 },
  ],
};

export default defineSuite('restrict', 'remembered', [
  ['t', 'u'].map((next) =>
    aCase(
      `flag-of-the-last-${next}`,
      `a token restricted without the flag, after one with it, of ${next === 't' ? 'the same' : 'another'} token`,
      [
        aSession(),
        aToken('t', { groups: [EVERYONE] }),
        aToken('u', { groups: [EVERYONE] }),
        control(restrict('flagged', 't', { sids: [RESTRICTING], flags: WRITE_RESTRICTED })),
        control(restrict('r', next, { sids: [RESTRICTING] })),
        { ...accessCheck('x', 'flagged', SD), expect: [{ is: is.equals('granted', 7) }] },
        asserts('RS-006', accessCheck('y', 'r', SD), is.equals('granted', 2)),
      ],
      { needs: ['access-check'] },
    ),
  ),
]);
