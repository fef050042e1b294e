/** @module DUPLICATE: which levels a copy may have, seen from type and level of its source. */
import { aCase, accepted, defineSuite, judged } from '../language/suite.js';
import { aSession, aToken } from '../language/steps.js';
import { duplicate, IMPERSONATION } from '../language/steps-derive.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';

const LEVELS = [0, 1, 2, 3] as const;

/** What each pair of levels is a case of; the name is that of the source. */
function clauseOf(source: number, target: number): ClauseId {
  if (target === source) return 'DU-007';
  return target < source ? 'DU-008' : 'DU-006';
}

/** Above every level; some come down to a level when cut to 8, 16 or 31 bits, or when signed. */
const ABOVE = [4, 0xff, 0x100, 0x101, 0x10001, 0x80000001, 0xffffffff];

const PAIRS = LEVELS.flatMap((source) => LEVELS.map((target) => [source, target] as const));

export default defineSuite('duplicate', 'levels', [
  PAIRS.map(([source, target]) => {
    const clause = clauseOf(source, target);
    const copy = duplicate('d', 't', { tokenType: IMPERSONATION, level: target });
    const equal = duplicate('e', 't', { tokenType: IMPERSONATION, level: source });
    const token = aToken('t', { tokenType: 2, impersonationLevel: source });
    return clause === 'DU-006'
      ? aCase(`${source}-to-${target}`, `a level-${source} token gives no copy at ${target}`, [
          aSession(),
          token,
          accepted(clause, equal),
          judged(clause, copy),
        ])
      : aCase(`${source}-to-${target}`, `a level-${source} token gives a copy at ${target}`, [
          aSession(),
          token,
          judged(clause, copy),
        ]);
  }),
  // What a copy may become is bounded by its own level, not by that of the first source.
  ([2, 3] as const).map((target) =>
    aCase(`lowered-then-${target}`, `a copy lowered to 1 gives no copy at ${target}`, [
      aSession(),
      aToken('t', { tokenType: 2, impersonationLevel: 3 }),
      accepted(
        'DU-006',
        duplicate('low', 't', { accessMask: 0x0002, tokenType: IMPERSONATION, level: 1 }),
      ),
      judged('DU-006', duplicate('d', 'low', { tokenType: IMPERSONATION, level: target })),
    ]),
  ),
  ABOVE.map((level) =>
    aCase(`1-to-0x${level.toString(16)}`, `a level-1 token gives no copy at ${level}`, [
      aSession(),
      aToken('t', { tokenType: 2, impersonationLevel: 1 }),
      accepted('DU-006', duplicate('e', 't', { tokenType: IMPERSONATION, level: 1 })),
      judged('DU-006', duplicate('d', 't', { tokenType: IMPERSONATION, level })),
    ]),
  ),
  ([1, 2, 3] as const).map((level) =>
    aCase(`primary-to-${level}`, `a primary token gives an impersonation copy at ${level}`, [
      aSession(),
      aToken(),
      judged('DU-018', duplicate('d', 't', { tokenType: IMPERSONATION, level })),
    ]),
  ),
]);
