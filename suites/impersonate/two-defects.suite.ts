/** @module Two things wrong at once with IMPERSONATE. */
import { weakHandle } from '../language/defects.js';
import { precedenceCases } from '../language/precedence.js';
import { aSession, aToken, closeHandle, install, ref } from '../language/steps.js';
import { accessCheck } from '../language/steps-access.js';
import { duplicate } from '../language/steps-derive.js';
import { impersonate } from '../language/steps-impersonate.js';
import { control, defineSuite } from '../language/suite.js';

const LEVEL = 2;

/** The worker becomes restricted, of the user of `t`, which is not. */
const restricted = [
  aToken('own', { restrictedSids: [{ sid: 'S-1-1-0', attributes: 0 }] }),
  control(install('own')),
];

export default defineSuite('impersonate', 'two-defects', [
  precedenceCases({
    clause: 'IM-017',
    given: [
      aSession(),
      aToken('t', { tokenType: 2, impersonationLevel: LEVEL }),
      aToken('primary'),
      control(duplicate('weakPrimary', 'primary', { accessMask: 0xf01fb })),
    ],
    call: impersonate('t', 'x'),
    defects: [
      weakHandle(0x0004, { tokenType: 2, level: LEVEL }),
      { slug: 'sandbox', before: restricted },
      { slug: 'type', args: { token: ref('primary.handle') } },
    ],
    needs: ['derive', 'install'],
  }),
  precedenceCases({
    clause: 'IM-017',
    given: [
      aSession(),
      aToken('primary'),
      control(duplicate('t', 'primary', { accessMask: 0xf01fb })),
    ],
    call: impersonate('t', 'x'),
    defects: [{ slug: 'weak' }, { slug: 'primary' }],
    needs: ['derive'],
  }),
  // Of AccessCheck: the Identification level is one defect among others.
  precedenceCases({
    clause: 'IM-018',
    given: [
      aSession(),
      aToken('t', { tokenType: 2, impersonationLevel: 1 }),
      aToken('closed'),
      closeHandle('closed'),
    ],
    call: accessCheck('x', undefined, { owner: 'S-1-5-18' }, 1),
    repeatable: true,
    defects: [
      { slug: 'identification', before: [control(impersonate('t'))] },
      { slug: 'descriptor', args: { descriptor: '00' } },
      { slug: 'closed', args: { token: ref('closed.handle') } },
      { slug: 'no-size', args: { args: '00'.repeat(40) } },
    ],
    needs: ['impersonate'],
    prefix: 'access-check-',
  }),
]);
