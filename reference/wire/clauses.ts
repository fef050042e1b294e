/** @module From a broken rule at a place to the clauses it breaks, by profile. */

import type { ClauseId } from '../abi/clause-id.generated.js';
import type { Profile } from '../profiles/built-in.generated.js';
import { CLAIM_CLAUSES } from './claims.clauses.js';
import type { ClauseRow } from './clause-row.js';
import type { Wire } from './bind.js';
import type { Issue } from './context.js';
import { QUERY_CLAUSES } from './queries.clauses.js';
import { SECURITY_DESCRIPTOR_CLAUSES } from './security-descriptor.clauses.js';
import { SESSION_CLAUSES } from './session-spec.clauses.js';
import { TOKEN_HEADER_CLAUSES } from './token-header.clauses.js';
import { TOKEN_SECTION_CLAUSES } from './token-sections.clauses.js';

/** The whole map; the first row that matches place and rule counts. @internal */
export const CLAUSE_ROWS: readonly ClauseRow[] = [
  ...SESSION_CLAUSES,
  ...TOKEN_HEADER_CLAUSES,
  ...CLAIM_CLAUSES,
  ...TOKEN_SECTION_CLAUSES,
  ...QUERY_CLAUSES,
  ...SECURITY_DESCRIPTOR_CLAUSES,
];

type RuleAt = Pick<Issue, 'place' | 'rule'>;

const NONE: readonly ClauseId[] = [];
type Known = Map<string, Map<string, readonly ClauseId[]>>;
/** What was looked up before, by place and rule: both come from the tables, so there are few. */
const knownOf = new WeakMap<Profile, Known>();

/** The clauses that a broken rule stands for in the wire's profile. @public */
export function clausesOf({ profile }: Wire, issue: RuleAt): readonly ClauseId[] {
  let places = knownOf.get(profile);
  if (places === undefined) knownOf.set(profile, (places = new Map()));
  let rules = places.get(issue.place);
  if (rules === undefined) places.set(issue.place, (rules = new Map()));
  let clauses = rules.get(issue.rule);
  if (clauses === undefined) {
    clauses = clauseRow(profile, issue)?.clauses ?? NONE;
    rules.set(issue.rule, clauses);
  }
  return clauses;
}

/** The row of the map for a rule at a place. @internal */
export function clauseRow(profile: Profile, issue: RuleAt): ClauseRow | undefined {
  return CLAUSE_ROWS.find(
    (row) =>
      (row.profiles === undefined || row.profiles.includes(profile.basis)) &&
      row.places.some((place) => matches(place, issue.place)) &&
      row.rules.some((rule) => matches(rule, issue.rule)),
  );
}

/** `*` in a pattern stands for anything. */
function matches(pattern: string, text: string): boolean {
  if (!pattern.includes('*')) return pattern === text;
  const parts = pattern.split('*');
  const first = parts[0] as string;
  const last = parts[parts.length - 1] as string;
  return text.length >= first.length + last.length && text.startsWith(first) && text.endsWith(last);
}
