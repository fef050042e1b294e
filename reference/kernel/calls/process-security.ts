/** @module kacs_set_psb: mitigation flags of a process (PSD-004 v0.20 §5.2, §13.1; ruling R92). */
import { PRIVILEGE, PROCESS_RIGHT } from '../../abi/numbers.js';
import { allows } from '../access/check.js';
import { PROCESS_MAPPING } from '../access/generic-mapping.js';
import { numberArgument } from '../arguments.js';
import { defineCall, type CallContext } from '../model.js';
import { effectiveToken, holds } from '../privileges.js';
import type { Process } from '../state.js';

/** @internal */
export interface SetPsbContext extends CallContext {
  readonly target: Process | undefined;
  readonly mitigations: number;
}

/** Every flag that the documents define. */
const DEFINED = 0x3ff;

/** @internal */
export const setPsb = defineCall<SetPsbContext>({
  name: 'kacs_set_psb',
  prepare(base) {
    const pid = base.args['pid'];
    const target = typeof pid === 'number' ? base.world.processes.get(pid) : base.thread.process;
    return { ...base, target, mitigations: numberArgument(base.args, 'mitigations') };
  },
  checks: [
    { id: 'process', clauses: [], errno: 'ESRCH', refuses: ({ target }) => target === undefined },
    {
      id: 'defined',
      clauses: ['CLI-069'],
      errno: 'EINVAL',
      refuses: ({ mitigations }) => (mitigations & ~DEFINED) !== 0,
    },
    {
      id: 'process-sd',
      clauses: ['CLI-068'],
      errno: 'EACCES',
      refuses: ({ world, thread, target }) => {
        if (target === undefined || target === thread.process) return false;
        const caller = effectiveToken(thread);
        return (
          !allows(world, caller, target.sd, PROCESS_RIGHT.SET_INFORMATION, PROCESS_MAPPING) &&
          !holds(caller.privileges, PRIVILEGE.DEBUG)
        );
      },
    },
  ],
  effects: [
    {
      id: 'set',
      clauses: ['CLI-067'],
      // Mitigations are never taken back.
      apply: ({ target, mitigations }) => {
        if (target !== undefined) target.mitigations |= mitigations;
      },
    },
  ],
  result: () => ({}),
});
