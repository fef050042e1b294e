/** @module The objects whose security descriptors the model holds: tokens, processes, files. */
import { RIGHT } from '../../abi/numbers.js';
import { checkAccess, type AccessResult } from '../access/check.js';
import { INFORMATION } from '../access/descriptor.js';
import {
  FILE_MAPPING,
  PROCESS_MAPPING,
  TOKEN_MAPPING,
  type GenericMapping,
} from '../access/generic-mapping.js';
import { numberArgument } from '../arguments.js';
import { BadCall, type CallContext, type Check } from '../model.js';
import { effectiveToken } from '../privileges.js';
import type { Process, SecurityDescriptor, Token } from '../state.js';
import { findHandle } from '../world.js';

/** @internal */
export interface SdTarget {
  /** A token, a process or a file. */
  readonly holder: { sd: SecurityDescriptor };
  readonly mapping: GenericMapping;
}

/** @internal */
export interface SdContext extends CallContext {
  readonly target: SdTarget | undefined;
  readonly information: number;
  /** Of the caller's effective token, live: the mask of a handle is for ioctls. */
  readonly access: AccessResult | undefined;
}

const KNOWN =
  INFORMATION.OWNER | INFORMATION.GROUP | INFORMATION.DACL | INFORMATION.SACL | INFORMATION.LABEL;

/** The rights that components ask for, as (components, right). @internal */
export type NeededRights = readonly (readonly [information: number, right: number])[];

function targetOf({ world, thread, args }: CallContext): SdTarget | undefined {
  if (args['path'] !== undefined) {
    const file = world.files.get(String(args['path']));
    return file === undefined ? undefined : { holder: file, mapping: FILE_MAPPING };
  }
  if (args['pid'] !== undefined) {
    const process: Process | undefined = world.processes.get(numberArgument(args, 'pid'));
    return process === undefined ? undefined : { holder: process, mapping: PROCESS_MAPPING };
  }
  const token: Token | undefined = findHandle(thread, args['handle'])?.token;
  return token === undefined ? undefined : { holder: token, mapping: TOKEN_MAPPING };
}

/** The target of a call, and what its SD gives the caller. @internal */
export function withTarget(base: CallContext, needed: NeededRights, intent = 0): SdContext {
  const target = targetOf(base);
  const information = numberArgument(base.args, 'securityInformation');
  const desired = needed.reduce((mask, [of, right]) => (information & of ? mask | right : mask), 0);
  const token = effectiveToken(base.thread);
  const access =
    target === undefined
      ? undefined
      : checkAccess(base.world, {
          token,
          sd: target.holder.sd,
          desired,
          mapping: target.mapping,
          intent,
        });
  return { ...base, target, information, access };
}

/** An object, and components that go together. @internal */
export const TARGET_CHECKS: readonly Check<SdContext>[] = [
  { id: 'target', clauses: [], errno: 'EBADF', refuses: ({ target }) => target === undefined },
  {
    id: 'information',
    clauses: [],
    errno: 'EINVAL',
    refuses: ({ information }) =>
      (information & ~KNOWN) !== 0 ||
      (information & (INFORMATION.SACL | INFORMATION.LABEL)) ===
        (INFORMATION.SACL | INFORMATION.LABEL),
  },
];

/** The rights that the components ask for. @internal */
export const ACCESS_CHECK_ROW: Check<SdContext> = {
  id: 'access',
  clauses: [],
  errno: 'EACCES',
  refuses: ({ access }) => access?.verdict !== 'allowed',
};

/** The target, once the checks are through. @internal */
export function holderOf({ target }: SdContext): { sd: SecurityDescriptor } {
  if (target === undefined) throw new BadCall('the target check comes first');
  return target.holder;
}

/** Reading: READ_CONTROL, and more for the SACL. @internal */
export const READ_RIGHTS: NeededRights = [
  [INFORMATION.OWNER | INFORMATION.GROUP, RIGHT.READ_CONTROL],
  [INFORMATION.DACL | INFORMATION.LABEL, RIGHT.READ_CONTROL],
  [INFORMATION.SACL, RIGHT.ACCESS_SYSTEM_SECURITY],
];

/** Writing. @internal */
export const WRITE_RIGHTS: NeededRights = [
  [INFORMATION.OWNER | INFORMATION.GROUP | INFORMATION.LABEL, RIGHT.WRITE_OWNER],
  [INFORMATION.DACL, RIGHT.WRITE_DAC],
  [INFORMATION.SACL, RIGHT.ACCESS_SYSTEM_SECURITY],
];
