/** @module How `certify` and `merge` end: files, a summary, an exit code. */
import { join } from 'node:path';
import { waiverRemarks } from '../../reports/waiver-words.js';
import type { Report } from '../report.js';
import type { OutputFolder } from '../write-beside.js';
import { machineSummary, reportFiles } from './certify-output.js';
import { sayError } from './ending.js';
import { EXIT } from './options.js';
import { summaryLines } from './summary.js';

/** @internal */
export interface FinishFlags {
  readonly out: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Writes the reports, says what they say, and sets the exit code. @internal */
export function finishReport(report: Report, folder: OutputFolder, flags: FinishFlags): void {
  folder.write(reportFiles(report));
  const { harnessError } = report.cases;
  if (harnessError > 0) {
    const first = report.results.find(({ verdict }) => verdict === 'harnessError');
    const message = first?.failures?.[0]?.message ?? 'no reason given';
    sayError(`${harnessError} cases could not be carried out; the first, ${first?.id}: ${message}`);
  }
  for (const { about, text } of waiverRemarks(report).filter(({ urgency }) => urgency !== 'none')) {
    if (flags.quiet !== true) sayError(`waiver ${about} ${text}`);
  }
  if (flags.json === true) {
    process.stdout.write(`${JSON.stringify(machineSummary(report))}\n`);
  } else if (flags.quiet !== true) {
    const lines = summaryLines(report, join(flags.out, 'report.html'));
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  if (report.interrupted || harnessError > 0) process.exitCode = EXIT.fault;
  else process.exitCode = isAccepted(report) ? EXIT.ok : EXIT.findings;
}

/** With waivers, a run fails by what they do not expect, and by those that are stale. */
function isAccepted({ conforms, conformsWithWaivers }: Report): boolean {
  return conformsWithWaivers ?? conforms;
}
