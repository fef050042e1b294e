/** @module Under an Identification-level token no AccessCheck grants anything (ruling R102). */
import { aSession, aToken, USER } from '../language/steps.js';
import { accessCheck, MAXIMUM_ALLOWED, type SdSpec } from '../language/steps-access.js';
import { impersonate, revert } from '../language/steps-impersonate.js';
import { aCase, accepted, control, defineSuite, judged } from '../language/suite.js';

const OWNER = 'S-1-5-18';
const EVERYONE = 'S-1-1-0';

/** SDs that grant the rights asked for. */
const OBJECTS: readonly (readonly [string, string, SdSpec])[] = [
  ['everyone', 'an SD that allows Everyone', { owner: OWNER, dacl: [{ sid: EVERYONE, mask: 7 }] }],
  ['user', 'an SD that allows the user', { owner: OWNER, dacl: [{ sid: USER, mask: 7 }] }],
  ['null-dacl', 'an SD without a DACL', { owner: OWNER }],
];

const REQUESTS: readonly (readonly [string, number])[] = [
  ['read', 1],
  ['write', 2],
  ['execute', 4],
  ['all-three', 7],
  ['generic-read', 0x80000000],
  ['maximum', MAXIMUM_ALLOWED],
  ['maximum-and-read', (MAXIMUM_ALLOWED | 1) >>> 0],
];

/** GENERIC_READ holds READ_CONTROL, which the plain allow entries leave out. */
const grantable = (name: string, request: string): boolean =>
  request !== 'generic-read' || name === 'null-dacl';

const token = (as: string, level: number, more: Parameters<typeof aToken>[1] = {}) =>
  aToken(as, { tokenType: 2, impersonationLevel: level, ...more });

/** SeSecurity, SeBackup and SeRestore. */
const PRIVILEGES = '0x60100';

export default defineSuite('impersonate', 'access-check', [
  OBJECTS.flatMap(([name, what, sd]) =>
    REQUESTS.filter(([request]) => grantable(name, request)).map(([request, mask]) =>
      aCase(`${name}-${request}`, `${what}, ${request}: granted at level 2, denied at level 1`, [
        aSession(),
        token('two', 2),
        token('one', 1),
        control(impersonate('two')),
        accepted('IM-018', accessCheck('x', undefined, sd, mask)),
        control(revert()),
        control(impersonate('one')),
        judged('IM-018', accessCheck('y', undefined, sd, mask)),
      ]),
    ),
  ),
  aCase('level-3', 'at level 3 the same is granted', [
    aSession(),
    token('three', 3),
    control(impersonate('three')),
    accepted('IM-018', accessCheck('x', undefined, { owner: OWNER }, 7)),
  ]),
  aCase('owner', 'at level 1 not even an owner may read the SD', [
    aSession(),
    token('two', 2),
    token('one', 1),
    control(impersonate('two')),
    accepted('IM-018', accessCheck('x', undefined, { owner: USER, dacl: [] }, 0x00020000)),
    control(revert()),
    control(impersonate('one')),
    judged('IM-018', accessCheck('y', undefined, { owner: USER, dacl: [] }, 0x00020000)),
  ]),
  aCase('privilege', 'at level 1 a privilege grants nothing either', [
    aSession(),
    ...[2, 1].map((level) =>
      token(level === 2 ? 'two' : 'one', level, {
        privilegesPresent: PRIVILEGES,
        privilegesEnabled: PRIVILEGES,
        privilegesEnabledByDefault: PRIVILEGES,
      }),
    ),
    control(impersonate('two')),
    accepted('IM-018', accessCheck('x', undefined, { owner: OWNER, dacl: [] }, 0x01000000)),
    control(revert()),
    control(impersonate('one')),
    judged('IM-018', accessCheck('y', undefined, { owner: OWNER, dacl: [] }, 0x01000000)),
  ]),
  aCase('reverted', 'after kacs_revert the same is granted again', [
    aSession(),
    token('one', 1),
    control(impersonate('one')),
    judged('IM-018', accessCheck('x', undefined, { owner: OWNER }, 7)),
    control(revert()),
    accepted('IM-018', accessCheck('y', undefined, { owner: OWNER }, 7)),
  ]),
]);
