/** @module Two things wrong at once with LINK_TOKENS. */
import { withoutPrivilege } from '../language/defects.js';
import { precedenceCases } from '../language/precedence.js';
import { aSession, aToken, OTHER_USER, ref } from '../language/steps.js';
import { duplicate } from '../language/steps-derive.js';
import { link } from '../language/steps-inspect.js';
import { control, defineSuite } from '../language/suite.js';
import { THIRD, TWO } from './pairs.js';

const WEAK = 0xf01fd;
const elevated = (name: string) => ({ elevated: ref(`${name}.handle`) });
const filtered = (name: string) => ({ filtered: ref(`${name}.handle`) });

export default defineSuite('link-tokens', 'two-defects', [
  precedenceCases({
    clause: 'LK-012',
    given: [
      TWO.slice(0, 1),
      TWO.slice(1),
      THIRD,
      aSession('s2'),
      aToken('foreign', { sessionId: ref('s2.id') }),
      aToken('stranger', { userSid: OTHER_USER }),
      aToken('i', { tokenType: 2, impersonationLevel: 2 }),
      control(duplicate('weak', 'a', { accessMask: WEAK })),
      control(link('c', 'b')),
    ].flat(),
    call: { ...link('a', 'b'), as: 'x' },
    defects: [
      withoutPrivilege(7),
      { slug: 'session', args: { sessionId: ref('s2.id') } },
      { slug: 'elevated-right', args: elevated('weak') },
      { slug: 'filtered-right', args: filtered('weak') },
      { slug: 'elevated-foreign', args: elevated('foreign') },
      { slug: 'filtered-foreign', args: filtered('foreign') },
      { slug: 'elevated-user', args: elevated('stranger') },
      { slug: 'filtered-user', args: filtered('stranger') },
      { slug: 'elevated-type', args: elevated('i') },
      { slug: 'filtered-type', args: filtered('i') },
      { slug: 'elevated-role', args: elevated('b') },
      { slug: 'filtered-role', args: filtered('c') },
    ],
    needs: ['derive', 'adjust'],
  }),
]);
