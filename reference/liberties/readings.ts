/**
 * @module Other readings of the documents: where a ruling admits several outcomes, the model takes
 * one and a candidate may take another. A reading is a change of the model, made like a fault; who
 * follows a candidate takes it up as soon as the candidate's answers ask for it.
 */
import { GROUP, TOKEN_RIGHT } from '../abi/numbers.js';
import { SID_TEXT } from '../abi/well-known.js';
import { all, otherEffect, weakerCheck, type Change } from '../faults/fault.js';
import { IMPERSONATE, reaching } from '../faults/meeting.js';
import type { CreateSessionContext } from '../kernel/calls/create-session.js';
import type { CreateTokenContext } from '../kernel/calls/create-token.js';
import type { DuplicateContext } from '../kernel/calls/duplicate.js';
import { impersonate } from '../kernel/calls/gates.js';
import type { GetLinkedContext } from '../kernel/calls/get-linked-token.js';
import { realToken, tokenOf } from '../kernel/calls/handle-checks.js';
import type { ImpersonateContext } from '../kernel/calls/impersonate.js';
import type { ActorContext } from '../kernel/calls/processes.js';
import type { RestrictContext } from '../kernel/calls/restrict.js';
import { cloneGraph } from '../kernel/clone.js';
import type { Token } from '../kernel/state.js';
import { tokenGroup } from '../kernel/token.js';
import { LIBERTIES } from './index.js';
import type { Switches } from '../profiles/built-in.generated.js';
import { equalSid, parseSid } from '../wire/wire.js';

/** One other reading. @internal */
export interface Reading {
  /** The ruling that admits it, and what it is. */
  readonly id: string;
  /** Only where the profile leaves the choice. */
  holds(switches: Switches): boolean;
  readonly change: Change;
}

const ANONYMOUS = parseSid(SID_TEXT.ANONYMOUS);
const EVERYONE = parseSid(SID_TEXT.EVERYONE);
const always = (): boolean => true;

/** The copy has just been stripped (ruling R52). */
function stripped(c: DuplicateContext): Token | undefined {
  const { copy, level, type } = c;
  return copy !== undefined && type === 2 && level === 0 && equalSid(copy.userSid, ANONYMOUS)
    ? copy
    : undefined;
}

function strippedCopy(change: (copy: Token, c: DuplicateContext) => void): Change {
  return otherEffect<DuplicateContext>('KACS_IOC_DUPLICATE', 'copy', (c, original) => {
    original();
    const copy = stripped(c);
    if (copy !== undefined) change(copy, c);
  });
}

/** A reset goes back to how the derived token was made, not its source (ruling R76). */
function ownCreation(token: Token | undefined): void {
  for (const group of token?.groups ?? []) {
    Object.assign(group, { enabledAtCreation: (group.attributes & GROUP.ENABLED) !== 0 });
  }
}

const RESET_TO_OWN_CREATION = all(
  otherEffect<DuplicateContext>('KACS_IOC_DUPLICATE', 'open-handle', (c, original) => {
    ownCreation(c.copy);
    original();
  }),
  otherEffect<RestrictContext>('KACS_IOC_RESTRICT', 'open-handle', (c, original) => {
    ownCreation(c.made);
    original();
  }),
  otherEffect<ActorContext>('world.fork', 'fork', (c, original) => {
    original();
    ownCreation(c.world.processes.get(c.id)?.primary);
  }),
);

/** Free choices that show in tokens and their handles, and in each profile are free. */
const SEEN_IN_TOKENS: readonly string[] = [
  'tokens/captured-and-capped-are-new-objects',
  'tokens/restricting-sids-have-attributes',
  'kernel/nodes-close-on-exec',
];

