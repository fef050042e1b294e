/** @module Builders of steps: plain data for the calls that suites make. */
import type { Matcher, Ref } from '../../harness/program/program.js';
import { QUERY_CLASS, TOKEN_RIGHT, type QueryClassName } from '../../reference/abi/numbers.js';
import type { SuiteStep } from './suite.js';
import type { BytesTemplate, Edit, TemplateValue } from './template.js';

/** A reference to an earlier result: `ref('s1.id')`. @public */
export function ref(path: string): Ref {
  return { ref: path };
}

/** The user of ordinary vectors, a domain SID (ruling R41). @public */
export const USER = 'S-1-5-21-1111-2222-3333-1001';
/** Another user. @public */
export const OTHER_USER = 'S-1-5-21-1111-2222-3333-1002';

/** Text as the hex of its UTF-8 bytes. @public */
export function utf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('hex');
}

/** A session record: Interactive, Negotiate, {@link USER}, unless said otherwise. @public */
export function sessionSpec(
  value: Readonly<Record<string, TemplateValue>> = {},
  ...edits: readonly Edit[]
): BytesTemplate {
  const base = { logonType: 2, authPackage: utf8('Negotiate'), userSid: USER };
  return { template: 'SESSION_SPEC', value: Object.assign(base, value), edits };
}

/** Places and order of sections for {@link tokenSpec}. @public */
export interface Placement {
  readonly order?: readonly string[];
  readonly gapBefore?: Readonly<Record<string, number>>;
}

/** The fields of the token that suites start from, in the session bound to `s`. @public */
export const PLAIN_TOKEN = {
  version: 2,
  tokenType: 1,
  impersonationLevel: 0,
  integrityLevel: 8192,
  mandatoryPolicy: 1,
  sessionId: ref('s.id'),
  expiration: '0x0',
  origin: '0x0',
  auditPolicy: 0,
  interactiveSessionId: 1,
  ownerIndex: 0,
  primaryGroupIndex: 0,
  privilegesPresent: '0x0',
  privilegesEnabled: '0x0',
  privilegesEnabledByDefault: '0x0',
  confinementExempt: 0,
  isolationBoundary: 0,
  writeRestricted: 0,
  userDenyOnly: 0,
  projectedUid: 1001,
  projectedGid: 1001,
  sourceName: utf8('suite\0\0\0'),
  sourceId: '0x0',
  userSid: USER,
  groups: [
    { sid: 'S-1-1-0', attributes: 0x7 },
    { sid: 'S-1-5-11', attributes: 0x7 },
  ],
} as const;

/** A token spec: {@link PLAIN_TOKEN} with changes. @public */
export function tokenSpec(
  value: Readonly<Record<string, TemplateValue | undefined>> = {},
  edits: readonly Edit[] = [],
  placement: Placement = {},
): BytesTemplate {
  return {
    template: 'TOKEN_SPEC',
    // Not a spread: for Node 20 each object that grows behind one has a shape of its own.
    value: Object.assign({}, PLAIN_TOKEN, value),
    edits,
    ...placement,
  };
}

/** kacs_create_session. @public */
export function createSession(as: string, spec: BytesTemplate | string = sessionSpec()): SuiteStep {
  return { as, op: 'kacs_create_session', args: { spec } };
}

/** kacs_destroy_empty_session. @public */
export function destroySession(id: Ref | string, as?: string): SuiteStep {
  return { ...(as === undefined ? {} : { as }), op: 'kacs_destroy_empty_session', args: { id } };
}

/** kacs_create_token. @public */
export function createToken(as: string, spec: BytesTemplate | string = tokenSpec()): SuiteStep {
  return { as, op: 'kacs_create_token', args: { spec } };
}

/** A session `s` that must be there for the case to mean anything. @public */
export function aSession(as = 's', value: Readonly<Record<string, TemplateValue>> = {}): SuiteStep {
  return { expect: [{ is: { kind: 'returned' } }], ...createSession(as, sessionSpec(value)) };
}

/** A token that must be there for the case to mean anything. @public */
export function aToken(
  as = 't',
  value: Readonly<Record<string, TemplateValue | undefined>> = {},
): SuiteStep {
  return { expect: [{ is: { kind: 'returned' } }], ...createToken(as, tokenSpec(value)) };
}

/** kacs_open_self_token: the primary token with `real`, else the effective one. @public */
export function openSelf(
  as: string,
  accessMask: number = TOKEN_RIGHT.QUERY,
  real = false,
): SuiteStep {
  return { as, op: 'kacs_open_self_token', args: { flags: real ? 1 : 0, accessMask } };
}

/** kacs_open_process_token of the process bound to `process`. @public */
export function openProcess(
  as: string,
  process: string,
  accessMask: number = TOKEN_RIGHT.QUERY,
): SuiteStep {
  return { as, op: 'kacs_open_process_token', args: { pid: ref(`${process}.pid`), accessMask } };
}

/** The size of the buffer that queries of suites use. @public */
export const QUERY_CAPACITY = 0x10000;

/** KACS_IOC_QUERY of a token bound to `token`, with a large buffer. @public */
export function query(
  as: string,
  token: string,
  queryClass: QueryClassName | number,
  more: Readonly<Record<string, number | string | Ref>> = {},
): SuiteStep {
  const number = typeof queryClass === 'number' ? queryClass : QUERY_CLASS[queryClass];
  const args = { token: ref(`${token}.handle`), class: number, capacity: QUERY_CAPACITY, ...more };
  return { as, op: 'KACS_IOC_QUERY', args };
}

