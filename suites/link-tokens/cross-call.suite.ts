/** @module A refused LINK_TOKENS leaves no pair behind. */
import { aSession, aToken, is, query, ref } from '../language/steps.js';
import { getLinked, link } from '../language/steps-inspect.js';
import {
  aCase,
  accepted,
  asserts,
  control,
  defineSuite,
  judged,
  refused,
} from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';

/** Tokens of two sessions: `a` and `b` in `s`, `c` in `s2`. */
const TWO_SESSIONS: readonly SuiteStep[] = [
  aSession(),
  aSession('s2'),
  aToken('a'),
  aToken('b'),
  aToken('c', { sessionId: ref('s2.id') }),
];

export default defineSuite('link-tokens', 'cross-call', [
  (['a', 'c'] as const).map((member) =>
    aCase(`refused-no-pair-${member}`, `tokens of two sessions are no pair, asked of ${member}`, [
      TWO_SESSIONS,
      judged('LK-005', link('a', 'c')),
      refused('LK-005', getLinked('x', member)),
      accepted('LK-005', link('a', 'b')),
    ]),
  ),
  aCase('refused-keeps-the-pair', 'a refused link does not replace the pair that is there', [
    TWO_SESSIONS,
    control(link('a', 'b')),
    control(query('was', 'b', 'STATISTICS')),
    judged('LK-005', link('a', 'c')),
    control(getLinked('partner', 'a')),
    asserts(
      'LK-005',
      query('q', 'partner', 'STATISTICS'),
      is.equals('decoded.identity', ref('was.decoded.identity')),
    ),
  ]),
]);
