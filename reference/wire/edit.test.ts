import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../profiles/built-in.generated.js';
import { defineLayout } from './layout.js';
import { value } from './rows.js';
import { sampleTokenSpec } from './samples.fixture.js';
import * as wireLayer from './wire.js';

const PROFILE = BUILT_IN_PROFILES['psd-0.20'];
const WIRE = wireLayer.wireOf(PROFILE);
const ENCODED = wireLayer.encode(WIRE, 'TOKEN_SPEC', sampleTokenSpec(PROFILE));

function damaged(...paths: readonly string[]): Uint8Array {
  const bytes = ENCODED.bytes.slice();
  for (const path of paths) bytes[ENCODED.places.get(path)?.start ?? -1] = 9;
  return bytes;
}

const rulesBroken = (wire: wireLayer.Wire, bytes: Uint8Array): readonly string[] =>
  wireLayer.validate(wire, 'TOKEN_SPEC', bytes).map((issue) => `${issue.place} ${issue.rule}`);

describe('withoutRule', () => {
  const both = damaged('userSid.revision', 'groups[1].sid.revision');

  it('drops a rule everywhere', () => {
    expect(rulesBroken(WIRE, both)).toEqual([
      'TOKEN_SPEC.userSid.SID revision.equals',
      'TOKEN_SPEC.groups.SID revision.equals',
    ]);
    expect(rulesBroken(wireLayer.withoutRule(WIRE, 'SID', 'revision.equals'), both)).toEqual([]);
  });

  it('drops a rule below one place', () => {
    const wire = wireLayer.withoutRule(WIRE, 'SID', 'revision.equals', 'TOKEN_SPEC.groups');
    expect(rulesBroken(wire, both)).toEqual(['TOKEN_SPEC.userSid.SID revision.equals']);
  });

  it('refuses unknown names', () => {
    expect(() => wireLayer.withoutRule(WIRE, 'SID', 'nonsense')).toThrow(RangeError);
    const nowhere = 'TOKEN_SPEC.nothing';
    expect(() => wireLayer.withoutRule(WIRE, 'SID', 'revision.equals', nowhere)).toThrow(
      RangeError,
    );
  });
});

describe('withField and withRule', () => {
  it('reads a row at another offset, in another byte order', () => {
    const wire = wireLayer.withField(WIRE, 'TOKEN_SPEC', 'projectedUid', { type: 'u32be' });
    const decoded = wireLayer.decode<wireLayer.TokenSpec>(wire, 'TOKEN_SPEC', ENCODED.bytes);
    expect(decoded.value.projectedUid).toBe(0xe8030000);
    const moved = wireLayer.withField(WIRE, 'TOKEN_SPEC', 'projectedUid', { offset: 40 });
    const other = wireLayer.decode<wireLayer.TokenSpec>(moved, 'TOKEN_SPEC', ENCODED.bytes);
    expect(other.value.projectedUid).toBe(1001);
  });

  it('adds a rule', () => {
    const rule = { id: 'projectedUid.equals', kind: 'equals', value: 7 } as const;
    const wire = wireLayer.withRule(WIRE, 'TOKEN_SPEC', 'projectedUid', rule);
    expect(rulesBroken(wire, ENCODED.bytes)).toEqual(['TOKEN_SPEC projectedUid.equals']);
  });

  it('leaves the original as it was', () => {
    expect(rulesBroken(WIRE, ENCODED.bytes)).toEqual([]);
    expect(wireLayer.wireOf(PROFILE)).toBe(WIRE);
  });
});

describe('defineLayout', () => {
  const table = (offset: number): (() => unknown) => {
    const rows = [value(0, 'a', 'u32le', 'A.'), value(offset, 'b', 'u16le', 'B.')];
    return () => defineLayout({ name: 'T', doc: 'A table.', rows, rules: [] });
  };

  it('recomputes offsets', () => {
    expect(table(4)).not.toThrow();
    expect(table(5)).toThrow('gap at b');
    expect(table(3)).toThrow('overlap at b');
  });

  it('compares records with rows', () => {
    const rows = [value(0, 'a', 'u32le', 'A.'), value(4, 'b', 'u16le', 'B.')];
    const table = { name: 'T', doc: 'A table.', rows, rules: [] };
    const swapped = (a: unknown, b: unknown): object => ({ a: b, b: a });
    expect(() => defineLayout({ ...table, record: (a, b) => ({ a, b }) })).not.toThrow();
    expect(() => defineLayout({ ...table, record: swapped })).toThrow('the record differs');
    expect(() => defineLayout({ ...table, record: (a) => ({ a }) })).toThrow('the record differs');
  });
});