/** Every reading besides the model's own. @internal */
export const READINGS: readonly Reading[] = [
  {
    id: 'R34: a group is enabled as its default bit says',
    holds: always,
    change: otherEffect<CreateTokenContext>('kacs_create_token', 'append-logon-sid', (c, made) => {
      for (const group of c.token?.groups ?? []) {
        const enabled = (group.attributes & GROUP.ENABLED_BY_DEFAULT) !== 0;
        const rest = group.attributes & ~GROUP.ENABLED;
        const attributes = (enabled ? rest | GROUP.ENABLED : rest) >>> 0;
        Object.assign(group, { attributes, enabledAtCreation: enabled });
      }
      made();
    }),
  },
  {
    id: 'R49: restricting SIDs and capabilities without attributes',
    holds: always,
    change: otherEffect<CreateTokenContext>('kacs_create_token', 'copy-fields', (c, original) => {
      original();
      if (c.token === undefined) return;
      const plain = <T extends { readonly sid: unknown }>(list: readonly T[]): readonly T[] =>
        list.map((entry) => ({ ...entry, attributes: 0 }));
      c.token.restrictedSids = plain(c.token.restrictedSids);
      c.token.capabilities = plain(c.token.capabilities);
    }),
  },
  { id: 'R76: reset to the own creation', holds: always, change: RESET_TO_OWN_CREATION },
  {
    id: 'R52: Everyone in a stripped copy',
    holds: ({ R52 }) => R52 !== 'copy',
    change: strippedCopy((copy) => {
      copy.groups = [tokenGroup(EVERYONE, 0x7), ...copy.groups];
    }),
  },
  {
    id: 'R52: the logon SID in a stripped copy',
    holds: ({ R52 }) => R52 !== 'copy',
    change: strippedCopy((copy) => {
      copy.groups.push(tokenGroup(copy.session.logonSid, (GROUP.LOGON_ID | 0x7) >>> 0));
    }),
  },
  {
    id: 'R52: a stripped copy in the session of its source',
    holds: ({ R52 }) => R52 === 'strip',
    change: strippedCopy((copy, c) => {
      copy.session = tokenOf(c).session;
    }),
  },
  {
    id: 'R57: the result of RESTRICT can be queried and adjusted (AG-011) only',
    holds: ({ R57 }) => R57 === 'query',
    change: otherEffect<RestrictContext>('KACS_IOC_RESTRICT', 'open-handle', (c) => {
      if (c.made === undefined) return;
      const rights = TOKEN_RIGHT.QUERY | TOKEN_RIGHT.ADJUST_GROUPS;
      c.result = c.world.openHandle(c.thread.process, c.made, rights);
    }),
  },
  {
    id: 'R61: integrity lowered instead of the level',
    holds: ({ R61 }) => R61 === 'either',
    change: otherEffect<ImpersonateContext>(IMPERSONATE, 'impersonate', (c, original) => {
      const [server, client] = [realToken(c.thread), tokenOf(c)];
      if (client.integrityLevel <= server.integrityLevel) return original();
      const lowered = cloneGraph(client, new Set<object>([client.session]));
      lowered.integrityLevel = server.integrityLevel;
      lowered.references = 0;
      return impersonate(c.world, c.thread, lowered, client.impersonationLevel);
    }),
  },
  {
    id: 'R69: the clone of a partner has the default elevation type',
    holds: ({ R69 }) => R69 === 'lenient',
    change: otherEffect<GetLinkedContext>('KACS_IOC_GET_LINKED_TOKEN', 'open-clone', (c, made) => {
      made();
      const opened = c.trusted ? undefined : c.thread.process.handles.get(c.result);
      if (opened?.kind === 'token') opened.token.elevationType = 1;
    }),
  },
  {
    id: 'R97: the halves of the logon SID the other way round',
    holds: ({ R97 }) => R97 === 'either-order',
    change: otherEffect<CreateSessionContext>('kacs_create_session', 'register', (c, original) => {
      original();
      const session = c.world.sessions.get(c.id);
      if (session === undefined) return;
      const [kind = 5, high = 0, low = 0] = session.logonSid.subAuthorities;
      Object.assign(session, {
        logonSid: { ...session.logonSid, subAuthorities: [kind, low, high] },
      });
    }),
  },
  ...LIBERTIES.filter(({ id }) => SEEN_IN_TOKENS.includes(id)).map(({ id, apply }) => ({
    id,
    holds: always,
    change: apply,
  })),
];

/**
 * Refusals of the model that a ruling lets a candidate do without, by call and check: how the call
 * goes on then. @internal
 */
export const ADMITTED: Readonly<Record<string, Change>> = {
  // R60: no text says whether the privilege lifts the refusal.
  [`${IMPERSONATE} sandbox`]: all(
    weakerCheck<ImpersonateContext>(
      IMPERSONATE,
      'sandbox',
      (c) =>
        [...realToken(c.thread).restrictedSids].length > 0 && holdsImpersonate(realToken(c.thread)),
    ),
    reaching((m, granted) => (m.ceiling ? m.level : Math.min(granted, 1))),
  ),
};

const IMPERSONATE_BIT = 1n << 29n;

function holdsImpersonate({ privileges }: Token): boolean {
  return (privileges.present & privileges.enabled & IMPERSONATE_BIT) !== 0n;
}
