/** @module Faults of tokens made out of tokens: what is shared, forgotten, or of another time. */
import { GROUP } from '../abi/numbers.js';
import type { ClauseId } from '../abi/clause-id.generated.js';
import type { AdjustGroupsContext } from '../kernel/calls/adjust-groups.js';
import type { CreateTokenContext } from '../kernel/calls/create-token.js';
import type { DuplicateContext } from '../kernel/calls/duplicate.js';
import type { GetLinkedContext } from '../kernel/calls/get-linked-token.js';
import { tokenOf } from '../kernel/calls/handle-checks.js';
import type { RestrictContext } from '../kernel/calls/restrict.js';
import { cloneGraph } from '../kernel/clone.js';
import type { Token, TokenGroup } from '../kernel/state.js';
import { Beside, CALL, otherContext } from './cross-call.js';
import { all, fault, otherEffect, weakerCheck, type Change, type Fault } from './fault.js';

type Field = keyof Token;

/** The token and what derivation did to it: these are restricted ones. */
const RESTRICTED = new Beside<Token, true>(() => true);
/** What a token was made with, before any adjustment. */
const AS_MADE = new Beside<Token, Token>((token) => token);
/** What copies of a source have in common. */
const FIRST_COPY = new Beside<Token, Token>((token) => token);
/** The token that a derived one came from. */
const ORIGIN = new Beside<Token, Token>((token) => token);

function take(from: Token, to: Token, fields: readonly Field[]): void {
  Object.assign(to, Object.fromEntries(fields.map((field) => [field, from[field]])));
}

/** Something happens to a copy as soon as it is made. */
function copyGets(change: (copy: Token, source: Token, c: DuplicateContext) => void): Change {
  return otherEffect<DuplicateContext>(CALL.DUPLICATE, 'copy', (c, original) => {
    original();
    if (c.copy !== undefined) change(c.copy, tokenOf(c), c);
  });
}

function isStripped({ type, level }: DuplicateContext): boolean {
  return type === 2 && level === 0;
}

/** The stripped copy keeps fields of its source. */
function strippedKeeps(...fields: readonly Field[]): Change {
  return copyGets((copy, source, c) => {
    if (isStripped(c)) take(source, copy, fields);
  });
}

/** DUPLICATE copies fields as they were when the source was made. */
function copiedAsMade(...fields: readonly Field[]): Change {
  return all(
    otherEffect<CreateTokenContext>(CALL.CREATE_TOKEN, 'open-handle', (c, original) => {
      original();
      if (c.token === undefined) return;
      AS_MADE.set(c.token, cloneGraph(c.token, new Set<object>([c.token.session])));
    }),
    copyGets((copy, source) => {
      const made = AS_MADE.find(source);
      if (made !== undefined) take(cloneGraph(made, new Set([made.session])), copy, fields);
    }),
  );
}

/** Later copies of a source have a part in common with its first one. */
function sharedByCopies(...fields: readonly Field[]): Change {
  return copyGets((copy, source) => {
    const first = FIRST_COPY.find(source);
    if (first === undefined) FIRST_COPY.set(source, copy);
    else take(first, copy, fields);
  });
}

function cloneShares(...fields: readonly Field[]): Change {
  return otherEffect<GetLinkedContext>(CALL.GET_LINKED, 'open-clone', (c, original) => {
    original();
    const made = c.thread.process.handles.get(c.result);
    if (c.partner !== undefined && made?.kind === 'token') take(c.partner, made.token, fields);
  });
}

function restrictedGets(
  effect: string,
  change: (made: Token, source: Token, c: RestrictContext) => void,
): Change {
  return otherEffect<RestrictContext>(CALL.RESTRICT, effect, (c, original) => {
    original();
    if (c.made !== undefined) change(c.made, tokenOf(c), c);
  });
}

const MARK_RESTRICTED = restrictedGets('copy', (made) => RESTRICTED.set(made, true));

function without(groups: readonly TokenGroup[], bits: number): TokenGroup[] {
  return groups.map((group) => ({ ...group, attributes: (group.attributes & ~bits) >>> 0 }));
}

/** A derived token leads to the partner of the one that it came from. */
function findsPartnerOfOrigin(remember: Change): Change {
  return all(
    remember,
    otherContext<GetLinkedContext>(CALL.GET_LINKED, (c) => {
      const origin = c.handle === undefined ? undefined : ORIGIN.find(c.handle.token);
      const pair = origin?.session.pair;
      if (c.partner !== undefined || pair === undefined) return c;
      return { ...c, partner: pair.elevated === origin ? pair.filtered : pair.elevated };
    }),
  );
}

const AS_MADE_FIELDS: readonly (readonly [slug: string, Field, readonly ClauseId[]])[] = [
  ['groups', 'groups', ['DU-028']],
  ['privileges', 'privileges', ['DU-029', 'DU-049', 'DU-050']],
  ['owner', 'ownerIndex', ['DU-046']],
  ['primary-group', 'primaryGroupIndex', ['DU-047']],
  ['default-dacl', 'defaultDacl', ['DU-022']],
  ['session-number', 'interactiveSessionId', ['DU-043']],
];

const STRIPPED_FIELDS: readonly (readonly [slug: string, Field, ClauseId])[] = [
  ['user-claims', 'userClaims', 'AN-014'],
  ['device-claims', 'deviceClaims', 'AN-014'],
  ['default-dacl', 'defaultDacl', 'AN-006'],
  ['confinement', 'confinementSid', 'AN-006'],
  ['capabilities', 'capabilities', 'AN-006'],
  ['restricting-sids', 'restrictedSids', 'AN-006'],
  ['device-groups', 'deviceGroups', 'AN-006'],
];

