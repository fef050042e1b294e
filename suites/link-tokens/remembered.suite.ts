/** @module What leaves a linked pair as it is: refused links, copies, installs, closed handles. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { aSession, aToken, by, install, is, query, ref, spawn } from '../language/steps.js';
import { duplicate } from '../language/steps-derive.js';
import { getLinked, link, passHandle } from '../language/steps-inspect.js';
import {
  aCase,
  accepted,
  asserts,
  control,
  defineSuite,
  refused,
  type SuiteStep,
} from '../language/suite.js';

const PAIR: readonly SuiteStep[] = [
  aSession(),
  aToken('a'),
  aToken('b'),
  aToken('c'),
  control(link('a', 'b')),
  control(query('partner', 'b', 'STATISTICS')),
];

/** `a` still finds `b`. */
const stillLinked = (clause: ClauseId): readonly SuiteStep[] => [
  accepted(clause, getLinked('p', 'a')),
  asserts(
    clause,
    query('q', 'p', 'STATISTICS'),
    is.equals('decoded.identity', ref('partner.decoded.identity')),
  ),
];

export default defineSuite('link-tokens', 'remembered', [
  aCase(
    'refused-role',
    'a link refused for the role of a member leaves its pair alone',
    [PAIR, refused('LK-021', link('c', 'a')), stillLinked('LK-021')],
    { only: { R67: 'strict' } },
  ),
  aCase(
    'member-duplicated',
    'a copy of a member does not part the pair',
    [
      PAIR,
      control(duplicate('copy', 'a')),
      control(duplicate('other', 'b')),
      stillLinked('GL-001'),
    ],
    { needs: ['derive'] },
  ),
  ['a', 'b'].map((member) =>
    aCase(
      `installed-${member}`,
      `a member that a process runs with stays in its pair: ${member}`,
      [
        PAIR,
        spawn('x'),
        passHandle('passed', member, 'x'),
        by('x', control(install('passed'))),
        stillLinked('GL-001'),
      ],
      { needs: ['processes', 'handle-passing', 'install'] },
    ),
  ),
  aCase('one-handle-closed', 'a member with a handle left stays in its pair', [
    PAIR,
    control({ as: 'more', op: 'world.duplicateHandle', args: { handle: ref('b.handle') } }),
    control({ op: 'world.close', args: { handle: ref('b.handle') } }),
    stillLinked('GL-001'),
  ]),
]);
