/**
 * @module Every child process that runs now, so that none outlives the harness. Each leads a
 * process group of its own: killing the group takes its grandchildren along.
 */

const groups = new Set<number>();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let watching = false;

/** @internal */
export function rememberGroup(leader: number): void {
  groups.add(leader);
  if (watching) return;
  watching = true;
  process.on('exit', killAllChildren);
  for (const signal of SIGNALS) process.on(signal, endAlone);
}

/** Where nobody else listens to a signal, it ends this process: not without its children. */
function endAlone(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  killAllChildren();
  process.off(signal, endAlone);
  process.kill(process.pid, signal);
}

/** @internal */
export function forgetGroup(leader: number): void {
  groups.delete(leader);
}

/** The leaders of all groups, for a parent that has to end them in our place. @internal */
export function childGroups(): readonly number[] {
  return [...groups];
}

/** Signals a whole group; a group that is gone already is no error. @internal */
export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // ESRCH: nobody is left. EPERM: only processes of another user are left.
  }
}

/**
 * Kills every child and grandchild at once. Runs by itself when the process exits; a handler of
 * SIGINT or SIGTERM calls it before it exits. @public
 */
export function killAllChildren(): void {
  for (const leader of groups) signalGroup(leader, 'SIGKILL');
  groups.clear();
}
