/** @module SeTcbPrivilege in every state, for creating and for destroying a session. */
import { aSession, createSession, destroySession, ref } from '../language/steps.js';
import { privilegeStateCases } from '../language/privilege-states.js';
import { defineSuite } from '../language/suite.js';

const prefixed = (prefix: string, cases: ReturnType<typeof privilegeStateCases>) =>
  cases.map((one) => ({ ...one, slug: `${prefix}-${one.slug}` }));

export default defineSuite('session-lifecycle', 'privilege-states', [
  prefixed(
    'create',
    privilegeStateCases({
      clause: 'SE-012',
      bit: 7,
      call: (use) => createSession(use),
      needs: ['tokens'],
    }),
  ),
  prefixed(
    'destroy',
    privilegeStateCases({
      clause: 'SE-013',
      bit: 7,
      given: [aSession('goodEmpty'), aSession('xEmpty')],
      call: (use) => destroySession(ref(use === 'y' ? 'xEmpty.id' : `${use}Empty.id`)),
      needs: ['tokens'],
    }),
  ),
]);
