/** @module `rulings`: what the candidates of some reports did, by ruling, as Markdown. */
import { renderRulings } from '../../reports/rulings.js';
import { allRulings } from '../catalogue/rulings.js';
import { readReport } from '../report-file.js';

/** Carries the command out. @internal */
export function run(files: readonly string[]): void {
  const reports = files.map((file) => readReport(file));
  process.stdout.write(renderRulings(reports, allRulings()));
}
