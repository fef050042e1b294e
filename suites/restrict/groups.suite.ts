/** @module RESTRICT: groups that become deny-only, by index. */
import {
  aCase,
  accepted,
  asserts,
  defineSuite,
  judged,
  type SuiteCase,
} from '../language/suite.js';
import { aSession, is, query, ref } from '../language/steps.js';
import { restrict, USABLE_RESULT } from '../language/steps-derive.js';
import type { SuiteMatcher, SuiteStep } from '../language/suite.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { aSource, DENY_ONLY, GROUP_COUNT, GROUPS, restricted } from './source.js';

const INDICES = Array.from({ length: GROUP_COUNT }, (_, index) => index);

const SETS: readonly (readonly number[])[] = [
  [],
  [0, 1],
  [5, 0],
  [3, 2, 1, 0],
  [1, 3, 5],
  INDICES,
  [...INDICES].reverse(),
];

/** Groups that are deny-only before. */
const BEFORE = INDICES.filter((index) => ((GROUPS[index]?.attributes ?? 0) & DENY_ONLY) !== 0);

function all(clause: ClauseId, step: SuiteStep, matchers: readonly SuiteMatcher[]): SuiteStep {
  return matchers.reduce((before, matcher) => asserts(clause, before, matcher), step);
}

function denied(index: number): SuiteMatcher {
  return is.bits(`decoded[${index}].attributes`, DENY_ONLY);
}

function untouched(index: number): SuiteMatcher {
  return is.equals(`decoded[${index}].attributes`, ref(`o.decoded[${index}].attributes`));
}

/** The indices named get the bit, and no others. */
function exactly(indices: readonly number[]): SuiteCase {
  const name = indices.length === 0 ? 'none' : indices.join('-');
  const others = INDICES.filter((index) => !indices.includes(index));
  return aCase(`indices-${name}`, `groups ${name} become deny-only, the others stay`, [
    aSession(),
    aSource(),
    query('o', 't', 'GROUPS'),
    restricted('r', 't', { indices }),
    all('RS-011', all('RS-003', query('q', 'r', 'GROUPS'), indices.map(denied)), [
      ...indices.map(denied),
      ...others.map(untouched),
      ...BEFORE.map(denied),
      is.equals('decoded.length', ref('o.decoded.length')),
    ]),
  ]);
}

/** Outside a token with seven groups; some come inside when cut to 8 or 16 bits, or when signed. */
const OUTSIDE = [
  GROUP_COUNT,
  GROUP_COUNT + 1,
  64,
  0xff,
  0x100,
  0x101,
  0x10000,
  0x10001,
  0x7fffffff,
  0x80000000,
  0xffffffff,
];

const LAST = GROUP_COUNT - 1;

const TWICE: readonly (readonly number[])[] = [
  [0, 0],
  [LAST, LAST],
  [0, 1, 0],
  [0, 1, 2, 3, 3],
  [4, 4],
  [2, 1, 1, 0],
];

export default defineSuite('restrict', 'groups', [
  INDICES.map((index) => exactly([index])),
  SETS.map(exactly),
  // The seeds speak of deny-only groups, PSD-004 of the bytes that name them.
  INDICES.map((index) =>
    aCase(`literal-${index}`, `the four bytes ${index} 0 0 0 name group ${index}`, [
      aSession(),
      aSource(),
      accepted('RS-011', restrict('r', 't', { denyIndexCount: 1, data: `0${index}000000` })),
      asserts('RS-011', query('q', 'r', 'GROUPS'), denied(index)),
    ]),
  ),
  aCase('without-groups', 'the logon SID is the only group of a token without others', [
    aSession(),
    aSource('t', { groups: [] }),
    restricted('r', 't', { indices: [0] }),
    asserts('RS-003', query('q', 'r', 'GROUPS'), denied(0)),
  ]),
  aCase(
    'again',
    'deny-only groups stay deny-only in a second restriction',
    [
      aSession(),
      aSource(),
      restricted('r', 't', { indices: [0] }),
      restricted('rr', 'r', { indices: [1] }),
      all('RS-003', query('q', 'rr', 'GROUPS'), [denied(0), denied(1)]),
    ],
    { only: USABLE_RESULT },
  ),
  OUTSIDE.map((index) =>
    aCase(`outside-0x${index.toString(16)}`, `there is no group ${index} to name`, [
      aSession(),
      aSource(),
      accepted('RS-015', restrict('last', 't', { indices: [LAST] })),
      judged('RS-015', restrict('r', 't', { indices: [index] })),
    ]),
  ),
  aCase('outside-behind-inside', 'one index outside among others inside is refused', [
    aSession(),
    aSource(),
    accepted('RS-015', restrict('last', 't', { indices: [0, 1, LAST] })),
    judged('RS-015', restrict('r', 't', { indices: [0, 1, GROUP_COUNT] })),
  ]),
  aCase('outside-without-groups', 'index 1 is outside where the logon SID is alone', [
    aSession(),
    aSource('t', { groups: [] }),
    accepted('RS-015', restrict('last', 't', { indices: [0] })),
    judged('RS-015', restrict('r', 't', { indices: [1] })),
  ]),
  TWICE.map((indices) =>
    aCase(`twice-${indices.join('-')}`, `groups ${indices.join(', ')}: one is named twice`, [
      aSession(),
      aSource(),
      accepted('RS-014', restrict('once', 't', { indices: [...new Set(indices)] })),
      judged('RS-014', restrict('r', 't', { indices })),
    ]),
  ),
]);
