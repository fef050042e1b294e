/** @module A report in which every free text is hostile, for the tests of the renderers. */
import type { Report } from '../harness/report.js';
import { HOSTILE_TEXT, sampleReport } from './sample-report.js';

/** Fields that the schema closes; a candidate cannot choose them. */
const CLOSED = new Set(
  'schema scope clause symptom verdict kind skipped hex reruns clauses'.split(' '),
);

/** The sample with one text in every place where a candidate could put one. @internal */
export function hostileReport(text = HOSTILE_TEXT): Report {
  const sample = sampleReport();
  const hostile = replaceTexts({ ...sample, clauses: [] }, text) as Report;
  return {
    ...hostile,
    results: hostile.results.map((result, index) => ({ ...result, id: `area/${index}/${text}` })),
    clauses: sample.clauses.map((clause) => ({
      ...clause,
      area: text,
      level: text,
      summary: text,
      ...(clause.excluded === undefined ? {} : { excluded: text }),
    })),
  };
}

function replaceTexts(value: unknown, text: string, key = ''): unknown {
  if (typeof value === 'string') return text;
  if (Array.isArray(value)) {
    return key === 'reruns' ? value : value.map((inner) => replaceTexts(inner, text, key));
  }
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([name, inner]) =>
    CLOSED.has(name) && !Array.isArray(inner)
      ? [name, inner]
      : [name, replaceTexts(inner, text, name)],
  );
  return Object.fromEntries(entries);
}
