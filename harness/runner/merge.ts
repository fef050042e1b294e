/** @module The reports of all parts of a run put together: the report of the whole. */
import type { Report } from '../report.js';
import { UsageError } from '../usage-error.js';
import { applyDisputes, asDisputed } from '../waivers/disputes.js';
import { applyWaivers, asWritten } from '../waivers/apply.js';
import { clausesAgain, concludeReport } from './conclude.js';
import { interleave, WHOLE } from './shard.js';

/** A report, and what it is called in messages. @internal */
export interface Part {
  readonly name: string;
  readonly report: Report;
}

/** The whole; a {@link UsageError} if the parts are not those of one run. @internal */
export function mergeReports(parts: readonly Part[]): Report {
  const sorted = [...parts].sort((a, b) => a.report.shard.index - b.report.shard.index);
  const [first] = sorted;
  if (first === undefined) throw new UsageError('there is nothing to merge');
  refuseStrays(first, sorted);
  refuseGaps(first, sorted);
  const reports = sorted.map(({ report }) => report);
  const { waivers, disputes, ...frame } = first.report;
  const diagnostics = reports.map((report) => report.diagnostics ?? '').join('');
  const { candidate } = first.report;
  const merged = concludeReport({
    ...frame,
    interrupted: reports.some(({ interrupted }) => interrupted),
    candidate: {
      ...candidate,
      setup: union(reports, (report) => report.candidate.setup),
      notes: union(reports, (report) => report.candidate.notes),
    },
    shard: WHOLE,
    command: withoutShard(first.report.command),
    results: interleave(reports.map(({ results }) => results)),
    clauses: clausesAgain(first.report),
    unobserved: union(reports, (report) => report.unobserved),
    ...(diagnostics === '' ? {} : { diagnostics }),
    timing: {
      startedAt: reports.map(({ timing }) => timing.startedAt).sort()[0] ?? '',
      seconds: Math.round(reports.reduce((sum, { timing }) => sum + timing.seconds, 0) * 1e3) / 1e3,
    },
  });
  const judged = waivers === undefined ? merged : applyWaivers(merged, waivers.map(asWritten));
  return disputes === undefined ? judged : applyDisputes(judged, disputes.map(asDisputed));
}

/** What the parts of one run have in common. */
const SAME: readonly (readonly [string, (report: Report) => unknown])[] = [
  ['number of parts', ({ shard }) => shard.of],
  ['scope', ({ scope }) => scope],
  ['profile', ({ profile }) => profile],
  ['declared profile', ({ declaredProfile }) => declaredProfile],
  ['detected profile', ({ detected }) => detected],
  ['contradictions', ({ contradictions }) => contradictions],
  ['candidate', ({ candidate: { name, version, vendor } }) => [name, version, vendor]],
  ['digest of the candidate', ({ candidate }) => candidate.digest],
  ['capabilities', ({ candidate, unclaimed }) => [candidate.capabilities, unclaimed]],
  ['digests', ({ digests }) => digests],
  ['version of the suite', ({ tool }) => tool],
  ['seed', ({ seed }) => seed],
  ['selection', ({ selection }) => selection],
  ['clauses', (report) => clausesAgain(report)],
  ['waivers', ({ waivers }) => waivers?.map(asWritten)],
  ['disputes', ({ disputes }) => disputes?.map(asDisputed)],
];

function refuseStrays(first: Part, parts: readonly Part[]): void {
  for (const [what, of] of SAME) {
    const expected = JSON.stringify(of(first.report));
    const stray = parts.find(({ report }) => JSON.stringify(of(report)) !== expected);
    if (stray === undefined) continue;
    throw new UsageError(
      `${stray.name} and ${first.name} are not parts of one run: another ${what}; merge only ` +
        'reports of the same command line',
    );
  }
}

/** Each part once, and no case twice. */
function refuseGaps(first: Part, parts: readonly Part[]): void {
  const { of } = first.report.shard;
  for (let index = 1; index <= of; index += 1) {
    const found = parts.filter(({ report }) => report.shard.index === index);
    if (found.length === 0) throw new UsageError(`part ${index} of ${of} is missing`);
    if (found.length > 1) {
      const names = found.map(({ name }) => name).join(' and ');
      throw new UsageError(`${names} are both part ${index} of ${of}: expected each once`);
    }
  }
  const seen = new Map<string, string>();
  for (const { name, report } of parts) {
    for (const { id } of report.results) {
      const other = seen.get(id);
      if (other !== undefined)
        throw new UsageError(`${other} and ${name} both hold the case ${id}`);
      seen.set(id, name);
    }
  }
}

function union(
  reports: readonly Report[],
  of: (report: Report) => readonly string[],
): readonly string[] {
  return [...new Set(reports.flatMap(of))];
}

function withoutShard(command: readonly string[]): readonly string[] {
  const at = command.indexOf('--shard');
  return at < 0 ? command : [...command.slice(0, at), ...command.slice(at + 2)];
}
