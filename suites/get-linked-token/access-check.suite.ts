/** @module What GET_LINKED_TOKEN gives without SeTcb is of no use for access decisions (R102). */
import { USER } from '../language/steps.js';
import { accessCheck, MAXIMUM_ALLOWED, type SdSpec } from '../language/steps-access.js';
import { aCase, control, defineSuite, judged } from '../language/suite.js';
import { cloneOf, SIDES } from './members.js';

const OWNER = 'S-1-5-18';
const OBJECTS: readonly (readonly [string, SdSpec])[] = [
  ['everyone', { owner: OWNER, dacl: [{ sid: 'S-1-1-0', mask: 7 }] }],
  ['user', { owner: OWNER, dacl: [{ sid: USER, mask: 7 }] }],
  ['null-dacl', { owner: OWNER }],
];
const REQUESTS: readonly (readonly [string, number])[] = [
  ['read', 1],
  ['write', 2],
  ['execute', 4],
  ['maximum', MAXIMUM_ALLOWED],
];

export default defineSuite('get-linked-token', 'access-check', [
  SIDES.flatMap(([member, partner]) =>
    OBJECTS.flatMap(([name, sd]) =>
      REQUESTS.map(([request, mask]) =>
        aCase(
          `${member}-${name}-${request}`,
          `the clone for member ${member} is denied what its partner gets (${name}, ${request})`,
          [
            cloneOf(member),
            control(accessCheck('x', partner, sd, mask)),
            judged('GL-007', accessCheck('y', 'c', sd, mask)),
          ],
        ),
      ),
    ),
  ),
]);
