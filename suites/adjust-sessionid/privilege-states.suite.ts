/** @module SeTcbPrivilege in every state, for ADJUST_SESSIONID. */
import { adjustSessionId, aToken } from '../language/steps.js';
import { privilegeStateCases } from '../language/privilege-states.js';
import { defineSuite } from '../language/suite.js';

export default defineSuite('adjust-sessionid', 'privilege-states', [
  privilegeStateCases({
    clause: 'AS-004',
    bit: 7,
    given: [aToken('t')],
    call: () => adjustSessionId('t', 9),
  }),
]);
