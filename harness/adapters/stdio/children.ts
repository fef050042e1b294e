/**
 * @module Every child process that runs now, so that none outlives the harness. Each leads a
 * process group of its own: killing the group takes its grandchildren along.
 */

const groups = new Set<number>();
let watching = false;

/** @internal */
export function rememberGroup(leader: number): void {
  groups.add(leader);
  if (watching) return;
  watching = true;
  process.on('exit', killAllChildren);
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
