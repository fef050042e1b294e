/** @module What every ioctl on a token handle checks first. */
import type { ClauseId } from '../../abi/clause-id.generated.js';
import { numberArgument } from '../arguments.js';
import type { CallContext, Check } from '../model.js';
import type { Thread, Token, TokenHandle } from '../state.js';
import { findHandle } from '../world.js';

/** @internal */
export interface HandleContext extends CallContext {
  readonly handle: TokenHandle | undefined;
}

/** The handle in `args.token`. @internal */
export function withHandle(base: CallContext): HandleContext {
  // Spreads come last in what is made for each call: Node 20 keeps a shape for every single object
  // that grows behind a spread, and a run makes a million of them.
  return { handle: findHandle(base.thread, numberArgument(base.args, 'token')), ...base };
}

/** The token behind the handle; only after {@link handleChecks} passed. @internal */
export function tokenOf({ handle }: { readonly handle: TokenHandle | undefined }): Token {
  if (handle === undefined) throw new Error('the handle check comes first');
  return handle.token;
}

/** A descriptor that is a token, and a right that its mask holds. @internal */
export function handleChecks(
  right: number,
  clauses: readonly ClauseId[],
): readonly [Check<HandleContext>, Check<HandleContext>] {
  return [
    { id: 'handle', clauses: ['IC-001'], errno: 'EBADF', refuses: (c) => c.handle === undefined },
    {
      id: 'right',
      clauses: ['IC-002', 'IC-003', ...clauses],
      errno: 'EACCES',
      refuses: (c) => ((c.handle?.mask ?? 0) & right) !== right,
    },
  ];
}

/**
 * An inspection handle answers QUERY and nothing else, also where its right would do (ruling R70).
 * @internal
 */
export const NOT_INSPECTION: Check<HandleContext> = {
  id: 'inspection',
  clauses: ['PF-006', 'PF-033', 'SF-007'],
  errno: 'EACCES',
  refuses: ({ handle }) => handle?.inspection === true,
};

/** The same in a call that a clause of its own names. @internal */
export function notInspection(clause: ClauseId): Check<HandleContext> {
  return { ...NOT_INSPECTION, clauses: [...NOT_INSPECTION.clauses, clause] };
}

/** The primary token of the caller's process, whatever the thread impersonates. @internal */
export function realToken(thread: Thread): Token {
  return thread.process.primary;
}
