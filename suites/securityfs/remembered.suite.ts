/** @module The node `self`, opened before and after the thread changed its identity. */
import { is, query } from '../language/steps.js';
import { IMPERSONATION_TOKEN } from '../language/inspected.js';
import { impersonate, revert } from '../language/steps-impersonate.js';
import { openPath, SELF_NODE } from '../language/steps-inspect.js';
import { aCase, asserts, control, defineSuite } from '../language/suite.js';

export default defineSuite('securityfs', 'remembered', [
  aCase('opened-before', 'what the node showed at first is not what it shows ever after', [
    IMPERSONATION_TOKEN,
    control(openPath('first', SELF_NODE)),
    control(impersonate('i')),
    control(openPath('second', SELF_NODE)),
    asserts('SF-003', query('q', 'second', 'TYPE'), is.equals('decoded', 2)),
    control(revert()),
    control(openPath('third', SELF_NODE)),
    asserts('SF-004', query('r', 'third', 'TYPE'), is.equals('decoded', 1)),
  ]),
]);
