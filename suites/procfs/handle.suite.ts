/** @module The handles of procfs nodes: they answer QUERY and refuse every other ioctl. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { QUERY_CLASS } from '../../reference/abi/numbers.js';
import { IMPERSONATION_TOKEN, RUNS_AS_FULL, whileImpersonating } from '../language/inspected.js';
import {
  ADJUST_CALLS,
  DERIVE_CALLS,
  GET_LINKED,
  IDENTITY_CALLS,
  LINK_ON,
} from '../language/query-only.js';
import { OPERAND_CALLS, refusedBySystemCases, refusesAllCases } from '../language/refuses-all.js';
import { by, query, spawn } from '../language/steps.js';
import { impersonate } from '../language/steps-impersonate.js';
import { getLinked, link, openPath, processNode, threadNode } from '../language/steps-inspect.js';
import { aCase, accepted, control, defineSuite, judged } from '../language/suite.js';

const SELF = '/proc/self/token';

/** What each ioctl has its own clause for. */
const CLAUSES: Readonly<Record<string, ClauseId>> = {
  impersonate: 'PF-008',
  install: 'PF-009',
  duplicate: 'PF-010',
  'adjust-privs': 'PF-011',
  'adjust-groups': 'PF-012',
  'adjust-sessionid': 'PF-013',
  'adjust-default': 'PF-014',
  restrict: 'PF-015',
};

const CALLS = [...IDENTITY_CALLS, ...ADJUST_CALLS, ...DERIVE_CALLS].map((call) => ({
  ...call,
  clause: CLAUSES[call.slug] ?? ('PF-006' as const),
}));

/** Classes that every document has, without those that are empty or refused for some tokens. */
const CLASS_NAMES = Object.entries(QUERY_CLASS).filter(([, number]) => number <= 21);

export default defineSuite('procfs', 'handle', [
  aCase('query-own', 'the handle of the own node answers', [
    accepted('PF-002', openPath('h', SELF)),
    accepted('PF-002', query('q', 'h', 'STATISTICS')),
  ]),
  aCase(
    'query-other',
    'the handle of the node of another process answers',
    [
      spawn('p'),
      accepted('PF-002', openPath('h', processNode('p'))),
      accepted('PF-002', query('q', 'h', 'STATISTICS')),
    ],
    { needs: ['processes'] },
  ),
  CLASS_NAMES.map(([name, number]) =>
    aCase(`class-${number}`, `the handle of a process node answers QUERY of ${name}`, [
      control(openPath('h', SELF)),
      judged('PF-005', query('q', 'h', number)),
      judged('PF-005', query('z', 'h', number, { capacity: 0 })),
    ]),
  ),
  refusesAllCases('PF-006', 'self', SELF),
  refusesAllCases('PF-006', 'by-pid', processNode('w')),
  refusedBySystemCases('PF-007', 'self', [control(openPath('h', SELF))]),
  refusedBySystemCases('PF-007', 'by-pid', [control(openPath('h', processNode('w')))]),
  refusedBySystemCases('PF-007', 'other', [spawn('p'), control(openPath('h', processNode('p')))]),
  CALLS.flatMap(({ slug, clause, of }) => [
    aCase(
      `own-${slug}`,
      `the handle of the own node refuses ${slug}`,
      [RUNS_AS_FULL, control(openPath('h', SELF)), judged(clause, of('h'))],
      { needs: ['sessions', 'tokens', 'link', 'install'] },
    ),
    aCase(`system-${slug}`, `the handle of the own node refuses ${slug} also to SYSTEM`, [
      control(openPath('h', processNode('w'))),
      judged(clause, of('h')),
    ]),
    aCase(
      `other-${slug}`,
      `the handle of the node of another process refuses ${slug}`,
      [spawn('p'), control(openPath('h', processNode('p'))), judged(clause, of('h'))],
      { needs: ['processes'] },
    ),
  ]),
  aCase(
    'link-on',
    'LINK_TOKENS is refused on an inspection handle',
    [
      RUNS_AS_FULL,
      control(openPath('h', SELF)),
      accepted('PF-016', LINK_ON.of('own')),
      judged('PF-016', LINK_ON.of('h')),
    ],
    { needs: ['install'] },
  ),
  aCase(
    'link-on-before',
    'and it is refused for tokens that were not linked before',
    [
      RUNS_AS_FULL,
      control(openPath('h', SELF)),
      judged('PF-016', link('a', 'b', { on: 'h' })),
      accepted('PF-016', link('a', 'b', { on: 'own' })),
    ],
    { needs: ['install'] },
  ),
  aCase('get-linked', 'GET_LINKED_TOKEN is refused on the node of a linked token', [
    RUNS_AS_FULL,
    control(openPath('h', SELF)),
    accepted('PF-017', getLinked('p', 'own')),
    judged('PF-017', GET_LINKED.of('h')),
  ]),
  aCase(
    'get-linked-of-another',
    'also on the node of another process, to SYSTEM',
    [
      spawn('p'),
      RUNS_AS_FULL.map((step) => by('p', step)),
      control(openPath('h', processNode('p'))),
      by('p', accepted('PF-017', getLinked('x', 'own'))),
      judged('PF-017', GET_LINKED.of('h')),
    ],
    { needs: ['processes'] },
  ),
  OPERAND_CALLS.map(({ slug, run, of }) =>
    aCase(`operand-${slug}`, `an inspection handle is no operand: ${slug}`, [
      run,
      control(openPath('h', SELF)),
      accepted('PF-018', of('own')),
      judged('PF-018', of('h')),
    ]),
  ),
  refusesAllCases('PF-033', 'thread', threadNode('w')),
  refusedBySystemCases('PF-032', 'thread', [control(openPath('h', threadNode('w')))]),
  refusedBySystemCases('PF-032', 'thread-of-other', [
    spawn('p'),
    control(openPath('h', threadNode('p'))),
  ]),
  aCase(
    'thread-impersonated',
    'the node of an impersonating thread gives nothing to impersonate',
    [
      IMPERSONATION_TOKEN,
      whileImpersonating(control(openPath('h', threadNode('w')))),
      accepted('PF-033', query('q', 'h', 'TYPE')),
      judged('PF-033', impersonate('h')),
    ],
    { needs: ['sessions', 'tokens'] },
  ),
]);
