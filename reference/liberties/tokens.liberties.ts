/** @module Liberties with tokens: what copies, captures and caps make, what is noted as used. */
import { GROUP } from '../abi/numbers.js';
import { SID_TEXT } from '../abi/well-known.js';
import { CALL } from '../faults/cross-call.js';
import { all, otherEffect, refusing, type Change } from '../faults/fault.js';
import type { CreateTokenContext } from '../kernel/calls/create-token.js';
import { tokenOf, type HandleContext } from '../kernel/calls/handle-checks.js';
import type { DuplicateContext } from '../kernel/calls/duplicate.js';
import type { ActorContext } from '../kernel/calls/processes.js';
import type { RestrictContext } from '../kernel/calls/restrict.js';
import type { SocketContext } from '../kernel/calls/sockets.js';
import { effectiveToken } from '../kernel/privileges.js';
import type { Token } from '../kernel/state.js';
import { firstModifiedId, newIdentity, tokenGroup } from '../kernel/token.js';
import type { World } from '../kernel/world.js';
import { equalSid, parseSid } from '../wire/wire.js';
import { everyCall, type Liberty } from './liberty.js';

const ANONYMOUS = parseSid(SID_TEXT.ANONYMOUS);
const SERVICE = parseSid('S-1-5-6');
const UPPERMOST = 1n << 63n;

function renamed(world: World, token: Token | undefined): void {
  if (token === undefined) return;
  token.identity = newIdentity(world);
  token.modifiedId = firstModifiedId(world, token.identity);
}

/** What is captured and capped is a new object, with an identity of its own. */
const OBJECTS_OF_THEIR_OWN: Change = all(
  otherEffect<SocketContext>('world.connect', 'capture', (c, original) => {
    original();
    renamed(c.world, c.socket?.peer?.peerToken);
  }),
  otherEffect<HandleContext>(CALL.IMPERSONATE, 'impersonate', (c, original) => {
    original();
    const { impersonation } = c.thread;
    if (impersonation !== tokenOf(c)) renamed(c.world, impersonation);
  }),
);

function onFork(change: (world: World, token: Token) => void): Change {
  return otherEffect<ActorContext>('world.fork', 'fork', (c, original) => {
    original();
    const token = c.world.processes.get(c.id)?.primary;
    if (token !== undefined) change(c.world, token);
  });
}

/** A call without a change does not count (R74). */
function unlessNothingChanged(call: string, effects: readonly string[]): Change {
  return (model) => {
    const before = new WeakMap<object, string>();
    const look = (c: HandleContext): string => {
      const { privileges, groups, ownerIndex, primaryGroupIndex, defaultDacl } = tokenOf(c);
      const number = tokenOf(c).interactiveSessionId;
      const seen = { privileges, groups, ownerIndex, primaryGroupIndex, defaultDacl, number };
      return JSON.stringify(seen, (_, value: unknown) =>
        typeof value === 'bigint' ? String(value) : value,
      );
    };
    const [first = '', last = ''] = effects;
    return all(
      otherEffect<HandleContext>(call, last, (c, original) => {
        if (before.get(c) !== look(c)) original();
      }),
      otherEffect<HandleContext>(call, first, (c, original) => {
        before.set(c, look(c));
        original();
      }),
    )(model);
  };
}

function firstEffect(call: string): Change {
  return (model) => {
    const ids = model.calls.get(call)?.effects.map(({ id }) => id) ?? [];
    return unlessNothingChanged(call, [ids[0] ?? '', 'bump-modified-id'])(model);
  };
}

