/** @module How `certify` and `merge` end: files, a summary, an exit code. */
import { join } from 'node:path';
import { SOON_DAYS } from '../../reports/expiry.js';
import { disputeRemarks, waiverRemarks, type Remark } from '../../reports/waiver-words.js';
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
  if (flags.quiet !== true) for (const line of waiverWarnings(report)) sayError(line);
  if (flags.json === true) {
    process.stdout.write(`${JSON.stringify(machineSummary(report))}\n`);
  } else if (flags.quiet !== true) {
    const lines = summaryLines(report, join(flags.out, 'report.html'));
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  if (report.interrupted || harnessError > 0) process.exitCode = EXIT.fault;
  else process.exitCode = isAccepted(report) ? EXIT.ok : EXIT.findings;
}

const STALE_SHOWN_MAX = 10;
const NAMED_MAX = 3;

/** The stale ones each, the others by their number. */
function waiverWarnings(report: Report): readonly string[] {
  const remarks = waiverRemarks(report);
  const of = (urgency: Remark['urgency']): readonly Remark[] =>
    remarks.filter((remark) => remark.urgency === urgency);
  const stale = of('stale');
  const rest = stale.length - STALE_SHOWN_MAX;
  return [
    ...stale.slice(0, STALE_SHOWN_MAX).map(({ about, text }) => `waiver ${about} ${text}`),
    ...(rest > 0 ? [`${rest} more waivers are stale: see the report`] : []),
    ...grouped('have expired', of('expired')),
    ...grouped(`expire within ${SOON_DAYS} days`, of('soon')),
    ...disputeRemarks(report)
      .filter(({ urgency }) => urgency === 'expired')
      .map(({ about }) => `the dispute of ${about} has expired: settle it, or take it out`),
  ];
}

function grouped(what: string, remarks: readonly Remark[]): readonly string[] {
  const [first] = remarks;
  if (first === undefined) return [];
  if (remarks.length === 1) return [`waiver ${first.about} ${first.text}`];
  const named = remarks.slice(0, NAMED_MAX).map(({ about }) => about);
  const more = remarks.length > NAMED_MAX ? ', …' : '';
  return [`${remarks.length} waivers ${what}: ${named.join(', ')}${more}`];
}

/** With waivers, a run fails by what they do not expect, and by those that are stale. */
function isAccepted({ conforms, conformsWithWaivers }: Report): boolean {
  return conformsWithWaivers ?? conforms;
}
