/** @module New waivers for what a report shows as failing, added to a file as people wrote it. */
import { isSeq, parseDocument, YAMLSeq, type Document } from 'yaml';
import { glob } from '../cli/glob.js';
import { excerpt } from '../protocol/excerpt.js';
import type { CaseReport, Report, Waiver } from '../report.js';
import { UsageError } from '../usage-error.js';

/** What a report does not know. @internal */
export type Reason = Pick<Waiver, 'reason' | 'owner' | 'expires' | 'link'>;

/**
 * Waivers for what fails: for a pattern over cases one for each case and symptom, for one over
 * clauses one for each symptom. @internal
 */
export function waiversFor(
  report: Report,
  patterns: readonly string[],
  reason: Reason,
): readonly Waiver[] {
  const red = report.results.filter(
    ({ verdict, waived }) => (verdict === 'fail' || verdict === 'couldNotRun') && waived !== true,
  );
  const found = new Map<string, Waiver>();
  for (const pattern of patterns) {
    const own = expectations(red, pattern);
    if (own.length === 0) {
      throw new UsageError(
        `no failing case of the report matches ${excerpt(pattern)}: expected AREA/FILE/SLUG or a ` +
          'clause that fails, not waived yet',
      );
    }
    for (const one of own) found.set(`${one.match} ${one.symptom}`, { ...one, ...reason });
  }
  return [...found.values()];
}

type Expectation = Pick<Waiver, 'match' | 'symptom'>;

function expectations(red: readonly CaseReport[], pattern: string): readonly Expectation[] {
  const matches = glob(pattern);
  const overClause = red
    .flatMap(({ failures = [] }) => failures)
    .filter(({ clause }) => clause !== undefined && !pattern.includes('/') && matches(clause))
    .map(({ symptom }) => ({ match: pattern, symptom }));
  if (overClause.length > 0 && !matches('a/b/c')) return overClause;
  return red
    .filter(({ id }) => matches(id))
    .flatMap(({ id, failures = [] }) => failures.map(({ symptom }) => ({ match: id, symptom })));
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