/** @internal */
export const TOKEN_LIBERTIES: readonly Liberty[] = [
  {
    id: 'tokens/captured-and-capped-are-new-objects',
    source: 'PSD-004 v0.20 §9.3: a credential is constructed with the token at the level',
    apply: OBJECTS_OF_THEIR_OWN,
  },
  {
    id: 'tokens/forked-copy-starts-to-count',
    source: 'PSD-004 v0.20 §4.3: an independent deep copy; nothing on its modification id',
    apply: onFork((world, token) => {
      token.modifiedId = firstModifiedId(world, token.identity);
    }),
  },
  {
    id: 'tokens/no-change-no-count',
    source: 'R74: no-ops are open',
    apply: all(...[CALL.PRIVS, CALL.GROUPS, CALL.DEFAULT, CALL.SESSIONID].map(firstEffect)),
  },
  {
    id: 'tokens/use-noted-when-refused-later',
    source: 'PSD-004 v0.20 §7.1: the used bit SHOULD be recorded when a later gate denies',
    apply: everyCall((call) => ({
      ...call,
      checks: call.checks.map((check) =>
        check.id === 'privilege'
          ? {
              ...check,
              refuses: (c) => {
                const refuses = check.refuses(c);
                const use = call.effects.find(({ id }) => id === 'use-privilege');
                if (!refuses) use?.apply(c);
                return refuses;
              },
            }
          : check,
      ),
    })),
  },
  {
    id: 'tokens/restricting-sids-have-attributes',
    source: 'R49: attributes of restricting SIDs are ignored; RESTRICT supplies none',
    apply: otherEffect<RestrictContext>(CALL.RESTRICT, 'restricting-sids', (c, original) => {
      original();
      if (c.made === undefined) return;
      c.made.restrictedSids = c.made.restrictedSids.map(({ sid }) => ({ sid, attributes: 7 }));
    }),
  },
  {
    id: 'tokens/anonymous-copies-look-otherwise',
    source: 'R52: what of them is stated; PSD-004 v0.22 §4.3 lists the source besides',
    only: { R52: ['strip', 'strip-998'] },
    apply: otherEffect<DuplicateContext>(CALL.DUPLICATE, 'copy', (c, original) => {
      original();
      if (c.copy === undefined || !equalSid(c.copy.userSid, ANONYMOUS)) return;
      Object.assign(c.copy, {
        mandatoryPolicy: 3,
        projectedUid: 65_533,
        projectedGid: 65_533,
        interactiveSessionId: 1,
        origin: 998n,
        sourceId: 998n,
        defaultDacl: { revision: 2, aces: [] },
      });
      if (c.world.model.profile.switches.R52 === 'strip-998') return;
      c.copy.sourceName = new TextEncoder().encode('AnonLogn');
    }),
  },
  {
    id: 'tokens/workers-of-more-groups',
    source: 'PSD-004 v0.20 §4.3: and other well-known SIDs',
    apply: otherEffect<ActorContext>('world.spawn', 'spawn', (c, original) => {
      original();
      if (c.args['identity'] !== 'own') return;
      const token = c.world.processes.get(c.id)?.primary;
      if (token === undefined) return;
      const at = token.groups.length - 1;
      token.groups.splice(at, 0, tokenGroup(SERVICE, GROUP.MANDATORY | 0x6));
      token.privileges.used = UPPERMOST | token.privileges.enabled;
      token.interactiveSessionId = 1;
    }),
  },
  {
    id: 'tokens/of-the-user-of-their-session-only',
    source: 'R98: no text makes the kernel compare the two users, and none forbids it',
    apply: refusing<CreateTokenContext>(
      CALL.CREATE_TOKEN,
      ({ spec, session }) => session !== undefined && !equalSid(spec.userSid, session.userSid),
    ),
  },
  {
    id: 'tokens/level-of-an-identity-captured-twice',
    source: 'PSD-004 v0.20 §9.3: the effective token is stored',
    apply: otherEffect<SocketContext>('world.connect', 'capture', (c, original) => {
      original();
      const captured = c.socket?.peer?.peerToken;
      const source = effectiveToken(c.thread);
      const alike = captured?.type === source.type;
      if (!alike || captured?.impersonationLevel !== source.impersonationLevel) return;
      const { peer } = c.socket ?? {};
      if (peer === undefined || captured === undefined) return;
      c.world.release(captured);
      source.references += 1;
      peer.peerToken = source;
    }),
  },
];
