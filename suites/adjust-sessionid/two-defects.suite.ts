/** @module Two things wrong at once with ADJUST_SESSIONID. */
import { weakHandle, withoutPrivilege } from '../language/defects.js';
import { precedenceCases } from '../language/precedence.js';
import { adjustSessionId, aSession, aToken } from '../language/steps.js';
import { defineSuite } from '../language/suite.js';

export default defineSuite('adjust-sessionid', 'two-defects', [
  precedenceCases({
    clause: 'AS-003',
    given: [aSession(), aToken('t')],
    call: adjustSessionId('t', 5, 'x'),
    repeatable: true,
    defects: [weakHandle(0x0100), withoutPrivilege(7)],
    needs: ['derive'],
  }),
]);
