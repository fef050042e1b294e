/** @module What comes after an INSTALL has the new token; children made before have not. */
import { aSession, aToken, by, install, is, query, ref } from '../language/steps.js';
import { effectiveToken, exec, fork, startThread } from '../language/steps-impersonate.js';
import { aCase, asserts, control, defineSuite, type SuiteStep } from '../language/suite.js';

const MADE: readonly SuiteStep[] = [
  aSession(),
  aToken('t'),
  control(query('made', 't', 'STATISTICS')),
];
const isMade = is.equals('decoded.identity', ref('made.decoded.identity'));
const isOther = is.differsFrom('decoded.identity', ref('made.decoded.identity'));

export default defineSuite('install', 'remembered', [
  aCase(
    'thread-after',
    'a thread started afterwards has the new token',
    [
      MADE,
      control(install('t')),
      startThread('x'),
      by('x', effectiveToken('e')),
      by('x', asserts('IN-001', query('q', 'e', 'STATISTICS'), isMade)),
    ],
    { needs: ['threads'] },
  ),
  aCase(
    'program-after',
    'a program executed afterwards has the new token',
    [
      MADE,
      control(install('t')),
      exec(),
      effectiveToken('e'),
      asserts('IN-001', query('q', 'e', 'STATISTICS'), isMade),
    ],
    { needs: ['exec'] },
  ),
  aCase(
    'child-before',
    'a child made before keeps the token that it has',
    [
      fork('c'),
      MADE,
      control(install('t')),
      by('c', effectiveToken('e')),
      by('c', asserts('IN-001', query('q', 'e', 'STATISTICS'), isOther)),
    ],
    { needs: ['fork'] },
  ),
]);
