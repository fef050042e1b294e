import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../../reference/profiles/built-in.generated.js';
import { wireOf } from '../../reference/wire/wire.js';
import type { CallRecord, Json } from '../program/program.js';
import { describeDescriptor } from './descriptor.js';
import { valueAt } from './values.js';

const WIRE = wireOf(BUILT_IN_PROFILES['psd-0.20']);
const SYSTEM = '010100000000000512000000';
const EVERYONE = '010100000000000100000000';
const HIGH = '010100000000001000300000';

/** Owner SYSTEM, a label, and a DACL of four entries, one of a type that nobody knows. */
const DESCRIPTOR = [
  '010014801400000000000000200000003c000000',
  SYSTEM,
  `02001c0001000000${'11001400'}02000000${HIGH}`,
  '0400500004000000',
  `0000140001000000${EVERYONE}`,
  `0108140002000000${EVERYONE}`,
  `0000140004000000${EVERYONE}`,
  '7f000c000102030405060708',
].join('');

const record: CallRecord = {
  step: 0,
  op: 'kacs_get_sd',
  actor: 'w',
  args: {},
  outcome: { kind: 'returned', value: { length: DESCRIPTOR.length / 2, descriptor: DESCRIPTOR } },
};

const at = (path: string): Json | undefined => valueAt(WIRE, record, path);

describe('descriptors in paths', () => {
  it.each([
    ['descriptor', DESCRIPTOR],
    ['descriptor.control', 0x8014],
    ['descriptor.owner', 'S-1-5-18'],
    ['descriptor.group', undefined],
    ['descriptor.sacl.aces[0]', { type: 17, flags: 0, mask: 2, sid: 'S-1-16-12288' }],
    ['descriptor.dacl.aces.length', 4],
    ['descriptor.dacl.aces[1]', { type: 1, flags: 8, mask: 2, sid: 'S-1-1-0' }],
    ['descriptor.dacl.aces[last]', { type: 0x7f, flags: 0, body: '0102030405060708' }],
    ['descriptor.allowed', { 'S-1-1-0': 5 }],
    ['descriptor.allowed[S-1-1-0]', 5],
    ['descriptor.allowed[S-1-5-18]', undefined],
    ['descriptor.denied[S-1-1-0]', 2],
  ])('%s', (path, value) => {
    expect(at(path)).toEqual(value);
  });

  it('a malformed descriptor has nothing to look at', () => {
    expect(describeDescriptor(WIRE, DESCRIPTOR.slice(0, -2))).toBeUndefined();
    expect(describeDescriptor(WIRE, `02${DESCRIPTOR.slice(2)}`)).toBeUndefined();
    expect(describeDescriptor(WIRE, '')).toBeUndefined();
  });

  it('a refused call has nothing to look at', () => {
    const outcome = { kind: 'refused', errno: 'EACCES', number: 13 } as const;
    expect(valueAt(WIRE, { ...record, outcome }, 'descriptor.owner')).toBeUndefined();
  });
});
