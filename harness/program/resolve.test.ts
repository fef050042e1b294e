import { describe, expect, it } from 'vitest';
import type { Argument, JsonObject } from './program.js';
import { lookUp, resolve, Unbound } from './resolve.js';

const bindings = new Map<string, JsonObject>([
  ['s', { id: '0x1122334455667788' }],
  ['small', { id: '0x3e9' }],
  ['t', { handle: 5, nested: { deep: { value: 'x' } }, none: null }],
  ['q', { payload: '010203' }],
]);

describe('a reference', () => {
  it.each<readonly [string, unknown]>([
    ['s.id', '0x1122334455667788'],
    ['t.handle', 5],
    ['t.nested.deep.value', 'x'],
    ['t.nested', { deep: { value: 'x' } }],
    ['t.none', null],
    ['q.payload', '010203'],
    ['t', { handle: 5, nested: { deep: { value: 'x' } }, none: null }],
  ])('%s is looked up', (reference, value) => {
    expect(lookUp(reference, bindings)).toEqual(value);
  });

  it.each(['u.id', 's.handle', 's.id.more', 't.none.more', 't.nested.other', ''])(
    'to nothing is named: %j',
    (reference) => {
      expect(() => lookUp(reference, bindings)).toThrow(
        expect.objectContaining({ name: 'Unbound', reference }) as Error,
      );
    },
  );
});

describe('the logon SID of a session', () => {
  it('is S-1-5-5, the upper and the lower half of the id', () => {
    expect(lookUp('s.logonSid', bindings)).toBe(
      `0103000000000005${'05000000'}${'44332211'}${'88776655'}`,
    );
  });

  it('has a zero upper half for a small id', () => {
    expect(lookUp('small.logonSid', bindings)).toBe(
      `0103000000000005${'05000000'}${'00000000'}${'e9030000'}`,
    );
  });

  it('needs an id', () => {
    expect(() => lookUp('t.logonSid', bindings)).toThrow(Unbound);
  });
});

describe('an argument', () => {
  it.each<readonly [string, Argument, unknown]>([
    ['a number', 7, 7],
    ['null', null, null],
    ['text', 's.id', 's.id'],
    ['a reference', { ref: 't.handle' }, 5],
    ['references in a list', [{ ref: 't.handle' }, 1], [5, 1]],
    ['a sum', { sum: [{ ref: 'small.id' }, '0x100000000'] }, '0x1000003e9'],
    ['a sum beyond 64 bits', { sum: ['0xffffffffffffffff', '0x2'] }, '0x1'],
    ['text', { text: ['/a/', { ref: 't.handle' }, '/b'] }, '/a/5/b'],
    ['references in objects', { a: { b: { ref: 's.id' } } }, { a: { b: '0x1122334455667788' } }],
  ])('is resolved: %s', (_, argument, value) => {
    expect(resolve(argument, bindings)).toEqual(value);
  });

  it('with an unbound reference anywhere is not', () => {
    expect(() => resolve({ a: [{ ref: 'u.id' }] }, bindings)).toThrow(Unbound);
  });
});

describe('bytes with patches', () => {
  const patched = (
    hex: string,
    ...patches: readonly (readonly [number, number, string])[]
  ): unknown =>
    resolve({ hex, patches: patches.map(([at, width, ref]) => ({ at, width, ref })) }, bindings);

  it.each<readonly [string, number, number, string, string]>([
    ['an id, little-endian', 2, 8, 's.id', `ffff${'8877665544332211'}ffff`],
    ['the low bytes of an id', 0, 4, 's.id', `${'88776655'}${'ff'.repeat(8)}`],
    ['a number', 4, 4, 't.handle', `${'ff'.repeat(4)}05000000${'ff'.repeat(4)}`],
    ['a number of one byte', 11, 1, 't.handle', `${'ff'.repeat(11)}05`],
    ['bytes as they are', 0, 3, 'q.payload', `010203${'ff'.repeat(9)}`],
  ])('get %s', (_, at, width, reference, bytes) => {
    expect(patched('ff'.repeat(12), [at, width, reference])).toBe(bytes);
  });

  it('get several patches', () => {
    expect(patched('00'.repeat(8), [0, 4, 't.handle'], [4, 4, 'small.id'])).toBe(
      '05000000e9030000',
    );
  });

  it('get the logon SID of a session', () => {
    expect(patched('00'.repeat(20), [0, 20, 's.logonSid'])).toBe(lookUp('s.logonSid', bindings));
  });

  it('without patches stay as they are', () => {
    expect(patched('0102')).toBe('0102');
  });

  it.each([
    ['bytes of another size', 'q.payload', 4],
    ['an object', 't.nested', 8],
    ['nothing', 't.none', 8],
    ['what is not bound', 'u.id', 8],
  ])('refuse %s', (_, reference, width) => {
    expect(() => patched('00'.repeat(8), [0, width, reference])).toThrow(Unbound);
  });
});
