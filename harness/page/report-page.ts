/** @module The HTML page of a report: the template that was built, filled. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { embed, embedPlainly, reportWords } from '../../reports/page/embed.js';
import { packReport } from '../../reports/page/pack-report.js';
import { packagePath } from '../package-root.js';
import type { Report } from '../report.js';
import { catalogueNotes } from './catalogue-notes.js';
import { explainUnder } from './explain-call.js';

/** @public */
export interface PageOptions {
  /** An earlier report, which the page compares with. */
  readonly baseline?: Report;
  /** The template, for tests; default: the one that was built. */
  readonly template?: string;
}

/** The report as one HTML file that opens from disk and loads nothing. @public */
export function reportPage(report: Report, options: PageOptions = {}): string {
  const words = reportWords(report);
  const template = options.template ?? builtTemplate();
  if (template === undefined) return embedPlainly(words);
  const { baseline } = options;
  return embed(
    template,
    {
      version: 1,
      report: packReport(report, explainUnder(report.profile)),
      ...(baseline === undefined ? {} : { baseline: packReport(baseline) }),
      notes: catalogueNotes(
        report.profile,
        report.clauses.map(({ id }) => id),
      ),
    },
    words,
  );
}

/** What `npm run build` made of `reports/app`; undefined where only the compiler ran. @internal */
export function builtTemplate(): string | undefined {
  const places = [
    // Beside the compiled form of this file: dist/reports/app.html.
    fileURLToPath(new URL('../../reports/app.html', import.meta.url)),
    packagePath('dist', 'reports', 'app.html'),
  ];
  const found = places.find((path) => existsSync(path));
  return found === undefined ? undefined : readFileSync(found, 'utf8');
}
