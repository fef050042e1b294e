/** @module Liberties with numbers: ids, times, and what a modification id grows by. */
import { Beside, CALL } from '../faults/cross-call.js';
import { all, otherEffect, type Change } from '../faults/fault.js';
import type { CreateSessionContext } from '../kernel/calls/create-session.js';
import { tokenOf, type HandleContext } from '../kernel/calls/handle-checks.js';
import type { ActorContext } from '../kernel/calls/processes.js';
import type { World } from '../kernel/world.js';
import { beforeEachCall, type Liberty } from './liberty.js';

const HIGHEST_ID = 1n << 62n;
const FIRST_ID = 1000n;
const ADJUSTING = [CALL.PRIVS, CALL.GROUPS, CALL.DEFAULT, CALL.SESSIONID];

/** 62 random bits. */
function wide({ random }: World): bigint {
  return ((BigInt(random.next()) << 32n) | BigInt(random.next())) % HIGHEST_ID;
}

function sessionIds(next: (world: World) => bigint): Change {
  return otherEffect<CreateSessionContext>(CALL.CREATE_SESSION, 'assign-id', (c, original) => {
    const kept = c.world.nextSessionId;
    original();
    c.world.nextSessionId = kept;
    c.id = next(c.world);
  });
}

function tokenIds(next: (world: World) => bigint): Change {
  return beforeEachCall(({ world }) => {
    world.nextTokenId = next(world);
  });
}

function processIds(next: (world: World) => number): Change {
  return beforeEachCall(({ world }) => {
    let id = next(world);
    const taken = new Set([...world.threads.values()].map(({ tid }) => tid));
    while (taken.has(id) || world.processes.has(id)) id = next(world);
    world.nextPid = id;
  });
}

function steps(size: (world: World) => bigint): Change {
  return all(
    ...ADJUSTING.map((call) =>
      otherEffect<HandleContext>(call, 'bump-modified-id', (c, original) => {
        original();
        tokenOf(c).modifiedId += size(c.world) - 1n;
      }),
    ),
  );
}

/** Counts down from a start. */
function falling(start: bigint, by: bigint): (world: World) => bigint {
  const last = new Beside<World, bigint>(() => start);
  return (world) => {
    const id = last.of(world) - by;
    last.set(world, id);
    return id;
  };
}

const SESSIONS_FALL = falling(HIGHEST_ID, 5n);
const TOKENS_FALL = falling(HIGHEST_ID, 64n);
const PROCESSES_FALL = falling(4_000_000n, 3n);

/** Every thread after the first has a number far from that of its process. */
const SPREAD: Change = otherEffect<ActorContext>('world.thread', 'thread', (c, original) => {
  c.world.nextPid += 100_000;
  original();
  c.world.nextPid -= 100_000;
});

/** @internal */
export const NUMBER_LIBERTIES: readonly Liberty[] = [
  {
    id: 'numbers/session-ids-random',
    source: 'PSD-004 v0.20 §4.7: a LUID; R96: positive',
    apply: sessionIds((world) => FIRST_ID + wide(world)),
  },
  {
    id: 'numbers/session-ids-fall',
    source: 'PSD-004 v0.20 §4.7: a LUID',
    apply: sessionIds(SESSIONS_FALL),
  },
  {
    id: 'numbers/token-ids-random',
    source: 'PSD-004 v0.20 §4.2: a unique identifier',
    apply: tokenIds((world) => (1n << 63n) + wide(world)),
  },
  {
    id: 'numbers/token-ids-fall',
    source: 'PSD-004 v0.20 §4.2: a unique identifier',
    apply: tokenIds(TOKENS_FALL),
  },
  {
    id: 'numbers/process-ids-fall',
    source: 'no document numbers processes',
    apply: all(
      processIds((world) => Number(PROCESSES_FALL(world))),
      SPREAD,
    ),
  },
  {
    id: 'numbers/modified-id-by-7',
    source: 'PSD-004 v0.20 §4.2: incremented on any adjustment; R50: it grows',
    apply: steps(() => 7n),
  },
  {
    id: 'numbers/modified-id-by-any-step',
    source: 'R50: it grows with each effective adjustment',
    apply: steps((world) => 1n + BigInt(world.random.below(1 << 20))),
  },
  {
    id: 'numbers/times-coarse',
    source: 'R82: created_at does not fall, its unit is open',
    apply: otherEffect<CreateSessionContext>(CALL.CREATE_SESSION, 'register', (c, original) => {
      original();
      const session = c.world.sessions.get(c.id);
      if (session !== undefined) Object.assign(session, { createdAt: 1_797_000_000n });
    }),
  },
  {
    id: 'numbers/times-in-100-ns',
    source: 'R82: created_at does not fall, its unit is open',
    apply: otherEffect<CreateSessionContext>(CALL.CREATE_SESSION, 'register', (c, original) => {
      original();
      const session = c.world.sessions.get(c.id);
      if (session === undefined) return;
      Object.assign(session, { createdAt: (1n << 63n) + c.world.clock * 10_000n });
    }),
  },
];
