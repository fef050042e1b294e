/** @module SeAssignPrimaryTokenPrivilege in every state, for INSTALL of an equal token. */
import { aToken, duplicateHandle, install, openSelf } from '../language/steps.js';
import { control } from '../language/suite.js';
import { privilegeStateCases } from '../language/privilege-states.js';
import { defineSuite } from '../language/suite.js';

export default defineSuite('install', 'privilege-states', [
  privilegeStateCases({
    clause: 'IN-007',
    bit: 3,
    // The good call installs the worker's own token anew.
    given: [control(openSelf('good', 0xf01ff, true)), aToken('x'), duplicateHandle('y', 'x')],
    call: (use) => install(use),
  }),
]);
