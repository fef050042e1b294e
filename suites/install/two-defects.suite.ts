/** @module Two things wrong at once with INSTALL. */
import { weakHandle, withoutPrivilege } from '../language/defects.js';
import { precedenceCases } from '../language/precedence.js';
import { aSession, aToken, install, ref } from '../language/steps.js';
import { duplicate } from '../language/steps-derive.js';
import { control, defineSuite } from '../language/suite.js';

const RIGHT = 0x0001;
const weak = weakHandle(RIGHT);
const impersonationToken = aToken('i', { tokenType: 2, impersonationLevel: 2 });
const given = [aSession(), aToken('t')];
const call = install('t', 'x');

export default defineSuite('install', 'two-defects', [
  precedenceCases({
    clause: 'IN-006',
    given,
    call,
    defects: [weak, withoutPrivilege(3)],
    needs: ['derive', 'adjust'],
  }),
  precedenceCases({
    clause: 'IN-002',
    given: [...given, impersonationToken],
    call,
    defects: [{ slug: 'type', args: { token: ref('i.handle') } }, withoutPrivilege(3)],
    needs: ['adjust'],
  }),
  precedenceCases({
    clause: 'IN-002',
    given: [
      ...given,
      impersonationToken,
      control(duplicate('weakOfOther', 'i', { tokenType: 2, level: 2, accessMask: 0xf01fe })),
    ],
    call,
    defects: [{ slug: 'type', args: { token: ref('weakOfOther.handle') } }, { slug: 'right' }],
    needs: ['derive'],
  }),
]);
