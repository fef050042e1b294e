/** @module What the person at the command line must change: exit code 2. */

/** A command line, target or file name that cannot be used as it stands. @public */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
