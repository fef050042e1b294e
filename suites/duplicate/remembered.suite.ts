/** @module DUPLICATE of tokens that were made weaker: by a cap, and for allowing entries. */
import {
  aSession,
  aToken,
  by,
  install,
  is,
  OTHER_USER,
  ref,
  spawn,
  USER,
} from '../language/steps.js';
import { accessCheck, type SdSpec } from '../language/steps-access.js';
import { duplicate, IMPERSONATION } from '../language/steps-derive.js';
import { impersonate } from '../language/steps-impersonate.js';
import { passHandle } from '../language/steps-inspect.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';

const DUPLICATE = 0x0002;

/** Everybody reads, the user writes. */
const SD: SdSpec = {
  owner: 'S-1-5-18',
  dacl: [
    { sid: 'S-1-1-0', mask: 1 },
    { sid: USER, mask: 2 },
  ],
};

export default defineSuite('duplicate', 'remembered', [
  [2, 3].map((level) =>
    aCase(
      `capped-${level}`,
      `a token that was capped is not duplicated at its old level ${level}`,
      [
        aSession(),
        aToken('i', { tokenType: 2, impersonationLevel: level, userSid: OTHER_USER }),
        aToken('server'),
        spawn('p'),
        passHandle('client', 'i', 'p'),
        passHandle('primary', 'server', 'p'),
        by('p', control(install('primary'))),
        by('p', control(impersonate('client'))),
        control({
          as: 'h',
          op: 'kacs_open_thread_token',
          args: { pid: ref('p.pid'), tid: ref('p.pid'), accessMask: DUPLICATE },
        }),
        accepted('DU-006', duplicate('same', 'h', { tokenType: IMPERSONATION, level: 1 })),
        judged('DU-006', duplicate('raised', 'h', { tokenType: IMPERSONATION, level })),
      ],
      {
        needs: ['processes', 'handle-passing', 'install', 'impersonate'],
        only: { R18: 'two-arguments' },
      },
    ),
  ),
  [1, 2].map((tokenType) =>
    aCase(
      `deny-only-user-${tokenType}`,
      `what the user is denied it is denied in a copy of type ${tokenType}`,
      [
        aSession(),
        aToken('t', {
          groups: [{ sid: 'S-1-1-0', attributes: 0x7 }],
          userDenyOnly: 1,
        }),
        control(duplicate('c', 't', { tokenType, level: tokenType === 2 ? 2 : 0 })),
        { ...accessCheck('x', 't', SD), expect: [{ is: is.equals('granted', 1) }] },
        asserts('DU-019', accessCheck('y', 'c', SD), is.equals('granted', 1)),
      ],
      { needs: ['access-check'], only: { R07: 'checked' } },
    ),
  ),
]);
