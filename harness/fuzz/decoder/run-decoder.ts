/**
 * @module The `decoder` target: jsfuzz on the reference's own decoders, starting from the shipped
 * specs. What it learns becomes inputs of the `wire` target; what it breaks is a finding.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile } from '../../../reference/profiles/built-in.generated.js';
import { wireOf, type Wire } from '../../../reference/wire/wire.js';
import { AdapterFault } from '../../adapters/adapter.js';
import { catalogueText } from '../../catalogue/catalogue.js';
import type { Program } from '../../program/program.js';
import { oneLine } from '../../protocol/excerpt.js';
import { digestOf } from '../../runner/digests.js';
import { VERSION } from '../../version.js';
import { makeFolders } from '../../write-beside.js';
import { plainSpecs, shippedSpecs, type SpecStructure } from '../corpus/specs.js';
import { signatureOf } from '../finding.js';
import type { NewFinding } from '../engine/messages.js';
import type { Difference } from '../target.js';
import { inputOf, programOf } from '../wire/wire-input.js';
import { runJsfuzz, type JsfuzzResult } from './jsfuzz.js';

/** @internal */
export interface DecoderOptions {
  readonly profile: Profile;
  readonly folder: string;
  readonly seed: number;
  readonly timeMs: number;
  readonly runs?: number;
  readonly signal: AbortSignal;
  onLearnt(program: Program): void;
  onFinding(finding: NewFinding): void;
}

/** Figures of the target. @internal */
export interface DecoderSummary {
  readonly executions: number;
  readonly coverage: number;
  readonly learnt: number;
  readonly seconds: number;
}

/** jsfuzz ends at the first crash; with another seed it may get past it. */
const CRASHES_MAX = 3;
/** A start that takes longer than this leaves nothing of a short run. */
const START_MS = 3000;

/** Runs the target; a coverage that stays zero is a fault of ours. @internal */
export async function runDecoder(options: DecoderOptions): Promise<DecoderSummary> {
  const { profile, folder, seed, timeMs, runs, signal } = options;
  const wire = wireOf(profile);
  const start = performance.now();
  const before = writeSeeds(folder, wire);
  let executions = 0;
  let coverage = 0;
  for (let crashes = 0; crashes < CRASHES_MAX; crashes += 1) {
    const left = timeMs - (performance.now() - start);
    if (signal.aborted || left < (crashes === 0 ? 0 : START_MS)) break;
    const result = await runJsfuzz({
      bundle: 'decoder',
      folder,
      seed: seed + crashes,
      timeMs: left,
      signal,
      ...(runs === undefined ? {} : { runs }),
    });
    executions += result.executions;
    coverage = Math.max(coverage, result.coverage);
    if (result.crash === undefined) break;
    options.onFinding(findingOf(options, wire, result.crash));
  }
  if (coverage === 0 && executions > 0) {
    throw new AdapterFault('the coverage of target decoder stayed zero: build it anew');
  }
  const learnt = learn(folder, before, wire, options);
  return { executions, coverage, learnt, seconds: (performance.now() - start) / 1000 };
}

/** The shipped specs as files; gives back their names. */
function writeSeeds(folder: string, wire: Wire): ReadonlySet<string> {
  const corpus = join(folder, 'corpus');
  makeFolders(corpus);
  for (const { name, structure, bytes } of shippedSpecs(wire)) {
    // jsfuzz cuts its inputs to 4096 bytes.
    if (bytes.length <= 4096) writeFileSync(join(corpus, `${structure}-${name}`), bytes);
  }
  return new Set(readdirSync(corpus));
}

function learn(
  folder: string,
  before: ReadonlySet<string>,
  wire: Wire,
  { onLearnt }: DecoderOptions,
): number {
  const corpus = join(folder, 'corpus');
  const fresh = readdirSync(corpus).filter((name) => !before.has(name));
  for (const name of fresh) onLearnt(programFor(wire, readFileSync(join(corpus, name))));
  return fresh.length;
}

function programFor(wire: Wire, bytes: Uint8Array): Program {
  const structure: SpecStructure = bytes[0] === 2 && bytes[1] === 0 ? 'TOKEN_SPEC' : 'SESSION_SPEC';
  return programOf(wire, inputOf(wire, structure, Uint8Array.from(bytes)), plainSpecs(wire));
}

function findingOf(
  { profile, seed }: DecoderOptions,
  wire: Wire,
  { input, hang, text }: NonNullable<JsfuzzResult['crash']>,
): NewFinding {
  const words = oneLine(text, 300).replace(/\d+/g, 'n');
  const program = programFor(wire, input);
  const difference: Difference = {
    kind: hang ? 'hang' : 'crash',
    op: 'decode',
    path: 'reference',
    expected: 'a value and issues',
    actual: words,
    clauses: [],
    step: 0,
    explanation: `the reference's own decoder: ${oneLine(text, 1000)}`,
  };
  return {
    ...difference,
    signature: signatureOf(difference),
    target: 'decoder',
    profile: profile.id,
    adapter: 'reference',
    candidate: { name: 'the decoders of the reference', version: VERSION },
    seed,
    execution: 0,
    steps: 1,
    minimised: false,
    program,
    outcomes: [],
    dumps: [{ title: 'the input', hex: input.toString('hex'), fields: [] }],
    replay: { times: 1, same: 1 },
    digests: {
      catalogue: digestOf(catalogueText('clauses.json')),
      rulings: digestOf(catalogueText('rulings.md')),
    },
  };
}
