/** @module Two things wrong at once with GET_LINKED_TOKEN. */
import { weakHandle, withoutPrivilege } from '../language/defects.js';
import { precedenceCases } from '../language/precedence.js';
import { aSession, aToken } from '../language/steps.js';
import { getLinked } from '../language/steps-inspect.js';
import { defineSuite } from '../language/suite.js';

export default defineSuite('get-linked-token', 'two-defects', [
  precedenceCases({
    clause: 'GL-012',
    given: [aSession(), aToken('t')],
    call: getLinked('x', 't'),
    defects: [weakHandle(0x0008), { slug: 'no-partner' }],
    needs: ['derive'],
  }),
  precedenceCases({
    clause: 'GL-013',
    given: [aSession(), aToken('t')],
    call: getLinked('x', 't'),
    defects: [{ slug: 'no-partner' }, withoutPrivilege(7)],
    needs: ['adjust'],
  }),
]);
