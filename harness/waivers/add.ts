/** @module New waivers for what a report shows as failing, added to a file as people wrote it. */
import { isSeq, parseDocument, YAMLSeq, type Document } from 'yaml';
import { glob } from '../cli/glob.js';
import { excerpt } from '../protocol/excerpt.js';
import type { CaseReport, Report, Waiver } from '../report.js';
import { UsageError } from '../usage-error.js';

/** What a report does not know. @internal */
export type Reason = Pick<Waiver, 'reason' | 'owner' | 'expires' | 'link'>;

/** Waivers for the failing cases that a pattern matches; one for each symptom. @internal */
export function waiversFor(
  report: Report,
  patterns: readonly string[],
  reason: Reason,
): readonly Waiver[] {
  const red = report.results.filter(
    ({ verdict, waived }) => (verdict === 'fail' || verdict === 'couldNotRun') && waived !== true,
  );
  const chosen = new Set<CaseReport>();
  for (const pattern of patterns) {
    const matches = glob(pattern);
    const found = red.filter(
      ({ id, clauses }) => matches(id) || Object.keys(clauses).some(matches),
    );
    if (found.length === 0) {
      throw new UsageError(
        `no failing case of the report matches ${excerpt(pattern)}: expected AREA/FILE/SLUG or a ` +
          'clause of a case that fails and is not waived',
      );
    }
    for (const one of found) chosen.add(one);
  }
  return [...chosen].flatMap(({ id, failures = [] }) => {
    const symptoms = new Set(failures.map(({ symptom }) => symptom));
    return [...symptoms].map((symptom) => ({ match: id, symptom, ...reason }));
  });
}

/** The text of a file with waivers added at its end; comments stay where they are. @internal */
export function withAdded(text: string, waivers: readonly Waiver[]): string {
  const document: Document = parseDocument(text, { logLevel: 'error' });
  if (document.contents === null) document.contents = document.createNode({}) as never;
  const list: unknown = document.get('waivers');
  if (isSeq(list)) for (const waiver of waivers) list.add(document.createNode(waiver));
  else document.set('waivers', Object.assign(new YAMLSeq(), document.createNode(waivers)));
  return document.toString({ lineWidth: 100 });
}
