import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import { wireOf } from '../../../reference/wire/wire.js';
import { inputOf, inputOfProgram, programOf } from '../wire/wire-input.js';
import { LastInputs, readLastInputs } from '../engine/last-inputs.js';
import { addInput, readCorpus } from './folder.js';
import { minimalInputs } from './minimal.js';
import { plainSpecs, shippedSpecs } from './specs.js';

const profile = BUILT_IN_PROFILES['psd-0.20'];
const wire = wireOf(profile);
const plain = plainSpecs(wire);
const inputs = shippedSpecs(wire)
  .slice(60, 90)
  .map(({ structure, bytes }) => inputOf(wire, structure, bytes));
const programs = inputs.map((input) => programOf(wire, input, plain));
const folders: string[] = [];

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'kacs-corpus-'));
  folders.push(made);
  return made;
}

afterEach(() => {
  for (const one of folders.splice(0)) rmSync(one, { recursive: true, force: true });
});

it('keeps each input once, under the name of its contents', () => {
  const where = folder();
  for (const program of [...programs, ...programs]) addInput(where, 'wire', program);
  expect(readdirSync(join(where, 'wire'))).toHaveLength(programs.length);
  const read = readCorpus(where);
  expect(read.garbage).toBe(0);
  expect(new Set(read.programs.map((one) => JSON.stringify(one)))).toEqual(
    new Set(programs.map((one) => JSON.stringify(one))),
  );
});

it('gives back the inputs that its Programs stand for', () => {
  const text = (input: unknown): string => JSON.stringify(input);
  expect(programs.map((program) => text(inputOfProgram(program)))).toEqual(inputs.map(text));
  const [first] = programs;
  expect(first && inputOfProgram({ ...first, id: 'fuzz/calls/1' })).toBeUndefined();
});

it('leaves garbage alone and says what it is', () => {
  const where = folder();
  addInput(where, 'wire', programs[0] ?? { id: '', title: '', needs: [], steps: [] });
  writeFileSync(join(where, 'wire', 'a.json'), '{ "id": 1');
  writeFileSync(join(where, 'b.json'), JSON.stringify({ id: 'x', title: '', needs: [], steps: [{}] }));
  writeFileSync(join(where, 'c.bin'), Buffer.alloc(2_000_000));
  mkdirSync(join(where, 'wire', 'deep', 'deeper', 'deepest'), { recursive: true });
  symlinkSync('/dev/zero', join(where, 'endless'));
  const read = readCorpus(where);
  expect(read.programs).toHaveLength(1);
  expect(read.garbage).toBe(3);
  expect(read.example).toMatch(/b\.json: /);
  expect(readCorpus(join(where, 'nowhere'))).toMatchObject({ programs: [], garbage: 0 });
});

it('is made small without losing anything', async () => {
  const all = new Set<number>();
  const twice = programs.flatMap((program) => [program, { ...program, title: 'again' }]);
  const kept = await minimalInputs(twice, profile, all);
  expect(kept.length).toBeGreaterThan(1);
  expect(kept.length).toBeLessThanOrEqual(programs.length);
  const again = new Set<number>();
  expect(await minimalInputs(kept, profile, again)).toHaveLength(kept.length);
  expect(again).toEqual(all);
});

it('keeps the last inputs of a worker, whatever ends it', () => {
  const path = join(folder(), 'last.bin');
  const last = new LastInputs(path);
  for (let n = 0; n < 200; n += 1) last.keep(Buffer.from(`input ${n}`));
  const read = readLastInputs(path).map((one) => one.toString());
  expect(read.at(-1)).toBe('input 199');
  expect(read).toHaveLength(64);
  last.close();
  writeFileSync(path, Buffer.alloc(300_000, 0xff));
  expect(readLastInputs(path)).toEqual([]);
  expect(readLastInputs(join(path, 'nowhere'))).toEqual([]);
});
