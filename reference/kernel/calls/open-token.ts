/** @module kacs_open_self_token and kacs_open_process_token (PSD-004 v0.20 §4.8, §13.1). */
import { PRIVILEGE, PROCESS_RIGHT, RIGHT } from '../../abi/numbers.js';
import { allows, checkAccess } from '../access/check.js';
import { mapGeneric, PROCESS_MAPPING, TOKEN_MAPPING } from '../access/generic-mapping.js';
import { numberArgument } from '../arguments.js';
import { defineCall, ModelBug, type CallContext, type Check, type Effect } from '../model.js';
import { effectiveToken, holds, markUsed } from '../privileges.js';
import type { Process, Token } from '../state.js';
import type { World } from '../world.js';

/** @internal */
export interface OpenTokenContext extends CallContext {
  readonly token: Token | undefined;
  /** The mask asked for, generic rights mapped. */
  readonly wanted: number;
  readonly maximum: boolean;
  handle: number;
}

/** @internal */
export interface OpenProcessTokenContext extends OpenTokenContext {
  readonly target: Process | undefined;
}

const REAL_TOKEN = 1;

function wantedRights(mask: number): { wanted: number; maximum: boolean } {
  return {
    wanted: mapGeneric(mask & ~RIGHT.MAXIMUM_ALLOWED, TOKEN_MAPPING),
    maximum: (mask & RIGHT.MAXIMUM_ALLOWED) !== 0,
  };
}

function deniedBySd({ world, thread, token, wanted }: OpenTokenContext): boolean {
  if (token === undefined) return false;
  return !allows(world, effectiveToken(thread), token.sd, wanted, TOKEN_MAPPING);
}

/** Everything that the SD gives, for MAXIMUM_ALLOWED. */
export function maximumAccess(world: World, subject: Token, token: Token): number {
  const request = { token: subject, sd: token.sd, mapping: TOKEN_MAPPING };
  return checkAccess(world, { ...request, desired: RIGHT.MAXIMUM_ALLOWED }).granted;
}

const OPEN_HANDLE: Effect<OpenTokenContext> = {
  id: 'open-handle',
  clauses: ['IC-002', 'IC-008', 'IC-019', 'IC-020'],
  apply: (context) => {
    const { world, thread, token, wanted, maximum } = context;
    if (token === undefined) throw new ModelBug('no token to open');
    const mask = maximum ? maximumAccess(world, effectiveToken(thread), token) : wanted;
    context.handle = world.openHandle(thread.process, token, mask);
  },
};

/** @internal */
export const openSelfToken = defineCall<OpenTokenContext>({
  name: 'kacs_open_self_token',
  prepare(base) {
    const real = numberArgument(base.args, 'flags') === REAL_TOKEN;
    const token = real ? base.thread.process.primary : effectiveToken(base.thread);
    return { token, handle: 0, ...wantedRights(numberArgument(base.args, 'accessMask')), ...base };
  },
  checks: [
    {
      id: 'flags',
      clauses: [],
      errno: 'EINVAL',
      refuses: ({ args }) => (numberArgument(args, 'flags') & ~REAL_TOKEN) !== 0,
    },
    { id: 'token-sd', clauses: ['IC-032'], errno: 'EACCES', refuses: deniedBySd },
  ],
  effects: [OPEN_HANDLE],
  result: ({ handle }) => ({ handle }),
});

function holdsDebug({ thread }: CallContext): boolean {
  return holds(effectiveToken(thread).privileges, PRIVILEGE.DEBUG);
}

/** What opening the token of another process asks of that process. */
const PROCESS_CHECKS: readonly Check<OpenProcessTokenContext>[] = [
  {
    id: 'process',
    clauses: [],
    errno: 'ESRCH',
    refuses: ({ target, token }) => target === undefined || token === undefined,
  },
  {
    id: 'process-sd',
    clauses: ['IC-025'],
    errno: 'EACCES',
    refuses: (context) => {
      const { target, thread, world } = context;
      if (target === undefined || target === thread.process) return false;
      const caller = effectiveToken(thread);
      const { QUERY_INFORMATION } = PROCESS_RIGHT;
      if (allows(world, caller, target.sd, QUERY_INFORMATION, PROCESS_MAPPING)) return false;
      if (!holdsDebug(context)) return true;
      markUsed(caller, PRIVILEGE.DEBUG);
      return false;
    },
  },
  { id: 'token-sd', clauses: ['IC-034'], errno: 'EACCES', refuses: deniedBySd },
];

/** @internal */
export const openProcessToken = defineCall<OpenProcessTokenContext>({
  name: 'kacs_open_process_token',
  prepare(base) {
    const target = base.world.processes.get(numberArgument(base.args, 'pid'));
    const rights = wantedRights(numberArgument(base.args, 'accessMask'));
    return { target, token: target?.primary, handle: 0, ...rights, ...base };
  },
  checks: PROCESS_CHECKS,
  effects: [OPEN_HANDLE],
  result: ({ handle }) => ({ handle }),
});

/** @internal */
export const openThreadToken = defineCall<OpenProcessTokenContext>({
  name: 'kacs_open_thread_token',
  prepare(base) {
    const target = base.world.processes.get(numberArgument(base.args, 'pid'));
    const tid = numberArgument(base.args, 'tid');
    const thread = [...base.world.threads.values()].find(
      (one) => one.process === target && one.tid === tid,
    );
    const token = thread === undefined ? undefined : effectiveToken(thread);
    const rights = wantedRights(numberArgument(base.args, 'accessMask'));
    return { target, token, handle: 0, ...rights, ...base };
  },
  checks: PROCESS_CHECKS,
  effects: [{ ...OPEN_HANDLE, clauses: [...OPEN_HANDLE.clauses, 'IC-026'] }],
  result: ({ handle }) => ({ handle }),
});
