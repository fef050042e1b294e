/** @module `report` and `diff`: reports as other formats, and beside each other. */
import { renderBadge } from '../../reports/badge.js';
import { compareReports, newFailures } from '../../reports/compare.js';
import { comparisonLines, comparisonMarkdown } from '../../reports/compare-text.js';
import { renderSarif } from '../../reports/sarif.js';
import { markSuspectOracle, notBeside } from '../../reports/suspect-oracle.js';
import { reportPage } from '../page/report-page.js';
import { fileName } from '../read-bounded.js';
import { readReport } from '../report-file.js';
import type { Report } from '../report.js';
import { UsageError } from '../usage-error.js';
import { writeWhole } from '../write-beside.js';
import { RENDERERS } from './certify-output.js';
import { EXIT } from './options.js';
import type { DiffFlags, Format, ReportFlags } from './report-formats.js';
import { fold, paint } from './terminal.js';

const BY_FORMAT: Readonly<Record<Format, (report: Report) => string>> = {
  html: RENDERERS['report.html'],
  junit: RENDERERS['junit.xml'],
  markdown: RENDERERS['report.md'],
  json: RENDERERS['report.json'],
  sarif: renderSarif,
  badge: renderBadge,
};

const TONES = { bad: 'red', good: 'green', note: 'yellow' } as const;

/** A report in another format. @internal */
export function renderReport(file: string, flags: ReportFlags): void {
  const report = readReport(file);
  const marked = flags.beside === undefined ? report : besideOthers(report, flags.beside);
  const text =
    flags.baseline === undefined
      ? BY_FORMAT[flags.to](marked)
      : comparingPage(marked, flags.baseline, flags.to);
  if (flags.out === undefined) process.stdout.write(text);
  else writeWhole(flags.out, text);
}

/** The page of a report with an earlier one in it. */
function comparingPage(report: Report, baseline: string, to: Format): string {
  if (to !== 'html') throw new UsageError(`--baseline is for --to html, not for ${to}`);
  return reportPage(report, { baseline: readReport(baseline) });
}

/** Marks what independent candidates agree in. */
function besideOthers(report: Report, files: readonly string[]): Report {
  const others = files.map((file) => {
    const other = readReport(file);
    const why = notBeside(report, other);
    if (why === undefined) return other;
    throw new UsageError(`${fileName(file)} cannot stand beside this report: it is of ${why}`);
  });
  return markSuspectOracle(report, others);
}

/** What changed from one report to another. @internal */
export function diffReports(beforeFile: string, afterFile: string, flags: DiffFlags): void {
  const before = readReport(beforeFile);
  const after = readReport(afterFile);
  const comparison = compareReports(before, after);
  if (flags.json === true) {
    process.stdout.write(`${JSON.stringify(comparison)}\n`);
  } else if (flags.markdown === true) {
    process.stdout.write(comparisonMarkdown(before, after, comparison));
  } else if (flags.quiet !== true) {
    for (const { text, indent, tone } of comparisonLines(before, after, comparison)) {
      process.stdout.write(
        `${fold(tone === undefined ? text : paint(text, TONES[tone]), indent)}\n`,
      );
    }
  }
  if (flags.failOn === undefined) return;
  if (!comparison.comparable) {
    throw new UsageError('the reports have nothing in common: no new failure can be found');
  }
  if (newFailures(comparison).length > 0) process.exitCode = EXIT.findings;
}
