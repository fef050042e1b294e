import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../profiles/built-in.generated.js';
import { decode, encode, fromHex, type StructureName, toHex, wireOf } from './wire.js';

interface Observed {
  readonly vectors: readonly {
    readonly title: string;
    readonly tokenSpec?: string;
    readonly classes: Readonly<
      Record<string, { readonly class: number; readonly length: number; readonly payload: string }>
    >;
  }[];
}
const OBSERVED = JSON.parse(
  readFileSync(new URL('../../corpus/observed/pkm-0.20.json', import.meta.url), 'utf8'),
) as Observed;
const WIRE = wireOf(BUILT_IN_PROFILES['pkm-0.20']);

describe.each(OBSERVED.vectors)('$title', ({ tokenSpec, classes }) => {
  it('decodes its spec without issues, and so does what is encoded again', () => {
    if (tokenSpec === undefined) return;
    const first = decode(WIRE, 'TOKEN_SPEC', fromHex(tokenSpec));
    expect(first.issues).toEqual([]);
    const again = decode(WIRE, 'TOKEN_SPEC', encode(WIRE, 'TOKEN_SPEC', first.value).bytes);
    expect(again).toEqual(first);
  });

  it.each(Object.entries(classes))('class %s comes out byte for byte', (_, observed) => {
    const structure = `QUERY_${observed.class}` as StructureName;
    const decoded = decode(WIRE, structure, fromHex(observed.payload));
    expect(decoded.issues).toEqual([]);
    expect(toHex(encode(WIRE, structure, decoded.value).bytes)).toBe(observed.payload);
  });
});
