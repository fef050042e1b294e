/** @module Compares the results of a call that both sides accepted, key by key. */
import type { Process, Token } from '../../../reference/kernel/state.js';
import { findHandle, type World } from '../../../reference/kernel/world.js';
import { effectiveToken } from '../../../reference/kernel/privileges.js';
import { describeDescriptor } from '../../judge/descriptor.js';
import type { Json, JsonObject } from '../../program/program.js';
import {
  compareClasses,
  comparePayload,
  shown,
  type Mismatch,
  type TokenComparing,
} from './compare-tokens.js';
import { compareRaw } from './compare-raw.js';
import type { Handles } from './handles.js';
import { asListing, compareListings } from './listed-sessions.js';

/** What comparing a call needs. @internal */
export interface Comparing extends TokenComparing {
  readonly world: World;
  readonly handles: Handles;
  /** Handle counts of the candidate's processes above those of the model, by process. */
  readonly surplus: Map<number, number>;
  /** Whether what a token shows can be compared now (inspection handles, capped copies). */
  isCurrent(token: Token, handle?: number): boolean;
  /** When the candidate says that its sessions were created, by their ids. */
  readonly created: Map<string, string>;
  /** Nothing of the token differs, seen through this handle. */
  wasRight(token: Token, handle?: object): void;
  /** Whether the close-on-exec flag of a handle has to be what the model says. */
  hasFlag(actor: string, handle: number): boolean;
}

/** A call that both sides accepted. @internal */
export interface AcceptedCall {
  readonly op: string;
  readonly actor: string;
  readonly process: Process;
  /** As the model took them. */
  readonly args: JsonObject;
  /** As the candidate got them. */
  readonly seenArgs: JsonObject;
  readonly modelled: JsonObject;
  readonly seen: JsonObject;
}

type Compare = (comparing: Comparing, call: AcceptedCall) => readonly Mismatch[];

/** What the keys of results name, and of which kind. */
const NAMES: Readonly<Record<string, string>> = {
  id: 'session',
  actor: 'actor',
  pid: 'process',
  tid: 'process',
  address: 'address',
};
const HANDLE_KEYS: readonly string[] = ['handle', 'first', 'second'];
/** What no clause compares, or what is compared by an observation. */
const LEFT_OUT: readonly string[] = ['text', 'path', 'names'];
const SELF_NODE = '/sys/kernel/security/kacs/self';
const READ_BITS = 0o444;

/** Every difference between the two results. @internal */
export function compareAnswer(comparing: Comparing, call: AcceptedCall): readonly Mismatch[] {
  const special = SPECIAL[call.op];
  return special === undefined ? compareKeys(comparing, call) : special(comparing, call);
}

function compareKeys(comparing: Comparing, call: AcceptedCall): readonly Mismatch[] {
  const found: Mismatch[] = [];
  for (const [key, modelled] of Object.entries(call.modelled)) {
    const seen = call.seen[key];
    if (LEFT_OUT.includes(key)) continue;
    if (HANDLE_KEYS.includes(key)) {
      found.push(...newHandle(comparing, call, key, modelled, seen));
    } else if (!sameKey(comparing, key, modelled, seen ?? null)) {
      found.push(differing(key, modelled, seen ?? null));
    }
  }
  return found;
}

function sameKey({ names }: Comparing, key: string, modelled: Json, seen: Json): boolean {
  const kind = NAMES[key];
  if (kind === undefined) return names.match(modelled, seen, {});
  return names.pair(kind, String(modelled), String(seen));
}

function newHandle(
  { handles, world }: Comparing,
  { op, args, process }: AcceptedCall,
  key: string,
  modelled: Json,
  seen: Json | undefined,
): readonly Mismatch[] {
  if (typeof modelled !== 'number' || typeof seen !== 'number') return [];
  const receiver = op === 'world.passHandle' ? world.threads.get(String(args['to'])) : undefined;
  const { pid } = receiver?.process ?? process;
  if (handles.add(pid, modelled, seen)) return [];
  return [{ path: key, expected: 'a new handle', actual: 'an open one', detail: `handle ${seen}` }];
}

function differing(path: string, modelled: Json, seen: Json): Mismatch {
  const detail = `model ${shown(modelled)}, candidate ${shown(seen)}`;
  return { path, expected: 'as the model', actual: 'another value', detail };
}

