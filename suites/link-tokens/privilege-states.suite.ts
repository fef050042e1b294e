/** @module SeTcbPrivilege in every state, for LINK_TOKENS. */
import { aToken } from '../language/steps.js';
import { link } from '../language/steps-inspect.js';
import { privilegeStateCases } from '../language/privilege-states.js';
import { defineSuite } from '../language/suite.js';

export default defineSuite('link-tokens', 'privilege-states', [
  privilegeStateCases({
    clause: 'LK-012',
    bit: 7,
    given: [aToken('a'), aToken('b')],
    call: () => link('a', 'b'),
  }),
]);
