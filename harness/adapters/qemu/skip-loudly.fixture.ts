/** @module A reason for tests that do not run here, where nobody can overlook it. */

/** Says why tests are skipped. @internal */
export function skipLoudly(reason: string): void {
  process.stderr.write(`SKIPPED, tests with guests: ${reason}\n`);
}
