/** @module SeCreateTokenPrivilege in every state, for kacs_create_token. */
import { createToken } from '../language/steps.js';
import { privilegeStateCases } from '../language/privilege-states.js';
import { defineSuite } from '../language/suite.js';

export default defineSuite('token-creation-effects', 'privilege-states', [
  privilegeStateCases({ clause: 'TC-014', bit: 2, call: (use) => createToken(use) }),
]);
