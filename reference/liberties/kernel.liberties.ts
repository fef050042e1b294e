/** @module Liberties of the kernel around the tokens: order, delays, the listing, descriptors. */
import { Beside, CALL } from '../faults/cross-call.js';
import { all, otherEffect, type Change } from '../faults/fault.js';
import type { HandleContext } from '../kernel/calls/handle-checks.js';
import type { NodeContext } from '../kernel/calls/inspection.js';
import type { Call, CallContext, Check } from '../kernel/model.js';
import { emitDestroyed } from '../kernel/session-end.js';
import type { Session, Thread, Token } from '../kernel/state.js';
import { retain, type World } from '../kernel/world.js';
import { beforeEachCall, everyCall, type Liberty } from './liberty.js';

/** Calls until what was put off is done: well below the five seconds that a case waits. */
const DELAY = 12n;

interface PutOff {
  readonly due: bigint;
  act(): void;
}

/** Work of a world that is done a little later. */
const LATER = new Beside<World, PutOff[]>(() => []);

function doWhatIsDue({ world }: CallContext): void {
  const waiting = LATER.of(world);
  while ((waiting[0]?.due ?? world.clock + 1n) <= world.clock) waiting.shift()?.act();
}

function later(world: World, act: () => void): void {
  LATER.of(world).push({ due: world.clock + DELAY, act });
}

/** With its last token a session is gone, but not at once: until then it is busy. */
const SESSIONS_LINGER: Change = all(beforeEachCall(doWhatIsDue), (model) => ({
  ...model,
  calls: new Map(model.calls).set(CALL.DESTROY_SESSION, atOnce(model.calls, CALL.DESTROY_SESSION)),
  sessionEnd: [
    {
      id: 'put-off',
      clauses: ['SE-017'],
      apply: (world, session) => {
        session.liveTokens += 1;
        later(world, () => {
          session.liveTokens -= 1;
          finish(world, session);
        });
      },
    },
  ],
}));

function finish(world: World, session: Session): void {
  if (session.liveTokens > 0 || !world.sessions.has(session.id)) return;
  world.sessions.delete(session.id);
  emitDestroyed(world, session);
}

/** An explicit destruction has no token to wait for. */
function atOnce(calls: ReadonlyMap<string, Call>, name: string): Call {
  const call = calls.get(name);
  if (call === undefined) throw new RangeError(`the model has no call ${name}`);
  return {
    ...call,
    effects: call.effects.map((effect) =>
      effect.id === 'remove'
        ? {
            ...effect,
            apply: (c) => {
              const { session } = c as CallContext & { readonly session?: Session };
              if (session !== undefined) finish(c.world, session);
            },
          }
        : effect,
    ),
  };
}

/** Siblings of a thread that installs see their old token for a while. */
const SIBLINGS_FOLLOW_LATER: Change = all(
  beforeEachCall(doWhatIsDue),
  otherEffect<HandleContext>(CALL.INSTALL, 'replace-primary', (c, original) => {
    const old = c.thread.process.primary;
    const siblings = [...c.world.threads.values()].filter(
      (one) => one.process === c.thread.process && one !== c.thread && !one.impersonation,
    );
    for (const sibling of siblings) keepFor(c.world, sibling, old);
    original();
  }),
);

function keepFor(world: World, thread: Thread, token: Token): void {
  thread.impersonation = retain(token);
  later(world, () => {
    if (thread.impersonation !== token || !world.threads.has(thread.actor)) return;
    thread.impersonation = undefined;
    world.release(token);
  });
}

/** Checks come in any order, a new one each time; what lacks its operand waits for its turn. */
function inOrder(
  call: Call,
  arranged: (world: World, checks: Call['checks']) => Call['checks'],
): Call {
  const orders = new WeakMap<object, Call['checks']>();
  const orderFor = (c: CallContext): Call['checks'] => {
    const order = orders.get(c) ?? arranged(c.world, call.checks);
    orders.set(c, order);
    return order;
  };
  return { ...call, checks: call.checks.map((first, n) => inTurn(first, (c) => orderFor(c)[n])) };
}

/** The check whose turn it is; the world asks for its errno right behind it. */
function inTurn(
  first: Check<CallContext>,
  turn: (c: CallContext) => Check<CallContext> | undefined,
): Check<CallContext> {
  let asked = first;
  return {
    get id() {
      return asked.id;
    },
    get clauses() {
      return asked.clauses;
    },
    get errno() {
      return asked.errno;
    },
    refuses: (c) => {
      asked = turn(c) ?? first;
      try {
        return asked.refuses(c);
      } catch {
        return false;
      }
    },
  };
}

function shuffle<T>({ random }: World, list: readonly T[]): readonly T[] {
  const left = [...list];
  const out: T[] = [];
  while (left.length > 0) out.push(...left.splice(random.below(left.length), 1));
  return out;
}

/** A control of the world is none of KACS: its errnos are those of the system around it. */
function isControl({ name }: Call): boolean {
  return name.startsWith('world.') && name !== 'world.open';
}

/** @internal */
export const KERNEL_LIBERTIES: readonly Liberty[] = [
  {
    id: 'kernel/sessions-linger',
    source: 'rulings.md, Delay: the end of a session may be late',
    apply: SESSIONS_LINGER,
  },
  {
    id: 'kernel/siblings-follow-later',
    source: 'PSD-004 v0.20 §4.3: a brief transition window',
    apply: SIBLINGS_FOLLOW_LATER,
  },
  {
    id: 'kernel/listing-in-any-order',
    source: 'PSD-004 v0.20 §13.4: the order of session lines is not significant',
    apply: otherEffect<NodeContext>('world.open', 'format-lines', (c, original) => {
      original();
      c.lines = shuffle(c.world, c.lines);
    }),
  },
  {
    id: 'kernel/listing-with-more-fields',
    source: 'PSD-004 v0.20 §13.4: future versions may append key=value fields',
    apply: otherEffect<NodeContext>('world.open', 'format-lines', (c, original) => {
      original();
      c.lines = c.lines.map((line) => line.replace(/\n$/u, ' tokens=3 user_sid_text=S-1-5-18\n'));
    }),
  },
  {
    id: 'kernel/nodes-close-on-exec',
    source: 'R78: whether inspection handles survive exec is open',
    apply: otherEffect<NodeContext>('world.open', 'open-inspection-handle', (c, original) => {
      original();
      const made = c.thread.process.handles.get(c.made);
      if (made !== undefined) made.closeOnExec = true;
    }),
  },
  {
    id: 'kernel/checks-in-any-order',
    source: 'R45, R66: no document orders the checks of a call',
    apply: everyCall((call) => (isControl(call) ? call : inOrder(call, shuffle))),
  },
  {
    id: 'kernel/checks-in-reverse-order',
    source: 'R45, R66: no document orders the checks of a call',
    apply: everyCall((call) =>
      isControl(call) ? call : inOrder(call, (_, checks) => [...checks].reverse()),
    ),
  },
];
