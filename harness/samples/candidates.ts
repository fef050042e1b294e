/** @module Candidates for sample reports: the reference with defects, and a part of it. */
import { setImmediate as turn } from 'node:timers/promises';
import { FAULTS } from '../../reference/faults/index.js';
import { modelOf } from '../../reference/kernel/calls/index.js';
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import type { Adapter, Hello, HelloRequest } from '../adapters/adapter.js';
import { ReferenceAdapter } from '../adapters/reference/reference-adapter.js';
import type { JsonObject, Outcome } from '../program/program.js';

type Params = JsonObject & { readonly actor: string };
type Next = () => Promise<Outcome>;

interface Changes {
  hello(hello: Hello): Hello;
  call?(op: string, params: Params, next: Next): Promise<Outcome>;
  diagnostics?(): string;
}

/** An adapter that says and does some things otherwise than the one behind it. */
function altered(inner: Adapter, changes: Changes): Adapter {
  return {
    hello: async (request: HelloRequest) => changes.hello(await inner.hello(request)),
    call: (op, params) => {
      const next: Next = () => inner.call(op, params);
      return changes.call === undefined ? next() : changes.call(op, params, next);
    },
    close: () => inner.close(),
    ...(changes.diagnostics === undefined ? {} : { diagnostics: changes.diagnostics }),
  };
}

/** Several faults at once, so that one report shows what many look like. */
const DEFECTS = [
  'session-spec/sid-revision-not-checked',
  'adjust-groups/optional-groups-applied-before-the-logon-sid',
  'adjust-default/owner-moved-before-the-dacl-is-checked',
  'ioctl-query/default-dacl-of-revision-4-padded',

  'token-spec-header/origin-big-endian',
  'ioctl-query/short-buffer-errno',
] as const;

/** The reference with {@link DEFECTS}, a race that it loses, and a crash. @internal */
export function faultyCandidate(profile: Profile): Adapter {
  const faults = DEFECTS.map((id) => {
    const fault = FAULTS.find((one) => one.id === id);
    if (fault === undefined) throw new Error(`no fault ${id}`);
    return fault;
  });
  const model = faults.reduce((changed, fault) => fault.apply(changed), modelOf(profile));
  let calls = 0;
  const destroy = withoutLock();
  return altered(new ReferenceAdapter({ profile, model, programs: false }), {
    diagnostics: () => 'agent: the process died in token_query, NULL pointer dereference\n',
    hello: (hello) => ({
      ...hello,
      name: 'sample-kernel',
      version: '6.9-kacs3',
      vendor: 'Example',
      capabilities: hello.capabilities.filter((id) => id !== 'programs' && id !== 'raw'),
      setup: ['Mounted securityfs at /sys/kernel/security.'],
      notes: ['A virtual machine with two processors.'],
    }),
    call: async (op, params, next) => {
      calls += 1;
      if (op === 'kacs_destroy_empty_session') return destroy(String(params['id']), next);
      if (op === 'KACS_IOC_QUERY' && params['class'] === 0) {
        return { kind: 'crashed', signal: 'SIGSEGV', detail: 'the process died in token_query' };
      }
      // Once in a run, and never again.
      if (calls === 4_000) return { kind: 'timedOut', afterMs: 10_000 };
      return next();
    },
  });
}

/** Of several calls that destroy one session at the same time, all succeed. */
function withoutLock(): (session: string, next: Next) => Promise<Outcome> {
  const rivals = new Map<string, Set<object>>();
  return async (session, next) => {
    const others = rivals.get(session) ?? new Set<object>();
    rivals.set(session, others);
    const self = {};
    others.add(self);
    await turn();
    const alone = others.size === 1;
    const outcome = await next();
    await turn();
    others.delete(self);
    return alone ? outcome : { kind: 'returned', value: {} };
  };
}

const PART = ['sessions', 'tokens', 'query', 'processes', 'world-reset'];

/** The reference, claiming a part of what it can. @internal */
export function partialCandidate(profile: Profile): Adapter {
  return altered(new ReferenceAdapter({ profile, programs: false }), {
    hello: (hello) => ({
      ...hello,
      name: 'user-space emulation',
      version: '0.4',
      capabilities: hello.capabilities.filter((id) => PART.includes(id)),
    }),
  });
}
