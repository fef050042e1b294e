/** @module RESTRICT: restricting SIDs, given and met. */
import {
  aCase,
  accepted,
  asserts,
  defineSuite,
  judged,
  type SuiteStep,
} from '../language/suite.js';
import { aSession, is, query } from '../language/steps.js';
import { restrict } from '../language/steps-derive.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { aSource, restricted } from './source.js';

const A = 'S-1-5-21-81-82-83-3001';
const B = 'S-1-5-12';
const C = 'S-1-1-0';
const D = 'S-1-5-21-81-82-83-3004';

/** A SID of every size. */
const SIZES = Array.from(
  { length: 16 },
  (_, count) =>
    `S-1-5${Array.from({ length: count }, (__, n) => `-${0x11223300 + count + n}`).join('')}`,
);

const LISTS: readonly (readonly string[])[] = [
  ...SIZES.map((sid) => [sid]),
  [A, B, C],
  [C, B, A],
  [B, A, D, C],
  SIZES,
];

/** The list has these SIDs, in this order; what else an entry reads back as is open (R49). */
function lists(clause: ClauseId, step: SuiteStep, sids: readonly string[]): SuiteStep {
  return sids.reduce(
    (before, sid, index) => asserts(clause, before, is.equals(`decoded[${index}].sid`, sid)),
    asserts(clause, step, is.equals('decoded.length', sids.length)),
  );
}

/** Both lists, and what is in both; the order of the result is open. */
const MEETINGS: readonly (readonly [
  slug: string,
  before: readonly string[],
  given: readonly string[],
  both: readonly string[],
])[] = [
  ['same-one', [A], [A], [A]],
  ['same-three', [A, B, C], [A, B, C], [A, B, C]],
  ['fewer', [A, B, C], [B], [B]],
  ['last', [A, B, C], [C], [C]],
  ['more', [B], [A, B, C], [B]],
  ['overlap', [A, B, C], [B, C, D], [B, C]],
  ['ends', [A, B, C], [C, D, A], [A, C]],
];

const DISJOINT: readonly (readonly [
  slug: string,
  before: readonly string[],
  given: readonly string[],
])[] = [
  ['one', [A], [B]],
  ['three', [A, B], [C, D]],
  ['last-number', [A], ['S-1-5-21-81-82-83-3002']],
  ['longer', [B], ['S-1-5-12-0']],
  ['shorter', ['S-1-5-12-0'], [B]],
  ['authority', [B], ['S-1-6-12']],
];

const ENTRIES = (sids: readonly string[]): { sid: string; attributes: number }[] =>
  sids.map((sid) => ({ sid, attributes: 0 }));

export default defineSuite('restrict', 'sids', [
  LISTS.map((sids, index) =>
    aCase(`list-${index}`, `restricting SIDs appear as given: ${sids.join(' ').slice(0, 60)}`, [
      aSession(),
      aSource(),
      restricted('r', 't', { sids }),
      lists('RS-012', lists('RS-005', query('q', 'r', 'RESTRICTED_SIDS'), sids), sids),
    ]),
  ),
  aCase('behind-indices', 'SIDs are found behind indices', [
    aSession(),
    aSource(),
    restricted('r', 't', { indices: [2, 0, 1], sids: [A, B] }),
    lists('RS-012', lists('RS-005', query('q', 'r', 'RESTRICTED_SIDS'), [A, B]), [A, B]),
  ]),
  aCase('literal-bytes', 'packed SIDs have no padding and no length in front', [
    aSession(),
    aSource(),
    restricted('r', 't', {
      denyIndexCount: 1,
      restrictSidCount: 2,
      data: '03000000' + '01010000000000050c000000' + '010100000000000100000000',
    }),
    lists('RS-012', query('q', 'r', 'RESTRICTED_SIDS'), [B, C]),
  ]),
  MEETINGS.map(([slug, before, given, both]) =>
    aCase(`both-${slug}`, `a second list leaves what is in both (${slug})`, [
      aSession(),
      aSource(),
      restricted('r', 't', { sids: before }),
      restricted('rr', 'r', { sids: given }),
      meets(query('q', 'rr', 'RESTRICTED_SIDS'), both),
    ]),
  ),
  MEETINGS.map(([slug, before, given, both]) =>
    aCase(`minted-${slug}`, `also where the first list came with the spec (${slug})`, [
      aSession(),
      aSource('t', { restrictedSids: ENTRIES(before) }),
      restricted('r', 't', { sids: given }),
      meets(query('q', 'r', 'RESTRICTED_SIDS'), both),
    ]),
  ),
  aCase('third', 'a third list meets the second, not the first', [
    aSession(),
    aSource(),
    restricted('r', 't', { sids: [A, B, C] }),
    restricted('rr', 'r', { sids: [B, C] }),
    restricted('rrr', 'rr', { sids: [A, B] }),
    meets(query('q', 'rrr', 'RESTRICTED_SIDS'), [B]),
  ]),
  DISJOINT.map(([slug, before, given]) =>
    aCase(`disjoint-${slug}`, `a list with nothing in common is refused (${slug})`, [
      aSession(),
      aSource('t', { restrictedSids: ENTRIES(before) }),
      accepted('RS-020', restrict('control', 't', { sids: [...given, ...before] })),
      judged('RS-020', restrict('r', 't', { sids: given })),
    ]),
  ),
  aCase('disjoint-in-two-steps', 'nor is there a way back to a SID that was given up', [
    aSession(),
    aSource(),
    restricted('r', 't', { sids: [A, B] }),
    restricted('rr', 'r', { sids: [A] }),
    accepted('RS-020', restrict('control', 'rr', { sids: [A, B] })),
    judged('RS-020', restrict('rrr', 'rr', { sids: [B] })),
  ]),
]);

/** The SIDs in both lists, in one of the orders that the lists suggest. */
function meets(step: SuiteStep, both: readonly string[]): SuiteStep {
  return both.reduce(
    (before, _, index) => asserts('RS-019', before, is.oneOf(`decoded[${index}].sid`, both)),
    asserts('RS-019', step, is.equals('decoded.length', both.length)),
  );
}
