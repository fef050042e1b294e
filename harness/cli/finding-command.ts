/** @module `replay`, `minimize` and `export`: what is done with the file of a finding. */
import { plural } from '../../reports/visible-text.js';
import { aboutFinding, exportHex, exportProgram, exportVitest } from '../fuzz/life/export-text.js';
import { exportC } from '../fuzz/life/export-c.js';
import { minimizeFinding } from '../fuzz/life/minimize.js';
import { profileOfFinding, replayFinding, type Replayed } from '../fuzz/life/replay.js';
import type { GuestFlags } from '../adapters/qemu/guest-options.js';
import type { Finding } from '../fuzz/finding.js';
import { readFinding } from '../fuzz/finding-file.js';
import { oneLine } from '../protocol/excerpt.js';
import { UsageError } from '../usage-error.js';
import { writeWhole } from '../write-beside.js';
import { EXIT } from './options.js';
import { guestFlagsOf, openTarget } from './targets.js';

/** @internal */
export interface FindingFlags extends GuestFlags {
  readonly adapter?: string;
  readonly deadline: number;
  readonly times?: number;
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** @internal */
export interface ExportFlags {
  readonly as: 'c' | 'program' | 'vitest' | 'hex';
  readonly out?: string;
}

const TIMES = 10;

/** `replay`: does it still show, and how often? Exit code 1 if it does. @internal */
export async function replay(file: string, flags: FindingFlags): Promise<void> {
  const finding = playable(file);
  const replayed = await replayFinding(finding, opening(finding, flags), flags.times ?? TIMES);
  if (flags.json === true) {
    const { signature } = finding;
    process.stdout.write(`${JSON.stringify({ signature, ...replayed })}\n`);
  } else if (flags.quiet !== true) {
    process.stdout.write(`${replayLines(finding, replayed).join('\n')}\n`);
  }
  process.exitCode = replayed.same > 0 ? EXIT.findings : EXIT.ok;
}

function replayLines(finding: Finding, replayed: Replayed): readonly string[] {
  const { times, same, others, explanation } = replayed;
  return [
    `${finding.signature}: ${same} of ${times}`,
    ...(explanation === undefined ? [] : [`    ${oneLine(explanation, 400)}`]),
    ...Object.entries(others).map(
      ([words, count]) => `    ${count} of ${times}: ${oneLine(words, 400)}`,
    ),
  ];
}

/** `minimize`: a smaller Program of the same signature, in the same file or another. @internal */
export async function minimize(file: string, flags: FindingFlags): Promise<void> {
  const finding = playable(file);
  const smaller = await minimizeFinding(finding, opening(finding, flags));
  if (smaller === undefined) {
    process.stdout.write(`${finding.signature} does not show on this candidate every time\n`);
    process.exitCode = EXIT.ok;
    return;
  }
  writeWhole(flags.out ?? file, `${JSON.stringify(smaller, null, 1)}\n`);
  if (flags.quiet !== true) {
    process.stdout.write(
      `${finding.signature}: ${plural(finding.steps, 'step')} before, ${smaller.steps} now\n`,
    );
  }
  process.exitCode = EXIT.findings;
}

/** `export`: the finding for other tools. @internal */
export function exportFinding(file: string, flags: ExportFlags): void {
  const finding = readFinding(file);
  const text = exported(finding, flags.as);
  if (flags.out === undefined) process.stdout.write(text);
  else writeWhole(flags.out, text);
}

function exported(finding: Finding, as: ExportFlags['as']): string {
  switch (as) {
    case 'c':
      return exportC(finding.program, profileOfFinding(finding), aboutFinding(finding));
    case 'program':
      return exportProgram(finding);
    case 'vitest':
      return exportVitest(finding);
    case 'hex':
      return exportHex(finding);
    default:
      return as satisfies never;
  }
}

function playable(file: string): Finding {
  const finding = readFinding(file);
  if (finding.target !== 'decoder') return finding;
  throw new UsageError(
    `${finding.signature} is about the reference's own decoders: there is no candidate to play it on`,
  );
}

function opening(finding: Finding, flags: FindingFlags): () => ReturnType<typeof openTarget> {
  const profile = profileOfFinding(finding);
  const target = flags.adapter ?? finding.adapter;
  const guest = guestFlagsOf(flags);
  return () => openTarget(target, { profile, deadlineMs: flags.deadline * 1000, guest });
}
