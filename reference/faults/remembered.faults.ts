/** @module Faults of kernels that remember what an earlier call found, or look it up elsewhere. */
import { PRIVILEGE, TOKEN_TYPE } from '../abi/numbers.js';
import type { DuplicateContext } from '../kernel/calls/duplicate.js';
import { passGates } from '../kernel/calls/gates.js';
import type { GetLinkedContext } from '../kernel/calls/get-linked-token.js';
import { tokenOf, type HandleContext } from '../kernel/calls/handle-checks.js';
import type { ImpersonateContext } from '../kernel/calls/impersonate.js';
import type { NodeContext } from '../kernel/calls/inspection.js';
import type { LinkContext } from '../kernel/calls/link-tokens.js';
import type { ActorContext } from '../kernel/calls/processes.js';
import type { RestrictContext } from '../kernel/calls/restrict.js';
import { cloneGraph } from '../kernel/clone.js';
import { effectiveToken, holds } from '../kernel/privileges.js';
import type { Process, Session, Thread, Token } from '../kernel/state.js';
import { retain, type World } from '../kernel/world.js';
import { equalSid } from '../wire/wire.js';
import { Beside, CALL, otherContext } from './cross-call.js';
import {
  all,
  alsoDoing,
  fault,
  otherEffect,
  weakerCheck,
  type Change,
  type Fault,
} from './fault.js';

const IMPERSONATE_BIT = 1n << BigInt(PRIVILEGE.IMPERSONATE);

/** The gates weigh another server than the primary token of the moment. */
function weighing(server: (c: ImpersonateContext) => Token): Change {
  return otherContext<ImpersonateContext>(CALL.IMPERSONATE, (c) => {
    const client = c.handle?.token;
    if (client === undefined) return c;
    return { ...c, gates: passGates(server(c), client, client.impersonationLevel) };
  });
}

/** The primary tokens that processes impersonated with for the first time. */
const FIRST_SERVER = new Beside<Process, Token>(({ primary }) => primary);
/** Processes that have held SeImpersonate. */
const TRUSTED = new Beside<Process, boolean>(() => false);
/** What a capped token was before. */
const UNCAPPED = new Beside<Token, number>(({ impersonationLevel }) => impersonationLevel);
/** Processes that have read the listing, and what the world listed last. */
const READERS = new Beside<Process, boolean>(() => false);
const LISTED = new Beside<World, readonly Session[]>(() => []);
/** What threads showed at their first node. */
const SHOWN = new Beside<Thread, Token>((thread) => effectiveToken(thread));
/** What a process started with. */
const STARTED_WITH = new Beside<Process, Token>(({ primary }) => primary);
const WRITE_RESTRICTING = new Beside<World, boolean>(() => false);
const PAIRS = new Beside<World, Map<Token, Token>>(() => new Map());

function onListing(change: (sessions: readonly Session[], c: NodeContext) => readonly Session[]) {
  return otherEffect<NodeContext>('world.open', 'list-sessions', (c, original) => {
    original();
    if (c.node?.kind === 'sessions') c.listed = change(c.listed, c);
  });
}

/** The node of a path shows another token. */
function onNode(path: RegExp, token: (c: NodeContext, parts: readonly string[]) => Token): Change {
  return otherContext<NodeContext>('world.open', (c) => {
    const parts = path.exec(String(c.args['path']));
    if (parts === null || c.node?.kind !== 'token') return c;
    return { ...c, node: { ...c.node, token: token(c, parts) } };
  });
}

/** The partner is looked up otherwise. */
function partners(find: (token: Token, c: GetLinkedContext) => Token | undefined): Change {
  return otherContext<GetLinkedContext>(CALL.GET_LINKED, (c) =>
    c.handle === undefined ? c : { ...c, partner: find(c.handle.token, c) },
  );
}

