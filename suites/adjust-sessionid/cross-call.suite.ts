/** @module The session number through handles that may not set it. */
import { adjustSessionId, is, openSelf, query, ref } from '../language/steps.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';

export default defineSuite('adjust-sessionid', 'cross-call', [
  [0x0008, 0x00e8].map((mask) =>
    aCase(`rights-${mask}`, 'a handle without the right does not set the number and then fail', [
      control(openSelf('wide', 0x01ff)),
      accepted('AS-003', adjustSessionId('wide', 7)),
      control(query('was', 'wide', 'SESSION_ID')),
      control(openSelf('narrow', mask)),
      judged('AS-003', adjustSessionId('narrow', 8)),
      asserts('AS-003', query('q', 'wide', 'SESSION_ID'), is.equals('decoded', ref('was.decoded'))),
    ]),
  ),
]);
