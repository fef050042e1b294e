/** @module Selects cases by glob patterns over their ids. */
import type { CompiledCase } from '../../suites/language/compile.js';
import { UsageError } from '../usage-error.js';

/** `*` stays inside a segment, `**` crosses segments, `?` is one character. @internal */
export function globToRegExp(pattern: string): RegExp {
  const source = pattern.replace(/\*\*|[*?]|[\\^$.|+()[\]{}]/g, (token) => {
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    return `\\${token}`;
  });
  return new RegExp(`^${source}$`, 'u');
}

/** The cases that any of the patterns matches, in order; none given: all. @internal */
export function selectCases(
  cases: readonly CompiledCase[],
  patterns: readonly string[],
): readonly CompiledCase[] {
  if (patterns.length === 0) return cases;
  for (const pattern of patterns) {
    const matcher = globToRegExp(pattern);
    if (cases.some(({ id, clauses }) => matches(matcher, id, clauses))) continue;
    const areas = [...new Set(cases.map(({ area }) => area))].join(', ');
    throw new UsageError(
      `no case matches "${pattern}": ids are AREA/FILE/SLUG, areas are ${areas}`,
    );
  }
  const matchers = patterns.map(globToRegExp);
  return cases.filter(({ id, clauses }) => matchers.some((m) => matches(m, id, clauses)));
}

/** A pattern may name a case or a clause. */
function matches(matcher: RegExp, id: string, clauses: readonly string[]): boolean {
  return matcher.test(id) || clauses.some((clause) => matcher.test(clause));
}
