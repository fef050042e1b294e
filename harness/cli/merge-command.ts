/** @module `merge`: the reports of all parts of a run, as one. */
import { fileName } from '../read-bounded.js';
import { readReport } from '../report-file.js';
import { mergeReports } from '../runner/merge.js';
import { prepareFolder } from '../write-beside.js';
import { REPORT_FILES } from './certify-output.js';
import { finishReport, type FinishFlags } from './finish-report.js';

/** Carries the command out. @internal */
export function run(files: readonly string[], flags: FinishFlags): void {
  const parts = files.map((file) => ({ name: fileName(file), report: readReport(file) }));
  const merged = mergeReports(parts);
  finishReport(merged, prepareFolder(flags.out, REPORT_FILES), flags);
}
