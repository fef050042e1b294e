/** @module What the catalogue and the rulings say, for the page of a report. */
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import { boundedText } from '../../reports/page/bounded.js';
import type { CatalogueNotes, ClauseNote, RulingNote } from '../../reports/page/page-data.js';
import { allClauses, catalogueOf, catalogueText } from '../catalogue/catalogue.js';
import type { Clause, JudgeEntry } from '../catalogue/catalogue.js';
import { allRulings } from '../catalogue/rulings.js';
import { ALL_FAULTS } from '../faults/all-faults.js';
import { digestOf } from '../runner/digests.js';

/** The notes for the clauses of a report or a campaign, and all rulings. @internal */
export function catalogueNotes(profile: string, clauses: readonly string[]): CatalogueNotes {
  const known: Readonly<Record<string, Profile>> = BUILT_IN_PROFILES;
  const view = Object.hasOwn(known, profile) ? catalogueOf(known[profile] as Profile) : undefined;
  const wanted = new Set(clauses);
  const faults = faultsByClause();
  const notes = allClauses()
    .filter(({ id }) => wanted.has(id))
    .map((clause): readonly [string, ClauseNote] => [
      clause.id,
      noteOf(clause, view?.get(clause.id)?.judge, faults.get(clause.id) ?? 0),
    ]);
  return {
    digests: {
      catalogue: digestOf(catalogueText('clauses.json')),
      rulings: digestOf(catalogueText('rulings.md')),
    },
    // A candidate's own profile has a name of its own choosing.
    profile: boundedText(profile, { characters: 80, lines: 1 }),
    clauses: Object.fromEntries(notes),
    rulings: allRulings().map((ruling): RulingNote => ruling),
  };
}

function noteOf(clause: Clause, judge: JudgeEntry | undefined, faults: number): ClauseNote {
  const { summary, source, how, expected, rulings, profiles } = clause;
  return {
    summary,
    source,
    how,
    ...(expected === null ? {} : { expected }),
    judged: judge === undefined ? 'as in the profile that it is built on' : judgedWords(judge),
    rulings,
    profiles,
    faults,
  };
}

const OUTCOMES: Readonly<Record<JudgeEntry['outcome'], string>> = {
  accept: 'has to be accepted',
  refuse: 'has to be refused',
  either: 'both outcomes are admissible; the one taken is reported',
  value: 'the value is compared',
  record: 'exercised and recorded, never judged',
};

function judgedWords({ outcome, errno, note }: JudgeEntry): string {
  const words = [OUTCOMES[outcome]];
  if (errno !== undefined && 'required' in errno) {
    words.push(`errno ${errno.required.join(' or ')} required`);
  } else if (errno !== undefined && errno.allowed.length > 0) {
    const preferred = errno.preferred === undefined ? '' : `${errno.preferred} preferred, `;
    words.push(`errno: ${preferred}allowed ${errno.allowed.join(', ')}`);
  }
  return [words.join('; '), ...(note === undefined ? [] : [note])].join('. ');
}

function faultsByClause(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { breaks } of ALL_FAULTS) {
    for (const id of breaks) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
