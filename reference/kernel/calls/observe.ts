/** @module World controls that only look: credentials, observation, description; and sleep. */
import { QUERY_CLASS } from '../../abi/numbers.js';
import { toHexEach } from '../../wire/hex.js';
import { numberArgument } from '../arguments.js';
import { defineCall, type Json, type JsonObject } from '../model.js';
import { payloadBytes } from '../payloads.js';
import { effectiveToken } from '../privileges.js';
import type { Thread, Token } from '../state.js';
import { findHandle, type World } from '../world.js';
import { listingLine } from './inspection.js';

const credentials = defineCall({
  name: 'world.credentials',
  prepare: (base) => base,
  checks: [],
  effects: [],
  result: ({ thread }) => {
    const { uid, gid, groups } = thread.process.credentials;
    return { uid, euid: uid, suid: uid, gid, egid: gid, sgid: gid, groups };
  },
});

const sleep = defineCall({
  name: 'world.sleep',
  prepare: (base) => base,
  checks: [],
  effects: [
    {
      id: 'sleep',
      clauses: ['SE-018'],
      apply: ({ world, args }) => {
        world.clock += BigInt(numberArgument(args, 'ms'));
      },
    },
  ],
  result: () => ({}),
});

const describeWorld = defineCall({
  name: 'world.describe',
  prepare: (base) => base,
  checks: [],
  effects: [],
  result: ({ world }) => ({ text: `reference model, profile ${world.model.profile.id}` }),
});

const observe = defineCall({
  name: 'world.observe',
  prepare: (base) => base,
  checks: [],
  effects: [],
  result: ({ world, thread, args }) => ({
    ...askedFor(world, thread, args),
    effective: everyClass(world, effectiveToken(thread)),
    handles: [...thread.process.handles.keys()].sort((a, b) => a - b),
  }),
});

/** The part of an observation that its arguments name. @internal */
export function askedFor(world: World, thread: Thread, args: JsonObject): JsonObject {
  return {
    tokens: (args['tokens'] as readonly Json[]).map((number) => {
      const handle = findHandle(thread, number);
      return handle === undefined ? {} : everyClass(world, handle.token);
    }),
    ...(args['sessions'] === undefined
      ? {}
      : { sessions: listed(world, args['sessions'] as readonly Json[]) }),
  };
}

/** The lines of these sessions. */
function listed(world: World, ids: readonly Json[]): readonly string[] {
  return ids.flatMap((id) => {
    const session = world.sessions.get(BigInt(String(id)));
    return session === undefined ? [] : [listingLine(session)];
  });
}

const CLASSES = Object.values(QUERY_CLASS);
const NO_BYTES = new Uint8Array();

function everyClass(world: World, token: Token): JsonObject {
  const payloads = CLASSES.map((number) => payloadBytes(world, token, number));
  const texts = toHexEach(payloads.map((bytes) => bytes ?? NO_BYTES));
  const classes: Record<string, string> = {};
  CLASSES.forEach((number, index) => {
    if (payloads[index] !== undefined) classes[number] = texts[index] as string;
  });
  return classes;
}

/** @internal */
export const OBSERVATION_CALLS = [credentials, sleep, describeWorld, observe];
