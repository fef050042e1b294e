import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../profiles/built-in.generated.js';
import { rulesOf } from './layout.js';
import { sampleValues } from './samples.fixture.js';
import { decode, decodeWithPlaces, encode, hexView, wireOf } from './wire.js';
import { type StructureName, validate, type Wire, withoutRule } from './wire.js';

const RUNS = { seed: 7 };

/** The wire without any rule: what a broken implementation might let through. */
function lawless(wire: Wire): Wire {
  let open = wire;
  for (const layout of Object.values(wire.structures)) {
    for (const { rule } of rulesOf(layout)) {
      open = withoutRule(open, layout.name as StructureName, rule.id);
    }
  }
  return open;
}

describe.each(Object.values(BUILT_IN_PROFILES))('$id', (profile) => {
  const wire = wireOf(profile);
  const wires = [wire, lawless(wire)];
  const names = Object.keys(wire.structures) as StructureName[];

  it('decodes any bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(fc.constantFrom(...names), bytes, (name, input) => {
        for (const one of wires) decode(one, name, input);
        hexView(wire, name, input);
      }),
      { ...RUNS, numRuns: 300 },
    );
  });

  it('decodes 64 KiB of anything', () => {
    const fill = fc.constantFrom(0x00, 0x01, 0x02, 0x04, 0x10, 0x41, 0xff);
    fc.assert(
      fc.property(fc.constantFrom(...names), fill, (name, byte) => {
        const input = new Uint8Array(65536).fill(byte);
        for (const one of wires) decode(one, name, input);
      }),
      { ...RUNS, numRuns: 60 },
    );
  });

  it('decodes damaged specs', () => {
    const samples = sampleValues(profile);
    const damage = fc.array(fc.tuple(fc.nat({ max: 2000 }), fc.nat({ max: 255 })), {
      maxLength: 12,
    });
    const structure = fc.constantFrom<StructureName>('TOKEN_SPEC', 'SESSION_SPEC', 'CLAIM_BUFFER');
    fc.assert(
      fc.property(structure, damage, fc.nat({ max: 900 }), (name, edits, cut) => {
        const { bytes } = encode(wire, name, samples[name]);
        for (const [at, value] of edits) bytes[at % bytes.length] = value;
        const input = cut < bytes.length / 4 ? bytes.slice(0, cut) : bytes;
        for (const one of wires) decodeWithPlaces(one, name, input);
      }),
      { ...RUNS, numRuns: 300 },
    );
  });

  it('keeps issues and copies bounded', () => {
    // 12,000 claim values that all point at the same 60 KB.
    const size = 65000;
    const count = 12000;
    const bytes = new Uint8Array(size).fill(0x41);
    const view = new DataView(bytes.buffer);
    const header = [size - 4, 20 + 4 * count, 3, 0, count];
    header.forEach((word, index) => view.setUint32(4 * index, word, true));
    for (let index = 0; index < count; index += 1) view.setUint32(20 + 4 * index, 50000, true);
    // Of this process: how long the machine takes beside others is not its doing.
    const start = process.cpuUsage();
    expect(validate(wire, 'CLAIM_BUFFER', bytes).length).toBeLessThanOrEqual(100);
    for (const one of wires) decode(one, 'CLAIM_BUFFER', bytes);
    const { user, system } = process.cpuUsage(start);
    expect(user + system).toBeLessThan(3_000_000);
  });
});