/** KACS_IOC_ADJUST_PRIVS. @public */
export function adjustPrivileges(
  token: string,
  entries: readonly { readonly luid: number; readonly attributes: number }[],
  more: Readonly<Record<string, number>> = {},
  as?: string,
): SuiteStep {
  const args = { token: ref(`${token}.handle`), entries, ...more };
  return { ...(as === undefined ? {} : { as }), op: 'KACS_IOC_ADJUST_PRIVS', args };
}

/** KACS_IOC_ADJUST_GROUPS. @public */
export function adjustGroups(
  token: string,
  entries: readonly { readonly index: number; readonly enable: number }[],
  more: Readonly<Record<string, number>> = {},
  as?: string,
): SuiteStep {
  const args = { token: ref(`${token}.handle`), entries, ...more };
  return { ...(as === undefined ? {} : { as }), op: 'KACS_IOC_ADJUST_GROUPS', args };
}

/** The index of ADJUST_DEFAULT that leaves a field alone. @public */
export const KEEP = 0xffff;

/** KACS_IOC_ADJUST_DEFAULT; without `dacl` the default DACL is kept. @public */
export function adjustDefault(
  token: string,
  change: {
    readonly dacl?: BytesTemplate | string;
    readonly daclLength?: number;
    readonly ownerIndex?: number;
    readonly groupIndex?: number;
  },
  as?: string,
): SuiteStep {
  const { dacl, daclLength, ownerIndex = KEEP, groupIndex = KEEP } = change;
  return {
    ...(as === undefined ? {} : { as }),
    op: 'KACS_IOC_ADJUST_DEFAULT',
    args: {
      token: ref(`${token}.handle`),
      ...(dacl === undefined ? {} : { dacl }),
      ...(daclLength === undefined ? {} : { daclLength }),
      ownerIndex,
      groupIndex,
    },
  };
}

/** KACS_IOC_ADJUST_SESSIONID. @public */
export function adjustSessionId(token: string, sessionId: number, as?: string): SuiteStep {
  return {
    ...(as === undefined ? {} : { as }),
    op: 'KACS_IOC_ADJUST_SESSIONID',
    args: { token: ref(`${token}.handle`), sessionId },
  };
}

/** KACS_IOC_INSTALL. @public */
export function install(token: string, as?: string): SuiteStep {
  return {
    ...(as === undefined ? {} : { as }),
    op: 'KACS_IOC_INSTALL',
    args: { token: ref(`${token}.handle`) },
  };
}

/** A further process; its actor is named by `as`. @public */
export function spawn(as: string, identity: 'own' | 'inherit' = 'own'): SuiteStep {
  return { as, op: 'world.spawn', args: { identity }, expect: [{ is: { kind: 'returned' } }] };
}

/** The Linux ids of the actor's process. @public */
export function credentials(as: string): SuiteStep {
  return { as, op: 'world.credentials', args: {} };
}

/** The descriptor flags of the handle bound to `token`. @public */
export function descriptorFlags(as: string, token: string): SuiteStep {
  return { as, op: 'world.descriptorFlags', args: { handle: ref(`${token}.handle`) } };
}

/** close(2) of the handle bound to `name`. @public */
export function closeHandle(name: string): SuiteStep {
  return {
    op: 'world.close',
    args: { handle: ref(`${name}.handle`) },
    expect: [{ is: { kind: 'returned' } }],
  };
}

/** dup(2) of the handle bound to `name`. @public */
export function duplicateHandle(as: string, name: string): SuiteStep {
  return {
    as,
    op: 'world.duplicateHandle',
    args: { handle: ref(`${name}.handle`) },
    expect: [{ is: { kind: 'returned' } }],
  };
}

/** The step, made by another actor. @public */
export function by(actor: string, step: SuiteStep): SuiteStep {
  return Object.assign({}, step, { actor });
}

/** Everything that can be seen of the tokens bound to these names. @public */
export function observe(as: string, ...tokens: readonly string[]): SuiteStep {
  return {
    as,
    op: 'world.observe',
    args: { tokens: tokens.map((name) => ref(`${name}.handle`)) },
  };
}

/** Builders of matchers; values may be JSON, refs, or the JSON form of a structure. @public */
export const is = {
  returned: { kind: 'returned' } as Matcher,
  refused: { kind: 'refused' } as Matcher,
  wellFormed: { kind: 'wellFormed' } as Matcher,
  equals: (at: string, value: Json): Matcher => ({ kind: 'equals', at, value }),
  differsFrom: (at: string, value: Json): Matcher => ({ kind: 'differsFrom', at, value }),
  greaterThan: (at: string, value: Json): Matcher => ({ kind: 'greaterThan', at, value }),
  atLeast: (at: string, value: Json): Matcher => ({ kind: 'atLeast', at, value }),
  oneOf: (at: string, values: readonly Json[]): Matcher => ({ kind: 'oneOf', at, values }),
  bits: (at: string, mask: string | number, value: string | number = mask): Matcher => ({
    kind: 'bits',
    at,
    mask,
    value,
  }),
  bytes: (at: string, value: string | Ref, mask?: string): Matcher => ({
    kind: 'bytes',
    at,
    value,
    ...(mask === undefined ? {} : { mask }),
  }),
  sameSet: (at: string, values: Json): Matcher => ({ kind: 'sameSet', at, values }),
  contains: (at: string, value: Json): Matcher => ({ kind: 'contains', at, value }),
  absent: (at: string, value: Json): Matcher => ({ kind: 'absent', at, value }),
  matches: (at: string, pattern: string): Matcher => ({ kind: 'matches', at, pattern }),
  unchanged: (since: string, ...except: readonly string[]): Matcher => ({
    kind: 'unchanged',
    since,
    except,
  }),
  newId: (at: string): Matcher => ({ kind: 'newId', at }),
} as const;

type Json = Extract<Matcher, { kind: 'equals' }>['value'];
