import { expect, it } from 'vitest';
import type { Program } from '../../program/program.js';
import type { Target } from '../target.js';
import { Packed, packed, unpacked } from './packed.js';

const program: Program = {
  id: 'fuzz/calls',
  title: 'größe 🔑',
  needs: [],
  steps: Array.from({ length: 200 }, (_, n) => ({
    actor: 'init',
    op: 'world.sleep',
    args: { ms: n },
  })),
};

function target(bulky: boolean): Target<Program> {
  const same = (one: Program): Program => one;
  return { bulky, toProgram: same, fromProgram: same } as unknown as Target<Program>;
}

it('keeps large inputs small, and gives them back as they were', () => {
  const kept = packed(target(true), program);
  expect(kept).toBeInstanceOf(Packed);
  expect((kept as Packed).bytes.buffer.byteLength).toBeLessThan(JSON.stringify(program).length / 4);
  expect(unpacked(target(true), kept)).toEqual(program);
});

it('leaves other inputs as they are', () => {
  expect(unpacked(target(false), packed(target(false), program))).toBe(program);
  expect(unpacked(target(false), undefined)).toBeUndefined();
});
