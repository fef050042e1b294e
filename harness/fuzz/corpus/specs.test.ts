import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import { decode, wireOf } from '../../../reference/wire/wire.js';
import type { TokenSpec } from '../../../reference/wire/values.js';
import { shippedSpecs } from './specs.js';

const WANTED = 60;

describe.each(Object.values(BUILT_IN_PROFILES))('the specs shipped for $id', (profile) => {
  const wire = wireOf(profile);
  const specs = shippedSpecs(wire);

  it.each(['SESSION_SPEC', 'TOKEN_SPEC'] as const)('are enough of %s, each with a name', (of) => {
    const names = specs.filter(({ structure }) => structure === of).map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(WANTED);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z0-9-]+$/.test(name))).toEqual([]);
  });

  it('differ from each other', () => {
    const texts = specs.map(({ bytes }) => Buffer.from(bytes).toString('hex'));
    const same = specs.filter((_, index) => texts.indexOf(texts[index] ?? '') !== index);
    // A field that the layout lacks makes no difference.
    expect(same.map(({ name }) => name).filter((name) => !SAME.includes(name))).toEqual([]);
  });

  it('reach the limits of sizes', () => {
    const sizeOf = (name: string): number | undefined =>
      specs.find((spec) => spec.name === name)?.bytes.length;
    expect(sizeOf('fifteen-bytes-the-smallest')).toBe(15);
    expect(sizeOf('record-of-4096-the-largest')).toBe(4096);
    expect(sizeOf('record-of-4096-longest-sid')).toBe(4096);
    expect(sizeOf('of-65536-bytes-by-a-claim')).toBe(65536);
    expect(sizeOf('of-4096-bytes-by-a-claim')).toBe(4096);
    const full = specs.find(({ name }) => name === 'every-section-full');
    const value = decode<TokenSpec>(wire, 'TOKEN_SPEC', full?.bytes ?? new Uint8Array()).value;
    expect(Object.values(value).filter((field) => field === undefined)).toEqual([]);
  });
});

/** Layout `packed` has one mask for what is enabled now and by default. */
const SAME: readonly string[] = ['privileges-default-not-enabled'];