describe('issues', () => {
  it('say what was expected at which bytes, and which clauses are broken', () => {
    const [issue] = wireLayer.validate(WIRE, 'TOKEN_SPEC', damaged('groups[1].sid.revision'));
    const start = ENCODED.places.get('groups[1].sid')?.start ?? 0;
    expect(issue).toEqual({
      structure: 'SID',
      place: 'TOKEN_SPEC.groups.SID',
      rule: 'revision.equals',
      path: 'groups[1].sid.revision',
      start,
      end: start + 1,
      actual: '9',
      expected: '1',
    });
    expect(issue && wireLayer.clausesOf(WIRE, issue)).toEqual(['TV-020', 'TV-059']);
  });

  it('name a section or a tail once', () => {
    const far = ENCODED.bytes.slice();
    far.set([0xff, 0xff, 0xff, 0x7f], ENCODED.places.get('userSidOffset')?.start);
    const paths = wireLayer.validate(WIRE, 'TOKEN_SPEC', far).map((issue) => issue.path);
    expect(paths).toContain('userSid');
    const cut = wireLayer.fromHex('0105000000000005150000005704');
    const [issue] = wireLayer.validate(WIRE, 'SID', cut);
    expect(issue?.path).toBe('subAuthorities');
  });
});

describe('text forms', () => {
  it('reads and writes SIDs', () => {
    for (const text of ['S-1-5-18', 'S-1-5', 'S-1-0x0102030405ff-7']) {
      expect(wireLayer.formatSid(wireLayer.parseSid(text))).toBe(text);
    }
    for (const text of ['', 'S-1', 'foo', 'S-1-5-4294967296', 'S-1-5-']) {
      expect(() => wireLayer.parseSid(text), text).toThrow('expected a SID such as S-1-5-18');
    }
  });

  it('names the path of what it cannot read', () => {
    const json = wireLayer.toJson(WIRE, 'TOKEN_SPEC', sampleTokenSpec(PROFILE)) as object;
    const read = (change: object) => () =>
      wireLayer.fromJson(WIRE, 'TOKEN_SPEC', { ...json, ...change });
    expect(read({ groups: [{ sid: 'foo', attributes: 1 }] })).toThrow(
      'groups[0].sid: expected a SID such as S-1-5-18, got "foo"',
    );
    expect(read({ sessionId: 'x' })).toThrow('sessionId: expected a number, got "x"');
    expect(read({ usrSid: 'S-1-5-18' })).toThrow('expected only the fields');
    expect(read({ version: undefined })).toThrow('version: expected a value, got nothing');
    expect(read({ privilegesEnabledByDefault: '0x0' })).not.toThrow();
  });

  it('reads ACEs by their mask and SID', () => {
    const read = (ace: object): unknown =>
      wireLayer.fromJson(WIRE, 'ACL', { revision: 2, aces: [ace] });
    const body = '00000010010100000000000512000000';
    const plain = read({ type: 0, flags: 3, body });
    expect(read({ type: 0, flags: 3, mask: 0x10000000, sid: 'S-1-5-18' })).toEqual(plain);
    expect(() => read({ type: 0, flags: 0, sid: 'S-1-5-18' })).toThrow('aces[0].mask: expected');
    expect(() => read({ type: 0, flags: 0, mask: 1, sid: 'x' })).toThrow('aces[0].sid: expected');
    expect(() => read({ type: 5, flags: 0, mask: 1, sid: 'S-1-5-18' })).toThrow('aces[0].body');
    expect(() => read({ type: 0, flags: 0, mask: 1, body })).toThrow('only the fields type');
  });

  it('describes every structure of every profile', () => {
    for (const profile of Object.values(BUILT_IN_PROFILES)) {
      const wire = wireLayer.wireOf(profile);
      for (const name of Object.keys(wire.structures) as wireLayer.StructureName[]) {
        expect(wireLayer.describe(wire, name)).toContain(`### ${name}`);
      }
    }
  });
});
