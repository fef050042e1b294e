/** @module Two things wrong at once with creating and with destroying a session. */
import { withoutPrivilege } from '../language/defects.js';
import { precedenceCases } from '../language/precedence.js';
import {
  aSession,
  aToken,
  createSession,
  destroySession,
  ref,
  sessionSpec,
  utf8,
} from '../language/steps.js';
import { defineSuite } from '../language/suite.js';
import { edit } from '../language/template.js';

const TCB = 7;

export default defineSuite('session-lifecycle', 'two-defects', [
  precedenceCases({
    clause: 'SE-010',
    given: [],
    call: createSession('x'),
    repeatable: true,
    defects: [
      withoutPrivilege(TCB),
      { slug: 'unmapped', args: { pointer: 'unmapped' } },
      { slug: 'null', args: { pointer: 'null' } },
      { slug: 'logon-type', args: { spec: sessionSpec({ logonType: 7 }) } },
      { slug: 'truncated', args: { spec: sessionSpec({}, edit.cut(1)) } },
      { slug: 'too-long', args: { spec: sessionSpec({ authPackage: utf8('x'.repeat(5000)) }) } },
      { slug: 'empty', args: { spec: '' } },
    ],
    needs: ['tokens', 'adjust'],
  }).filter(({ slug }) => !/(?:unmapped|null)-and-empty/.test(slug)),
  precedenceCases({
    clause: 'SE-014',
    given: [aSession(), aToken('t')],
    call: destroySession(ref('s.id'), 'x'),
    defects: [
      withoutPrivilege(TCB),
      { slug: 'busy' },
      { slug: 'unknown', args: { id: '0x7ffffffffffffffe' } },
    ],
    needs: ['tokens', 'adjust'],
  }),
]);