/** @public */
export const CROSS_CALL_COPY_FAULTS: readonly Fault[] = [
  ...STRIPPED_FIELDS.map(([slug, field, clause]) =>
    fault(`cross-call/anonymous-copy-keeps-its-${slug}`, clause, strippedKeeps(field)),
  ),
  ...AS_MADE_FIELDS.map(([slug, field, clauses]) =>
    fault(`cross-call/copy-of-the-${slug}-as-made`, clauses, copiedAsMade(field)),
  ),
  fault('cross-call/copies-share-their-groups', 'DU-001', sharedByCopies('groups')),
  fault('cross-call/copies-share-their-privileges', 'DU-001', sharedByCopies('privileges')),
  fault('cross-call/linked-clone-shares-the-groups', 'GL-002', cloneShares('groups')),
  fault('cross-call/linked-clone-shares-the-privileges', 'GL-002', cloneShares('privileges')),
  fault(
    'cross-call/deny-only-lost-in-a-second-derivation',
    'DU-028',
    all(
      MARK_RESTRICTED,
      copyGets((copy, source) => {
        if (RESTRICTED.find(source) === undefined) return;
        copy.groups = without(copy.groups, GROUP.USE_FOR_DENY_ONLY);
      }),
    ),
  ),
  fault(
    'cross-call/restricting-sids-lost-in-a-second-derivation',
    'DU-021',
    all(
      MARK_RESTRICTED,
      copyGets((copy, source) => {
        if (RESTRICTED.find(source) !== undefined) copy.restrictedSids = [];
      }),
    ),
  ),
  fault(
    'cross-call/deny-only-toggled-by-a-second-restriction',
    'RS-003',
    restrictedGets('deny-only', (made, source, c) => {
      for (const index of c.denyIndices) {
        const group = made.groups[index];
        const before = source.groups[index]?.attributes ?? 0;
        if (group === undefined) continue;
        group.attributes = (before ^ GROUP.USE_FOR_DENY_ONLY) >>> 0;
      }
    }),
  ),
  fault(
    'cross-call/deny-only-group-of-a-restricted-token-adjusted',
    'AG-006',
    all(
      MARK_RESTRICTED,
      weakerCheck<AdjustGroupsContext>(
        CALL.GROUPS,
        'deny-only',
        (c) => RESTRICTED.find(tokenOf(c)) !== undefined,
      ),
    ),
  ),
  fault(
    'cross-call/reset-enables-what-a-restriction-denied',
    'AG-009',
    all(
      MARK_RESTRICTED,
      otherEffect<AdjustGroupsContext>(CALL.GROUPS, 'reset', (c, original) => {
        const wasReset = c.entries.some(({ index }) => index === 0xffffffff);
        original();
        if (!wasReset || RESTRICTED.find(tokenOf(c)) === undefined) return;
        for (const group of tokenOf(c).groups) {
          if (group.enabledAtCreation) {
            group.attributes = (group.attributes | GROUP.ENABLED) >>> 0;
          }
        }
      }),
    ),
  ),
  fault(
    'cross-call/second-restriction-replaces-the-list',
    'RS-019',
    restrictedGets('restricting-sids', (made, _, c) => {
      if (c.restrictSids.length > 0) {
        made.restrictedSids = c.restrictSids.map((sid) => ({ sid, attributes: 0 }));
      }
    }),
  ),
  fault(
    'cross-call/second-restriction-adds-to-the-list',
    'RS-019',
    restrictedGets('restricting-sids', (made, source, c) => {
      const added = c.restrictSids.map((sid) => ({ sid, attributes: 0 }));
      made.restrictedSids = [...source.restrictedSids, ...added];
    }),
  ),
  fault(
    'cross-call/restriction-works-on-the-groups-of-the-source',
    'RS-002',
    restrictedGets('deny-only', (_, source, c) => {
      for (const index of c.denyIndices) {
        const group = source.groups[index];
        if (group === undefined) continue;
        group.attributes = (group.attributes | GROUP.USE_FOR_DENY_ONLY) >>> 0;
      }
    }),
  ),
  fault(
    'cross-call/restriction-removes-from-the-present-mask-only',
    ['RS-023', 'RS-028'],
    restrictedGets('delete-privileges', (made, source) => {
      made.privileges.enabled = source.privileges.enabled;
      made.privileges.enabledByDefault = source.privileges.enabledByDefault;
    }),
  ),
  fault(
    'cross-call/restriction-keeps-the-used-mask',
    'RS-022',
    restrictedGets('delete-privileges', (made, source) => {
      made.privileges.used = source.privileges.used;
    }),
  ),
  fault(
    'cross-call/copy-starts-with-no-privilege-used',
    'DU-030',
    copyGets((copy) => {
      copy.privileges.used = 0n;
    }),
  ),
  fault(
    'cross-call/copy-of-a-linked-token-finds-its-partner',
    'GL-013',
    findsPartnerOfOrigin(copyGets((copy, source) => ORIGIN.set(copy, source))),
  ),
  fault(
    'cross-call/restriction-of-a-linked-token-finds-its-partner',
    'GL-013',
    findsPartnerOfOrigin(restrictedGets('copy', (made, source) => ORIGIN.set(made, source))),
  ),
];
