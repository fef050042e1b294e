import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../profiles/built-in.generated.js';
import * as arbitrary from './arbitrary.fixture.js';
import { sampleValues } from './samples.fixture.js';
import { decode, decodeWithPlaces, encode, fromJson, hexView, toJson, wireOf } from './wire.js';
import type { StructureName } from './wire.js';

const RUNS = { numRuns: 60, seed: 20, interruptAfterTimeLimit: 5000 };

describe.each(Object.values(BUILT_IN_PROFILES))('$id', (profile) => {
  const wire = wireOf(profile);

  const returns = (structure: StructureName, value: unknown): void => {
    const { bytes } = encode(wire, structure, value);
    const decoded = decode(wire, structure, bytes);
    expect(decoded.issues).toEqual([]);
    expect(decoded.value).toEqual(value);
    expect(encode(wire, structure, decoded.value).bytes).toEqual(bytes);
    expect(fromJson(wire, structure, toJson(wire, structure, value))).toEqual(value);
  };

  it.each(Object.entries(sampleValues(profile)))('%s: the sample comes back', (name, value) => {
    returns(name as StructureName, value);
  });

  it.each([
    ['SID', arbitrary.sidArbitrary],
    ['SID_LIST', arbitrary.listArbitrary],
    ['ACL', arbitrary.aclArbitrary],
    ['CLAIM_BUFFER', arbitrary.claimsArbitrary],
    ['SESSION_SPEC', arbitrary.sessionArbitrary],
    ['TOKEN_SPEC', arbitrary.tokenArbitrary(profile)],
    ['QUERY_2', arbitrary.listArbitrary],
    ['QUERY_20', arbitrary.aclArbitrary],
    ['QUERY_22', arbitrary.claimsArbitrary],
  ] as const)('%s: any value comes back', (structure, values) => {
    const property = fc.property(values as fc.Arbitrary<unknown>, (value) => {
      returns(structure, value);
    });
    fc.assert(property, RUNS);
  });

  it('sections may stand in any order, with gaps', () => {
    const sample = sampleValues(profile)['TOKEN_SPEC'];
    const order = ['capabilities', 'groups', 'userSid', 'defaultDacl'];
    const encoded = encode(wire, 'TOKEN_SPEC', sample, { order, gapBefore: { userSid: 5 } });
    const decoded = decodeWithPlaces(wire, 'TOKEN_SPEC', encoded.bytes);
    expect(decoded.issues).toEqual([]);
    expect(decoded.value).toEqual(sample);
    expect(encoded.places.get('capabilities')?.start).toBe(192);
    const gap = encoded.places.get('groups')?.end ?? 0;
    expect(encoded.places.get('userSid')?.start).toBe(gap + 5);
  });

  it('encoder and decoder agree on places', () => {
    const sample = sampleValues(profile)['TOKEN_SPEC'];
    const encoded = encode(wire, 'TOKEN_SPEC', sample);
    const { places } = decodeWithPlaces(wire, 'TOKEN_SPEC', encoded.bytes);
    for (const path of [
      'userSid',
      'groups',
      'groups[1].sid',
      'groups[1].attributes',
      'sessionId',
    ]) {
      expect(encoded.places.get(path), path).toEqual(places.get(path));
      expect(places.get(path), path).toBeDefined();
    }
    for (const [path, place] of places) {
      const other = encoded.places.get(path);
      if (other !== undefined) expect(other, path).toEqual(place);
    }
  });

  it('the hex view shows every byte of a spec once', () => {
    const { bytes } = encode(wire, 'TOKEN_SPEC', sampleValues(profile)['TOKEN_SPEC']);
    let at = 0;
    for (const field of hexView(wire, 'TOKEN_SPEC', bytes)) {
      expect(field.start).toBe(at);
      expect(field.doc).not.toBe('Not part of any row.');
      at = field.end;
    }
    expect(at).toBe(bytes.length);
  });
});