const SPECIAL: Readonly<Record<string, Compare>> = {
  KACS_IOC_QUERY: compareQuery,
  'world.observe': compareObservation,
  'world.read': (comparing, call) => compareListing(comparing, call, 'data', true),
  'world.readlink': (_, { modelled, seen }) => {
    const [target, shownTarget] = [String(modelled['target']), String(seen['target'])];
    return target.includes('kacs-token') && shownTarget !== target
      ? [differing('target', target, shownTarget)]
      : [];
  },
  'world.stat': (_, { args, modelled, seen }) => {
    const bits = (value: JsonObject): number => Number(value['mode']) & READ_BITS;
    if (args['path'] !== SELF_NODE || bits(modelled) === bits(seen)) return [];
    return [differing('mode', bits(modelled), bits(seen))];
  },
  'world.descriptorFlags': (comparing, call) =>
    comparing.hasFlag(call.actor, Number(call.args['handle'])) ? compareKeys(comparing, call) : [],
  kacs_get_sd: compareDescriptor,
  kacs_impersonate_peer: ({ wire }, { modelled, seen }) =>
    wire.profile.switches.R21 === 'zero' && modelled['level'] !== seen['level']
      ? [differing('level', modelled['level'] ?? null, seen['level'] ?? null)]
      : [],
  KACS_IOC_ADJUST_PRIVS: comparePrevious,
  KACS_IOC_ADJUST_GROUPS: comparePrevious,
  'world.events': compareEvents,
  'raw.ioctl': compareRaw,
};

/** R13: the seeds do not say that the previous state comes back. */
function comparePrevious(comparing: Comparing, call: AcceptedCall): readonly Mismatch[] {
  return comparing.wire.profile.switches.R13 === 'required' ? compareKeys(comparing, call) : [];
}

function compareQuery(comparing: Comparing, call: AcceptedCall): readonly Mismatch[] {
  const { world } = comparing;
  const thread = world.threads.get(call.actor);
  const handle = Number(call.args['token']);
  const handleOf = thread === undefined ? undefined : findHandle(thread, handle);
  const token = handleOf?.token;
  if (token === undefined || !comparing.isCurrent(token, handle)) return [];
  const { length, payload, intact } = call.seen;
  const found: Mismatch[] = [];
  const number = Number(call.args['class']);
  const [modelled, seen] = [String(call.modelled['payload']), String(payload)];
  const one = comparePayload(comparing, token, number, modelled, seen);
  if (one !== undefined) found.push(handleOf === undefined ? one : { ...one, handle: handleOf });
  else if (length !== call.modelled['length']) {
    found.push(differing('length', call.modelled['length'] ?? null, length ?? null));
  }
  if (intact === false) {
    found.push({
      path: 'intact',
      expected: 'bytes outside the payload kept',
      actual: 'written over',
      detail: 'the buffer behind or beside the payload changed',
    });
  }
  return found;
}

function compareObservation(comparing: Comparing, call: AcceptedCall): readonly Mismatch[] {
  const { world } = comparing;
  const thread = world.threads.get(call.actor);
  if (thread === undefined) return [];
  const found: Mismatch[] = [];
  const [ours, theirs] = [call.modelled['tokens'], call.seen['tokens']] as (
    JsonObject[] | undefined
  )[];
  (call.args['tokens'] as readonly Json[]).forEach((number, n) => {
    const handle = findHandle(thread, number);
    const [left, right] = [ours?.[n], theirs?.[n]];
    if (handle === undefined || left === undefined || right === undefined) return;
    if (!comparing.isCurrent(handle.token, Number(number))) return;
    const wrong = compareClasses(comparing, handle.token, left, right);
    if (wrong.length === 0) comparing.wasRight(handle.token, handle);
    found.push(...wrong.map((one) => ({ ...one, handle })));
  });
  const effective = effectiveToken(thread);
  if (comparing.isCurrent(effective)) {
    const [left, right] = [call.modelled['effective'], call.seen['effective']] as JsonObject[];
    const wrong = compareClasses(comparing, effective, left ?? {}, right ?? {});
    if (wrong.length === 0) comparing.wasRight(effective);
    found.push(...wrong);
  }
  found.push(...compareCounts(comparing, call));
  const lines = [asListing(call.modelled['sessions']), asListing(call.seen['sessions'])] as const;
  if (lines[0] !== undefined && lines[1] !== undefined) {
    const { names, created } = comparing;
    const wrong = compareListings(names, lines[0], lines[1], false, created);
    if (wrong !== undefined) found.push({ ...wrong, detail: shown(call.seen['sessions'] ?? null) });
  }
  return found;
}

