/** @module The executable that becomes process 1 of a guest. */
import { agentProgram } from '../linux/agent-program.js';

/** The one that was named, or the one of this package. @internal */
export function agentFile(named: string | undefined): Promise<string> {
  if (named !== undefined) return Promise.resolve(named);
  return new Promise((resolve) => {
    resolve(agentProgram());
  });
}
