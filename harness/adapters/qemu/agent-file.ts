/** @module The executable that becomes process 1 of a guest. */
import { AdapterFault } from '../adapter.js';

/** The one that was named, or the one of this package. @internal */
export function agentFile(named: string | undefined): Promise<string> {
  if (named !== undefined) return Promise.resolve(named);
  return Promise.reject(
    new AdapterFault('the agent of this package is not built: name one with --agent'),
  );
}