/** Whatever a process of the candidate has open besides, it has all the time. */
function compareCounts(
  { surplus }: Comparing,
  { process, modelled, seen }: AcceptedCall,
): readonly Mismatch[] {
  const [ours, theirs] = [modelled['handles'], seen['handles']];
  if (!Array.isArray(ours) || !Array.isArray(theirs)) return [];
  const more = theirs.length - ours.length;
  const before = surplus.get(process.pid);
  surplus.set(process.pid, more);
  if (before === undefined || before === more) return [];
  const actual = more > before ? 'more' : 'fewer';
  const detail = `${theirs.length}, expected ${ours.length + before}`;
  return [{ path: 'handles.length', expected: 'as the model', actual, detail }];
}

function compareListing(
  { names, created }: Comparing,
  { modelled, seen }: AcceptedCall,
  key: string,
  whole: boolean,
): readonly Mismatch[] {
  const [ours, theirs] = [modelled[key], seen[key]];
  if (typeof ours !== 'string' || typeof theirs !== 'string' || ours === '') return [];
  const wrong = compareListings(names, ours, theirs, whole, created);
  return wrong === undefined ? [] : [{ ...wrong, detail: 'the listing of sessions' }];
}

/** What a descriptor says; how its parts lie in it is free. */
function compareDescriptor(
  { wire, names }: Comparing,
  { modelled, seen }: AcceptedCall,
): readonly Mismatch[] {
  const [ours, theirs] = [String(modelled['descriptor']), String(seen['descriptor'])];
  if (ours === '' || theirs === '' || ours === theirs) return [];
  const expected = describeDescriptor(wire, ours);
  const actual = describeDescriptor(wire, theirs);
  if (expected === undefined) return [];
  if (actual === undefined) {
    return [{ path: 'descriptor', expected: 'well-formed', actual: 'malformed', detail: theirs }];
  }
  const below = names.difference(withoutFlags(expected), withoutFlags(actual), {});
  return below === undefined ? [] : [differing(`descriptor${below}`, expected, actual)];
}

function withoutFlags(description: Json): Json {
  const { control: _, allowed: _a, denied: _d, ...rest } = description as JsonObject;
  return rest;
}

/** The ends of the program's own sessions, each once, with what they were made of. */
function compareEvents(comparing: Comparing, call: AcceptedCall): readonly Mismatch[] {
  const [ours, theirs] = [call.modelled['events'], call.seen['events']] as (
    readonly JsonObject[] | undefined
  )[];
  if (ours === undefined || theirs === undefined) return [];
  const payloads = theirs.map(({ payload }) => payload as JsonObject);
  const ended = ours.map(({ payload }) => (payload as JsonObject)['session_id']);
  for (const session of comparing.world.sessions.values()) {
    const modelled = `0x${session.id.toString(16)}`;
    const id = comparing.names.seenFor('session', modelled);
    if (ended.includes(modelled) || !payloads.some((one) => one['session_id'] === id)) continue;
    return [{ path: 'events', expected: 'none', actual: 'one', detail: `of session ${id ?? ''}` }];
  }
  for (const { payload } of ours) {
    const wanted = payload as JsonObject;
    const id = comparing.names.seenFor('session', String(wanted['session_id']));
    if (id === undefined) continue;
    const mine = payloads.filter((one) => one['session_id'] === id);
    if (mine.length !== 1) {
      const actual = mine.length === 0 ? 'none' : 'more';
      return [{ path: 'events', expected: 'one event', actual, detail: `of session ${id}` }];
    }
    for (const key of ['user_sid', 'logon_type', 'auth_package']) {
      const [left, right] = [wanted[key] ?? null, mine[0]?.[key] ?? null];
      if (left !== right) return [differing(`events[].${key}`, left, right)];
    }
    const [listed, told] = [comparing.created.get(id), mine[0]?.['created_at'] ?? null];
    if (listed !== undefined && listed !== told) {
      return [differing('events[].created_at', listed, told)];
    }
  }
  return [];
}
