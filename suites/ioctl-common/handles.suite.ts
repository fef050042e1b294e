/** @module Token handles: ioctls on them, the mask that each carries, close-on-exec. */
import {
  aSession,
  aToken,
  createToken,
  descriptorFlags,
  is,
  openProcess,
  openSelf,
  query,
  spawn,
  tokenSpec,
} from '../language/steps.js';
import { aCase, accepted, asserts, control, defineSuite } from '../language/suite.js';
import { judged, refused } from '../language/suite.js';
import { ADJUSTMENTS, GENERIC_WRITE_ADJUSTMENTS } from './adjustments.js';

const QUERY = 0x0008;

export default defineSuite('ioctl-common', 'handles', [
  aCase('ioctl-on-opened', 'QUERY works on a handle of the own token', [
    control(openSelf('h')),
    judged('IC-001', query('q', 'h', 'USER')),
  ]),
  aCase(
    'ioctl-on-created',
    'QUERY works on the handle that creation gives',
    [aSession(), aToken(), judged('IC-001', query('q', 't', 'USER'))],
    { needs: ['sessions'] },
  ),
  aCase('ioctl-on-each', 'QUERY asks the token behind its own handle, not another one', [
    control(openSelf('h')),
    aSession(),
    aToken(),
    asserts('IC-001', query('q', 'h', 'USER'), is.equals('decoded', 'S-1-5-18')),
    asserts(
      'IC-001',
      query('r', 't', 'USER'),
      is.equals('decoded', 'S-1-5-21-1111-2222-3333-1001'),
    ),
  ]),
  GENERIC_WRITE_ADJUSTMENTS.map(({ slug, right, of }) =>
    aCase(`two-masks-${slug}`, `${slug} works on the one handle and not on the other`, [
      control(openSelf('narrow', QUERY)),
      control(openSelf('wide', QUERY | right)),
      accepted('IC-002', of('wide')),
      refused('IC-002', of('narrow')),
      accepted('IC-002', query('q', 'narrow', 'USER')),
      accepted('IC-002', of('wide')),
    ]),
  ),
  GENERIC_WRITE_ADJUSTMENTS.map(({ slug, right, of }) =>
    aCase(`second-handle-${slug}`, `opening a narrow handle later takes nothing from a wide one`, [
      control(openSelf('wide', QUERY | right)),
      accepted('IC-002', of('wide')),
      control(openSelf('narrow', QUERY)),
      refused('IC-002', of('narrow')),
      accepted('IC-002', of('wide')),
    ]),
  ),
  ADJUSTMENTS.map(({ slug, of }) =>
    aCase(
      `query-only-${slug}`,
      `SYSTEM with a query-only handle cannot use ${slug}`,
      [
        aSession(),
        aToken(),
        control(of('t')),
        control(openSelf('h', QUERY)),
        accepted('IC-003', query('q', 'h', 'USER')),
        judged('IC-003', of('h')),
      ],
      { needs: ['sessions'] },
    ),
  ),
  [1, 2].map((tokenType) =>
    aCase(
      `cloexec-created-${tokenType}`,
      `creating type ${tokenType} gives a close-on-exec handle`,
      [
        aSession(),
        control(createToken('t', tokenSpec({ tokenType }))),
        asserts('IC-004', descriptorFlags('f', 't'), is.equals('closeOnExec', true)),
      ],
    ),
  ),
  [false, true].map((real) =>
    aCase(`cloexec-self-${real ? 'primary' : 'effective'}`, 'opening the own token does, too', [
      control(openSelf('h', QUERY, real)),
      asserts('IC-008', descriptorFlags('f', 'h'), is.equals('closeOnExec', true)),
    ]),
  ),
  [0x0028, 0x80000000].map((mask) =>
    aCase(`cloexec-mask-${mask}`, 'the access mask has no influence on close-on-exec', [
      control(openSelf('h', mask)),
      asserts('IC-008', descriptorFlags('f', 'h'), is.equals('closeOnExec', true)),
    ]),
  ),
  aCase(
    'cloexec-process',
    'opening the token of another process gives a close-on-exec handle',
    [
      spawn('p'),
      control(openProcess('h', 'p')),
      asserts('IC-008', descriptorFlags('f', 'h'), is.equals('closeOnExec', true)),
    ],
    { needs: ['processes'] },
  ),
  aCase('source-by-query', 'the query right alone reaches the token source', [
    control(openSelf('h', QUERY)),
    judged('IC-018', query('q', 'h', 'SOURCE')),
    judged('IC-018', query('z', 'h', 'SOURCE', { capacity: 0 })),
  ]),
]);
