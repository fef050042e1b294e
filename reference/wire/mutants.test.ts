import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../profiles/built-in.generated.js';
import { CLAUSE_ROWS, clauseRow } from './clauses.js';
import { rulesOf } from './layout.js';
import { sampleValues } from './samples.fixture.js';
import { encode, mutants, type StructureName, validate, wireOf } from './wire.js';

interface CatalogueClause {
  readonly id: string;
  readonly profiles: readonly string[];
}
const CATALOGUE = JSON.parse(
  readFileSync(new URL('../../suites/catalogue/clauses.json', import.meta.url), 'utf8'),
) as readonly CatalogueClause[];

describe.each(Object.values(BUILT_IN_PROFILES))('$id', (profile) => {
  const wire = wireOf(profile);
  const made = Object.entries(sampleValues(profile)).flatMap(([name, value]) => {
    const structure = name as StructureName;
    const { bytes } = encode(wire, structure, value);
    return [...mutants(wire, structure, bytes)].map((mutant) => ({ structure, mutant }));
  });

  it('every mutant breaks the rule that it names', () => {
    for (const { structure, mutant } of made) {
      const issues = validate(wire, structure, mutant.bytes);
      const { place, rule } = mutant.breaks;
      expect(issues.some((one) => one.place === place && one.rule === rule)).toBe(true);
    }
  });

  it('every rule of the profile is broken by a mutant', () => {
    const broken = new Set(
      made.flatMap(({ structure, mutant }) =>
        validate(wire, structure, mutant.bytes).map((one) => `${one.structure} ${one.rule}`),
      ),
    );
    const rules = Object.values(wire.structures).flatMap((layout) =>
      [...rulesOf(layout)].map(({ rule }) => `${layout.name} ${rule.id}`),
    );
    expect(rules.filter((rule) => !broken.has(rule))).toEqual([]);
  });

  it('every rule that a spec can break has clauses, or a reason for none', () => {
    const unmapped = new Set<string>();
    for (const { structure, mutant } of made) {
      for (const issue of validate(wire, structure, mutant.bytes)) {
        const row = clauseRow(profile, issue);
        if (row === undefined || (row.clauses.length === 0 && row.reason === undefined)) {
          unmapped.add(`${issue.place} ${issue.rule}`);
        }
      }
    }
    expect([...unmapped].sort()).toEqual([]);
  });

  it('the clauses of the map are clauses of the profile', () => {
    const known = new Map(CATALOGUE.map((clause) => [clause.id, clause.profiles]));
    for (const row of CLAUSE_ROWS) {
      if (row.profiles !== undefined && !row.profiles.includes(profile.basis)) continue;
      for (const id of row.clauses) expect(known.get(id), id).toContain(profile.id);
    }
  });
});
