/** @module What `certify` writes and prints for machines. */
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import { renderJunit } from '../../reports/junit.js';
import { renderMarkdown } from '../../reports/markdown.js';
import type { CompiledCase } from '../../suites/language/compile.js';
import { waivedCases } from '../../reports/waiver-words.js';
import { isStale } from '../waivers/apply.js';
import { reportPage } from '../page/report-page.js';
import { reportText } from '../report-file.js';
import type { Report } from '../report.js';

/** What a run writes, by file. @internal */
export const RENDERERS = {
  'report.json': reportText,
  'junit.xml': renderJunit,
  'report.md': renderMarkdown,
  'report.html': (report) => reportPage(report),
} as const satisfies Readonly<Record<string, (report: Report) => string>>;

/** The names of the files that a run leaves. @internal */
export const REPORT_FILES = Object.keys(RENDERERS);

/** The files by name. @internal */
export function reportFiles(report: Report): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(RENDERERS).map(([name, render]) => [name, render(report)]),
  );
}

/** Stable: fields may be added, never changed. @internal */
export function machineSummary(report: Report): object {
  const { name, version } = report.candidate;
  return {
    conforms: report.conforms,
    complete: report.complete,
    unclaimed: report.unclaimed ?? [],
    interrupted: report.interrupted,
    ...(report.waivers === undefined
      ? {}
      : {
          conformsWithWaivers: report.conformsWithWaivers,
          waived: waivedCases(report),
          staleWaivers: report.waivers.filter(isStale).map(({ match }) => match),
        }),
    profile: report.profile,
    candidate: { name, version },
    seconds: report.timing.seconds,
    cases: report.cases,
    clauses: report.clauseCounts,
    contradictions: report.contradictions,
    digests: report.digests,
  };
}

/** The cases without having run them. @internal */
export function listText(
  cases: readonly CompiledCase[],
  profile: Profile,
  { json }: { readonly json?: boolean },
): string {
  if (json === true) {
    const listed = cases.map(({ id, title, clauses, program }) => ({
      id,
      title,
      clauses,
      needs: program.needs,
    }));
    return `${JSON.stringify({ profile: profile.id, cases: listed })}\n`;
  }
  return cases.map(({ id, title }) => `${id}  ${title}\n`).join('');
}