/** @public */
export const REMEMBERED_FAULTS: readonly Fault[] = [
  fault(
    'remembered/gates-weigh-the-token-of-the-first-impersonation',
    ['IM-014'],
    weighing(({ thread }) => FIRST_SERVER.of(thread.process)),
  ),
  fault(
    'remembered/gates-weigh-the-token-before-install',
    ['IM-014'],
    all(
      otherEffect<HandleContext>(CALL.INSTALL, 'replace-primary', ({ thread }, original) => {
        STARTED_WITH.of(thread.process);
        original();
      }),
      weighing(({ thread }) => STARTED_WITH.of(thread.process)),
    ),
  ),
  fault(
    'remembered/impersonate-privilege-once-held',
    ['IM-010'],
    weighing(({ thread }) => {
      const { process } = thread;
      const { primary } = process;
      if (holds(primary.privileges, PRIVILEGE.IMPERSONATE)) TRUSTED.set(process, true);
      if (!TRUSTED.of(process)) return primary;
      const { privileges } = primary;
      const mask = { present: IMPERSONATE_BIT, enabled: IMPERSONATE_BIT };
      return { ...primary, privileges: { ...privileges, ...mask } };
    }),
  ),
  fault(
    'remembered/capped-token-duplicated-at-its-old-level',
    ['DU-006'],
    all(
      otherEffect<ImpersonateContext>(CALL.IMPERSONATE, 'impersonate', (c, original) => {
        const { impersonationLevel } = tokenOf(c);
        original();
        if (c.thread.impersonation !== undefined) {
          UNCAPPED.set(c.thread.impersonation, impersonationLevel);
        }
      }),
      weakerCheck<DuplicateContext>(
        CALL.DUPLICATE,
        'escalation',
        (c) => c.level <= UNCAPPED.of(tokenOf(c)),
      ),
    ),
    { R18: 'two-arguments' },
  ),
  fault(
    'remembered/impersonation-shows-the-token-of-then',
    ['IM-001'],
    otherEffect<ImpersonateContext>(CALL.IMPERSONATE, 'impersonate', (c, original) => {
      original();
      const { impersonation } = c.thread;
      if (impersonation === undefined) return;
      const copy = cloneGraph(impersonation, new Set<object>([impersonation.session]));
      copy.references = 0;
      c.thread.impersonation = retain(copy);
      c.world.release(impersonation);
    }),
  ),
  fault(
    'remembered/revert-ends-impersonations-of-siblings',
    ['IM-025'],
    otherEffect<HandleContext>('kacs_revert', 'revert', ({ world, thread }, original) => {
      original();
      for (const other of world.threads.values()) {
        if (other.process !== thread.process || other.impersonation === undefined) continue;
        world.release(other.impersonation);
        other.impersonation = undefined;
      }
    }),
  ),
  fault(
    'remembered/partner-by-role',
    ['GL-018', 'LK-016'],
    partners(({ session: { pair }, elevationType }) =>
      elevationType === 2 ? pair?.filtered : elevationType === 3 ? pair?.elevated : undefined,
    ),
  ),
  fault(
    'remembered/partner-kept-in-the-token',
    ['GL-018', 'LK-016'],
    all(
      alsoDoing<LinkContext>(CALL.LINK, ({ world, elevated, filtered }) => {
        if (elevated === undefined || filtered === undefined) return;
        PAIRS.of(world).set(elevated.token, filtered.token);
        PAIRS.of(world).set(filtered.token, elevated.token);
      }),
      partners((token, { world }) => PAIRS.of(world).get(token)),
    ),
  ),
  fault(
    'remembered/only-one-displaced-member-forgets',
    ['GL-018'],
    all(
      alsoDoing<LinkContext>(CALL.LINK, ({ world, elevated, filtered }) => {
        if (elevated === undefined || filtered === undefined) return;
        const pairs = PAIRS.of(world);
        for (const [one, other] of pairs) if (other === elevated.token) pairs.delete(one);
        pairs.set(elevated.token, filtered.token);
        pairs.set(filtered.token, elevated.token);
      }),
      partners((token, { world }) => PAIRS.of(world).get(token)),
    ),
  ),
  fault(
    'remembered/refused-link-dissolves-the-pair',
    ['LK-021'],
    otherContext<LinkContext>(CALL.LINK, (c) => {
      const full = c.filtered?.token;
      if (full?.elevationType === 2) full.session.pair = undefined;
      return c;
    }),
    { R67: 'strict' },
  ),
  fault(
    'remembered/roles-of-the-displaced-are-free',
    ['LK-021', 'LK-022'],
    all(
      weakerCheck<LinkContext>(CALL.LINK, 'filtered-role', ({ filtered }) => {
        const pair = filtered?.token.session.pair;
        return pair?.elevated !== filtered?.token;
      }),
      weakerCheck<LinkContext>(CALL.LINK, 'elevated-role', ({ elevated }) => {
        const pair = elevated?.token.session.pair;
        return pair?.filtered !== elevated?.token;
      }),
    ),
    { R67: 'strict' },
  ),
  fault(
    'remembered/pair-dissolved-when-its-member-is-duplicated',
    ['GL-001'],
    alsoDoing<DuplicateContext>(CALL.DUPLICATE, (c) => {
      const { session } = tokenOf(c);
      if (session.pair?.elevated === tokenOf(c)) session.pair = undefined;
    }),
  ),
  fault(
    'remembered/pair-dissolved-when-its-member-is-installed',
    ['GL-001'],
    alsoDoing<HandleContext>(CALL.INSTALL, (c) => {
      tokenOf(c).session.pair = undefined;
    }),
  ),
  fault(
    'remembered/pair-dissolved-with-the-handle-of-its-member',
    ['GL-001'],
    otherContext<HandleContext & { readonly descriptor?: { readonly token?: Token } }>(
      'world.close',
      (c) => {
        const token = c.descriptor?.token;
        if (token?.session.pair?.filtered === token && token !== undefined) {
          token.session.pair = undefined;
        }
        return c;
      },
    ),
  ),
  fault(
    'remembered/write-restricted-ever-after',
    ['RS-006'],
    otherEffect<RestrictContext>(CALL.RESTRICT, 'write-restricted', (c, original) => {
      original();
      if (c.made === undefined) return;
      if (c.made.writeRestricted) WRITE_RESTRICTING.set(c.world, true);
      if (WRITE_RESTRICTING.of(c.world)) c.made.writeRestricted = c.made.userDenyOnly = true;
    }),
  ),
  fault(
    'remembered/restricted-copies-lose-write-restriction',
    ['DU-045'],
    otherEffect<DuplicateContext>(CALL.DUPLICATE, 'copy', (c, original) => {
      original();
      if (c.copy !== undefined) c.copy.writeRestricted = false;
    }),
  ),
  fault(
    'remembered/copies-lose-the-deny-only-user',
    ['DU-019'],
    otherEffect<DuplicateContext>(CALL.DUPLICATE, 'copy', (c, original) => {
      original();
      if (c.copy !== undefined) c.copy.userDenyOnly = false;
    }),
  ),
  fault(
    'remembered/listing-allowed-once-is-allowed',
    ['SF-022'],
    all(
      alsoDoing<NodeContext>('world.open', ({ node, thread }) => {
        if (node?.kind === 'sessions') READERS.set(thread.process, true);
      }),
      weakerCheck<NodeContext>('world.open', 'sessions-sd', ({ thread }) =>
        READERS.of(thread.process),
      ),
    ),
  ),
  fault(
    'remembered/listing-built-again-when-the-count-changes',
    ['SL-002'],
    onListing((sessions, { world }) => {
      const last = LISTED.of(world);
      if (last.length !== sessions.length) LISTED.set(world, sessions);
      return LISTED.of(world);
    }),
  ),
  fault(
    'remembered/self-node-of-the-first-opening',
    ['SF-003'],
    onNode(/kacs\/self$/u, ({ thread }) => SHOWN.of(thread)),
  ),
  fault(
    'remembered/process-node-of-the-start',
    ['PF-003'],
    all(
      otherEffect<HandleContext>(CALL.INSTALL, 'replace-primary', ({ thread }, original) => {
        STARTED_WITH.of(thread.process);
        original();
      }),
      onNode(/^\/proc\/(?:self|\d+)\/token$/u, (c) => {
        const target = c.node?.kind === 'token' ? c.node.target : undefined;
        return STARTED_WITH.of(target ?? c.thread.process);
      }),
    ),
  ),
  fault(
    'remembered/thread-numbers-of-any-process',
    ['PF-027'],
    otherContext<NodeContext>('world.open', (c) => {
      const [, , tid] =
        /^\/proc\/(self|\d+)\/task\/(\d+)\/token$/u.exec(String(c.args['path'])) ?? [];
      if (tid === undefined || c.node !== undefined) return c;
      const thread = [...c.world.threads.values()].find((one) => one.tid === Number(tid));
      if (thread === undefined) return c;
      return {
        ...c,
        node: { kind: 'token', token: effectiveToken(thread), target: c.thread.process },
      };
    }),
  ),
  fault(
    'remembered/process-sd-of-the-start',
    ['PF-022'],
    otherEffect<HandleContext>(CALL.INSTALL, 'process-sd', ({ thread }, original) => {
      const { process } = thread;
      const before = process.sd;
      original();
      // The owner is new, the entries are the old ones.
      process.sd = { ...process.sd, dacl: before.dacl };
    }),
    { R56: 'defined' },
  ),
  fault(
    'remembered/new-threads-start-with-the-token-of-the-start',
    ['IN-001'],
    all(
      otherEffect<HandleContext>(CALL.INSTALL, 'replace-primary', ({ thread }, original) => {
        retain(STARTED_WITH.of(thread.process));
        original();
      }),
      otherEffect<ActorContext>('world.thread', 'thread', (c, original) => {
        original();
        const made = c.world.threads.get(c.actor);
        const started = STARTED_WITH.find(c.thread.process);
        if (made === undefined || started === undefined) return;
        if (started !== c.thread.process.primary) made.impersonation = retain(started);
      }),
    ),
  ),
  fault(
    'remembered/exec-goes-back-to-the-token-of-the-start',
    ['IN-001'],
    all(
      otherEffect<HandleContext>(CALL.INSTALL, 'replace-primary', ({ thread }, original) => {
        retain(STARTED_WITH.of(thread.process));
        original();
      }),
      alsoDoing<HandleContext>('world.exec', ({ world, thread: { process } }) => {
        const started = STARTED_WITH.find(process);
        if (started === undefined || started === process.primary) return;
        world.release(process.primary);
        process.primary = retain(started);
      }),
    ),
  ),
  fault(
    'remembered/install-reaches-the-children',
    ['IN-001'],
    otherEffect<HandleContext>(CALL.INSTALL, 'replace-primary', (c, original) => {
      const old = c.thread.process.primary;
      original();
      for (const process of c.world.processes.values()) {
        const like =
          equalSid(process.primary.userSid, old.userSid) && process.pid > c.thread.process.pid;
        if (!like || process.primary.session !== old.session) continue;
        c.world.release(process.primary);
        process.primary = retain(c.thread.process.primary);
      }
    }),
  ),
  fault(
    'remembered/only-primary-tokens-keep-a-session',
    ['SE-008'],
    otherContext<HandleContext & { readonly session?: Session }>(CALL.DESTROY_SESSION, (c) => {
      const { session, world } = c;
      if (session === undefined || session.permanent) return c;
      const held = [...world.processes.values()].flatMap(({ primary, handles }) => [
        primary,
        ...[...handles.values()].flatMap((one) => (one.kind === 'token' ? [one.token] : [])),
      ]);
      const alive = held.some((one) => one.session === session && one.type === TOKEN_TYPE.PRIMARY);
      return alive ? c : { ...c, session: { ...session, liveTokens: 0 } };
    }),
  ),
];
