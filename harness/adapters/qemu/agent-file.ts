/** @module The executable that becomes process 1 of a guest. */
import { agentProgram } from '../linux/agent-program.js';

/** The one that was named, or the one of this package, built if need be. @internal */
export function agentFile(named: string | undefined): Promise<string> {
  // Building fails with a rejection, as everything else does that starts a guest.
  return Promise.resolve().then(() => named ?? agentProgram());
}
