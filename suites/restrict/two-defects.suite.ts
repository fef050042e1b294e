/** @module Two things wrong at once with RESTRICT. */
import { weakHandle } from '../language/defects.js';
import { precedenceCases } from '../language/precedence.js';
import { aSession, aToken } from '../language/steps.js';
import { restrict, restrictPayload } from '../language/steps-derive.js';
import { defineSuite } from '../language/suite.js';

const EVERYONE = 'S-1-1-0';

export default defineSuite('restrict', 'two-defects', [
  precedenceCases({
    clause: 'RS-010',
    given: [aSession(), aToken('t', { restrictedSids: [{ sid: EVERYONE, attributes: 0 }] })],
    call: restrict('x', 't', { sids: [EVERYONE] }),
    repeatable: true,
    defects: [
      weakHandle(0x0002),
      { slug: 'flags', args: { flags: 2 } },
      {
        slug: 'index-range',
        args: { denyIndexCount: 1, data: restrictPayload([99], [EVERYONE]) },
      },
      {
        slug: 'index-twice',
        args: { denyIndexCount: 2, data: restrictPayload([0, 0], [EVERYONE]) },
      },
      { slug: 'disjoint', args: { data: restrictPayload([], ['S-1-5-11']) } },
      { slug: 'length', args: { dataLength: 11 } },
      { slug: 'sid-count', args: { restrictSidCount: 2 } },
    ],
    needs: ['sessions'],
  }),
]);
