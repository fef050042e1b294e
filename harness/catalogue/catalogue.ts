/** @module The clause catalogue, and what it says under a profile. */
import { readFileSync } from 'node:fs';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import {
  BUILT_IN_PROFILES,
  type BuiltInProfileId,
  type Profile,
  type Switches,
} from '../../reference/profiles/built-in.generated.js';
import { packagePath } from '../package-root.js';

/** Which errnos a refusal may carry (rulings.md, errno rule). @public */
export type ErrnoRule =
  | { readonly required: readonly string[] }
  | { readonly preferred?: string; readonly allowed: readonly string[] };

/** What is certified: the kernel, or the command logonse. @public */
export type Scope = 'kernel' | 'tool';

/** How a clause is judged in one profile. @public */
export interface JudgeEntry {
  readonly outcome: 'accept' | 'refuse' | 'either' | 'value' | 'record';
  readonly errno?: ErrnoRule;
  readonly control?: string;
  readonly note?: string;
}

/** One requirement, as `suites/catalogue/clauses.json` states it. @public */
export interface Clause {
  readonly id: ClauseId;
  readonly area: string;
  readonly scope: Scope;
  readonly level: 'MUST' | 'SHOULD' | 'MAY' | 'INFO';
  readonly source: string;
  readonly sourceTitle: string;
  readonly summary: string;
  readonly how: string;
  readonly expected: string | null;
  readonly testable: boolean;
  readonly excluded?: string;
  readonly profiles: readonly BuiltInProfileId[];
  readonly rulings: readonly string[];
  readonly needs: readonly string[];
  readonly judge: Readonly<Partial<Record<BuiltInProfileId, JudgeEntry>>>;
}

interface ProfilesFile {
  readonly switches: Readonly<Record<string, { readonly clauses: readonly ClauseId[] }>>;
}

let clauses: readonly Clause[] | undefined;
let switchClauses: ReadonlyMap<ClauseId, readonly (keyof Switches)[]> | undefined;

/** Every clause of the catalogue. @public */
export function allClauses(): readonly Clause[] {
  clauses ??= readCatalogueFile('clauses.json') as readonly Clause[];
  return clauses;
}

/** The bytes of a catalogue file, for digests. @public */
export function catalogueText(file: 'clauses.json' | 'rulings.md'): string {
  return readFileSync(packagePath('suites', 'catalogue', file), 'utf8');
}

/** A clause, and how it is judged under the profile at hand. @public */
export interface JudgedClause {
  readonly clause: Clause;
  readonly judge: JudgeEntry;
}

/** The catalogue under one profile. @public */
export type CatalogueView = ReadonlyMap<ClauseId, JudgedClause>;

/**
 * The clauses of a profile. In a profile of a candidate's own, each clause is judged as in the
 * built-in profile that agrees with it on every switch that the clause cites, its basis first; a
 * clause that no built-in profile settles is left out. @public
 */
export function catalogueOf(profile: Profile, scope: Scope | 'all' = 'all'): CatalogueView {
  const view = new Map<ClauseId, JudgedClause>();
  for (const clause of allClauses()) {
    if (scope !== 'all' && clause.scope !== scope) continue;
    const settled = settlingProfile(profile, clause.id);
    const judge = settled === undefined ? undefined : clause.judge[settled];
    if (judge !== undefined) view.set(clause.id, { clause, judge });
  }
  return view;
}

function settlingProfile(profile: Profile, clause: ClauseId): BuiltInProfileId | undefined {
  const cited = switchesOf(clause);
  const candidates = Object.values(BUILT_IN_PROFILES).filter((known) =>
    cited.every((id) => known.switches[id] === profile.switches[id]),
  );
  const ids = candidates.map((known) => known.id as BuiltInProfileId);
  return ids.includes(profile.basis) ? profile.basis : ids[0];
}

function switchesOf(clause: ClauseId): readonly (keyof Switches)[] {
  if (switchClauses === undefined) {
    const { switches } = readCatalogueFile('profiles.json') as ProfilesFile;
    const map = new Map<ClauseId, (keyof Switches)[]>();
    for (const [id, { clauses: cited }] of Object.entries(switches)) {
      for (const one of cited) map.set(one, [...(map.get(one) ?? []), id as keyof Switches]);
    }
    switchClauses = map;
  }
  return switchClauses.get(clause) ?? [];
}

function readCatalogueFile(file: string): unknown {
  return JSON.parse(readFileSync(packagePath('suites', 'catalogue', file), 'utf8'));
}
