/**
 * @module What a campaign found in a guest, to be seen again: beside each finding a script that
 * boots and replays it, the console, the Program for people, what the guest was made from.
 */
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wireOf } from '../../reference/wire/wire.js';
import { guestOptions, type GuestFlags } from '../adapters/qemu/guest-options.js';
import type { Finding } from '../fuzz/finding.js';
import { profileOfFinding } from '../fuzz/life/replay.js';
import { writeWhole } from '../write-beside.js';
import { guestScript } from './guest-script.js';
import { programText } from './program-text.js';

/** How often the script plays it: to show once is enough. */
const TIMES = 3;

/** Writes beside each `findings/SIGNATURE/finding.json` of a campaign's folder. @internal */
export function keepGuestFindings(
  folder: string,
  findings: Iterable<Finding>,
  { deadline, ...guest }: GuestFlags & { readonly deadline: number },
): void {
  const { kernel } = guestOptions(guest);
  const digest = createHash('sha256').update(readFileSync(kernel)).digest('hex');
  const script = guestScript(guest, {
    what: ['replays the finding', 'it does not show', 'it shows'],
    before: ['here=$(cd "$(dirname "$0")" && pwd) || exit 125'],
    command: 'replay "$here/finding.json"',
    words: ['--deadline', String(deadline), '--times', String(TIMES)],
    after: '--quiet',
  });
  for (const finding of findings) {
    if (finding.target === 'decoder') continue;
    const { signature, explanation, program, profile, diagnostics } = finding;
    const { origin, ...candidate } = finding.candidate;
    const beside = (name: string): string => join(folder, 'findings', signature, name);
    const facts = { kernel: `sha256:${digest}`, ...origin, candidate, profile };
    writeWhole(beside('digests.json'), `${JSON.stringify(facts, null, 2)}\n`);
    if (diagnostics !== undefined) writeWhole(beside('console.txt'), `${diagnostics}\n`);
    const about = { title: explanation, program };
    writeWhole(
      beside('program.txt'),
      programText(signature, about, wireOf(profileOfFinding(finding))),
    );
    writeWhole(beside('run.sh'), script);
    chmodSync(beside('run.sh'), 0o755);
  }
}
