/** @module How long the agent waits for a call: what hangs is to be told of by the agent itself. */

/** What the harness waits if it is not told otherwise. */
const DEADLINE_MS = 10_000;
/** The rest is for the agent to end what hangs, and to answer. */
const SHARE = 0.4;

/** For a harness that waits so long. @internal */
export function callDeadlineMs(harnessMs = DEADLINE_MS): number {
  return Math.ceil(harnessMs * SHARE);
}
