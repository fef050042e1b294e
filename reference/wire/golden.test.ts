import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES, type Profile } from '../profiles/built-in.generated.js';
import { decode, encode, fromHex, fromJson, type StructureName, toHex, toJson } from './wire.js';
import { validate, wireOf } from './wire.js';

interface Vector {
  readonly title: string;
  readonly structure?: StructureName;
  readonly profiles?: readonly string[];
  readonly source: string;
  readonly bytes?: readonly (readonly [string, string])[];
  readonly value?: unknown;
  /** Fields that the vector adds to the value of the one it comes from. */
  readonly values?: Readonly<Record<string, unknown>>;
  readonly from?: string;
  readonly patch?: readonly (readonly [number, string])[];
  readonly append?: string;
  readonly breaks?: { readonly place: string; readonly rule: string };
}

const FOLDER = new URL('../../corpus/vectors/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const VECTORS = FILES.flatMap((name) => {
  const text = readFileSync(new URL(name, FOLDER), 'utf8');
  return (JSON.parse(text) as { readonly vectors: readonly Vector[] }).vectors;
});
const BY_TITLE = new Map(VECTORS.map((vector) => [vector.title, vector]));

function parentOf(vector: Vector): Vector | undefined {
  if (vector.from === undefined) return undefined;
  const parent = BY_TITLE.get(vector.from);
  if (parent === undefined) throw new Error(`${vector.title}: no vector ${vector.from}`);
  return parent;
}

function structureOf(vector: Vector): StructureName {
  const parent = parentOf(vector);
  return parent === undefined ? (vector.structure as StructureName) : structureOf(parent);
}

function profilesOf(vector: Vector): readonly Profile[] {
  const parent = parentOf(vector);
  const all = Object.values(BUILT_IN_PROFILES);
  if (vector.profiles !== undefined) return all.filter(({ id }) => vector.profiles?.includes(id));
  return parent === undefined ? all : profilesOf(parent);
}

function bytesOf(vector: Vector): Uint8Array {
  const parent = parentOf(vector);
  const own = (vector.bytes ?? []).map(([, hex]) => hex).join('');
  const start = parent === undefined ? fromHex(own) : bytesOf(parent);
  const bytes = Uint8Array.from([...start, ...fromHex(vector.append ?? '')]);
  for (const [at, hex] of vector.patch ?? []) bytes.set(fromHex(hex), at);
  return bytes;
}

function valueOf(vector: Vector): unknown {
  const parent = parentOf(vector);
  if (parent === undefined) return vector.value;
  return { ...(valueOf(parent) as object), ...vector.values };
}

const CASES = VECTORS.flatMap((vector) =>
  profilesOf(vector).map((profile) => ({
    vector,
    profile,
    name: `${vector.title}: ${profile.id}`,
  })),
);

describe('vectors typed from the documents', () => {
  const good = CASES.filter(({ vector }) => vector.breaks === undefined);
  const bad = CASES.filter(({ vector }) => vector.breaks !== undefined);

  it.each(good)('$name', ({ vector, profile }) => {
    const wire = wireOf(profile);
    const structure = structureOf(vector);
    const bytes = bytesOf(vector);
    const decoded = decode(wire, structure, bytes);
    expect(decoded.issues).toEqual([]);
    const value = fromJson(wire, structure, valueOf(vector));
    expect(decoded.value).toEqual(value);
    expect(toHex(encode(wire, structure, value).bytes)).toBe(toHex(bytes));
    expect(fromJson(wire, structure, toJson(wire, structure, value))).toEqual(value);
  });

  it.each(bad)('$name', ({ vector, profile }) => {
    const issues = validate(wireOf(profile), structureOf(vector), bytesOf(vector));
    expect(issues.map(({ place, rule }) => ({ place, rule }))).toContainEqual(vector.breaks);
  });

  it('every structure has a good vector in every profile', () => {
    const bodies = ['SID_ACE_BODY', 'CALLBACK_ACE_BODY', 'OBJECT_ACE_BODY'];
    const more = ['CALLBACK_OBJECT_ACE_BODY', 'SID_AND_ATTRIBUTES', 'ACE', 'CLAIM'];
    const nested = [...bodies, ...more];
    const without = [...nested, 'CLAIM_SLOT'];
    for (const profile of Object.values(BUILT_IN_PROFILES)) {
      const covered = new Set(
        good
          .filter((one) => one.profile === profile)
          .map(({ vector }) => structureOf(vector) as string),
      );
      const missing = Object.keys(wireOf(profile).structures).filter((name) => !covered.has(name));
      const registry = profile.layout === 'packed-registry' ? [] : ['REGISTRY_EXTENSION'];
      expect(missing.sort()).toEqual([...without, ...registry].sort());
    }
  });

  it('every vector names its source', () => {
    for (const vector of VECTORS) expect(vector.source.length, vector.title).toBeGreaterThan(4);
    expect(BY_TITLE.size).toBe(VECTORS.length);
  });
});

describe('vectors are typed, not generated', () => {
  it('nothing in the project writes into their folder', () => {
    const root = new URL('../../', import.meta.url);
    const sources = ['reference', 'suites', 'harness', 'reports'].flatMap((folder) =>
      readdirSync(new URL(`${folder}/`, root), { recursive: true })
        .map((name) => `${folder}/${String(name)}`)
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')),
    );
    for (const name of sources) {
      const text = readFileSync(new URL(name, root), 'utf8');
      expect(text.includes('corpus/vectors') && /writeFile/.test(text), name).toBe(false);
    }
  });
});
