/** @module Faults of RESTRICT: the restricting SIDs of the new token. */
import { tokenOf } from '../kernel/calls/handle-checks.js';
import type { RestrictContext } from '../kernel/calls/restrict.js';
import type { Token } from '../kernel/state.js';
import { equalSid } from '../wire/wire.js';
import { fault, otherEffect, weakerCheck, withoutCheck, type Change, type Fault } from './fault.js';

const RESTRICT = 'KACS_IOC_RESTRICT';

/** The restricting SIDs are others than those that the kernel would set. */
function listing(sids: (made: Token, c: RestrictContext) => Token['restrictedSids']): Change {
  return otherEffect<RestrictContext>(RESTRICT, 'restricting-sids', (c, original) => {
    original();
    if (c.made !== undefined) c.made.restrictedSids = sids(c.made, c);
  });
}

/** @public */
export const RESTRICT_SID_FAULTS: readonly Fault[] = [
  fault(
    'restrict/long-list-of-restricting-sids-not-taken',
    ['RS-005', 'RS-012'],
    listing(({ restrictedSids }, c) =>
      tokenOf(c).restrictedSids.length === 0 && restrictedSids.length > 3 ? [] : restrictedSids,
    ),
  ),
  fault(
    'restrict/last-restricting-sid-lost',
    ['RS-005', 'RS-012'],
    listing(({ restrictedSids }, c) =>
      tokenOf(c).restrictedSids.length === 0 && restrictedSids.length > 1
        ? restrictedSids.slice(0, -1)
        : restrictedSids,
    ),
  ),
  fault(
    'restrict/new-list-replaces-the-old',
    'RS-019',
    listing(({ restrictedSids }, c) =>
      c.restrictSids.length > 0
        ? c.restrictSids.map((sid) => ({ sid, attributes: 0 }))
        : restrictedSids,
    ),
  ),
  fault(
    'restrict/lists-joined',
    'RS-019',
    listing((_, c) => {
      const before = tokenOf(c).restrictedSids;
      const added = c.restrictSids.filter((sid) => !before.some((old) => equalSid(old.sid, sid)));
      return [...before, ...added.map((sid) => ({ sid, attributes: 0 }))];
    }),
  ),
  fault(
    'restrict/old-list-stays',
    'RS-019',
    listing(({ restrictedSids }, c) => {
      const before = tokenOf(c).restrictedSids;
      return before.length > 0 ? before : restrictedSids;
    }),
  ),
  fault('restrict/disjoint-lists-accepted', 'RS-020', withoutCheck(RESTRICT, 'intersection')),
  fault(
    'restrict/sids-compared-without-their-last-number',
    'RS-020',
    weakerCheck<RestrictContext>(RESTRICT, 'intersection', (c) =>
      c.restrictSids.some((given) =>
        tokenOf(c).restrictedSids.some(
          ({ sid }) =>
            sid.subAuthorities.length === given.subAuthorities.length &&
            sid.subAuthorities[0] === 21 &&
            given.subAuthorities[0] === 21,
        ),
      ),
    ),
  ),
];
