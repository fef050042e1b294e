/** @module Primary tokens of children and of threads: copied by fork, shared by threads. */
import { adjustPrivileges, by, is, openSelf, query, ref } from '../language/steps.js';
import { fork, startThread } from '../language/steps-impersonate.js';
import { aCase, asserts, control, defineSuite } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';

const DISABLED = 0;
const REMOVED = 4;

const own = (as: string): SuiteStep => control(openSelf(as, 0x28, true));
const change = (token: string, luid: number, attributes: number): SuiteStep =>
  control(adjustPrivileges(token, [{ luid, attributes }]));

const CHANGES: readonly (readonly [name: string, luid: number, attributes: number])[] = [
  ['disabled', 7, DISABLED],
  ['removed', 20, REMOVED],
];

export default defineSuite('token-creation-effects', 'sharing', [
  CHANGES.flatMap(([name, luid, attributes]) => [
    aCase(`child-${name}`, `what a forked child changes, its parent keeps: ${name}`, [
      own('mine'),
      control(query('before', 'mine', 'PRIVILEGES')),
      fork('c'),
      by('c', own('theirs')),
      by('c', change('theirs', luid, attributes)),
      asserts(
        'TC-033',
        query('q', 'mine', 'PRIVILEGES'),
        is.equals('decoded.enabled', ref('before.decoded.enabled')),
      ),
      asserts(
        'TC-033',
        query('r', 'mine', 'PRIVILEGES'),
        is.equals('decoded.present', ref('before.decoded.present')),
      ),
    ]),
    aCase(`parent-${name}`, `what the parent changes, its child keeps: ${name}`, [
      own('mine'),
      control(query('before', 'mine', 'PRIVILEGES')),
      fork('c'),
      change('mine', luid, attributes),
      by('c', own('theirs')),
      by(
        'c',
        asserts(
          'TC-033',
          query('q', 'theirs', 'PRIVILEGES'),
          is.equals('decoded.enabled', ref('before.decoded.enabled')),
        ),
      ),
    ]),
    aCase(`thread-${name}`, `what one thread changes, the other reads: ${name}`, [
      startThread('b'),
      own('mine'),
      control(query('before', 'mine', 'PRIVILEGES')),
      by('b', own('theirs')),
      by('b', change('theirs', luid, attributes)),
      control(openSelf('again', 0x0008, true)),
      control(query('changed', 'theirs', 'PRIVILEGES')),
      asserts(
        'TC-034',
        query('q', 'again', 'PRIVILEGES'),
        is.equals('decoded.enabled', ref('changed.decoded.enabled')),
      ),
      asserts(
        'TC-034',
        query('r', 'mine', 'PRIVILEGES'),
        is.differsFrom('decoded.enabled', ref('before.decoded.enabled')),
      ),
    ]),
    aCase(`main-thread-${name}`, `also the other way round: ${name}`, [
      startThread('b'),
      own('mine'),
      control(query('before', 'mine', 'PRIVILEGES')),
      change('mine', luid, attributes),
      by('b', control(openSelf('theirs', 0x0008, true))),
      by(
        'b',
        asserts(
          'TC-034',
          query('q', 'theirs', 'PRIVILEGES'),
          is.differsFrom('decoded.enabled', ref('before.decoded.enabled')),
        ),
      ),
    ]),
  ]),
]);
