import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import { packagePath } from '../package-root.js';
import { defineProfile } from '../profiles/profile-option.js';
import { allClauses, catalogueOf } from './catalogue.js';

function json(...path: string[]): unknown {
  return JSON.parse(readFileSync(packagePath(...path), 'utf8'));
}

function problems(schema: string, data: unknown): unknown {
  // Tuple checks of these public schemas are looser than strict mode likes.
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
  });
  const validate = ajv.compile(json('corpus', 'schemas', schema) as object);
  return validate(data) ? [] : validate.errors;
}

const rulings = readFileSync(packagePath('suites', 'catalogue', 'rulings.md'), 'utf8');
const capabilities = readFileSync(packagePath('suites', 'catalogue', 'capabilities.md'), 'utf8');

describe('the catalogue', () => {
  it('fulfils its schema, and a broken copy does not', () => {
    const clauses = json('suites', 'catalogue', 'clauses.json') as Record<string, unknown>[];
    expect(problems('clauses.schema.json', clauses)).toEqual([]);
    const [first, ...rest] = clauses;
    expect(problems('clauses.schema.json', [{ ...first, level: 'OUGHT' }, ...rest])).not.toEqual(
      [],
    );
  });

  it('has profiles that fulfil their schema', () => {
    expect(problems('profiles.schema.json', json('suites', 'catalogue', 'profiles.json'))).toEqual(
      [],
    );
  });

  it('uses every id once', () => {
    const ids = allClauses().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('cites rulings and capabilities that exist', () => {
    for (const { id, rulings: cited, needs } of allClauses()) {
      for (const ruling of cited)
        expect(rulings, `${id} cites ${ruling}`).toContain(`**${ruling} `);
      for (const need of needs)
        expect(capabilities, `${id} needs ${need}`).toContain(`- \`${need}\``);
    }
  });

  it('prefers only errnos that it allows', () => {
    for (const { id, judge } of allClauses()) {
      for (const { errno } of Object.values(judge)) {
        if (errno === undefined || 'required' in errno || errno.allowed.length === 0) continue;
        if (errno.preferred !== undefined) expect(errno.allowed, id).toContain(errno.preferred);
      }
    }
  });
});

describe('the catalogue under a profile', () => {
  it.each(Object.values(BUILT_IN_PROFILES))('is that of $id', (profile) => {
    const view = catalogueOf(profile);
    const expected = allClauses().filter(({ profiles }) =>
      profiles.some((id) => id === profile.id),
    );
    expect([...view.keys()].sort()).toEqual(expected.map(({ id }) => id).sort());
  });

  it('judges a profile file by the built-in profile that has its switches', () => {
    const own = defineProfile({ id: 'own', basis: 'psd-0.20', switches: { R27: '1024' } });
    const view = catalogueOf(own);
    // TH-129 (1024 groups) belongs to pkm-0.20, TH-128 (64 groups) to the psd profiles.
    expect(view.has('TH-129')).toBe(true);
    expect(view.has('TH-128')).toBe(false);
    expect(view.get('TH-074')?.judge).toEqual(
      catalogueOf(BUILT_IN_PROFILES['psd-0.20']).get('TH-074')?.judge,
    );
  });
});
