/** @module One worker of a kill run: takes chunks of faults, gives back what became of them. */
import { parentPort } from 'node:worker_threads';
import { compileSuites } from '../../suites/language/compile.js';
import { SUITES } from '../../suites/index.js';
import { catalogueOf } from '../catalogue/catalogue.js';
import { casesOfClauses } from '../cli/selection.js';
import { profileOf } from '../profiles/profile-option.js';
import { ALL_FAULTS } from './all-faults.js';
import { indexCases, killFault, type FaultResult, type KillOptions } from './kill.js';

/** A piece of work. @internal */
export interface Chunk {
  readonly profile: string;
  readonly faults: readonly string[];
  readonly thorough: boolean;
  /** All faults of the run, if they are few: no cases are needed but those of their clauses. */
  readonly among?: readonly string[];
}

/** What a worker answers, fault by fault; the last answer of a chunk is `done`. @internal */
export type WorkerAnswer =
  | { readonly kind: 'result'; readonly result: FaultResult | undefined }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string };

let prepared: { readonly profile: string; readonly options: KillOptions } | undefined;

function prepare({ profile: option, among, thorough }: Chunk): KillOptions {
  if (prepared?.profile !== option) {
    const profile = profileOf(option);
    const catalogue = catalogueOf(profile);
    const cases =
      among === undefined || thorough
        ? compileSuites(SUITES, profile, catalogue)
        : casesOfClauses(profile, catalogue, clausesOf(among));
    const options = { profile, catalogue, cases, casesOf: indexCases(cases), thorough };
    prepared = { profile: option, options };
  }
  return { ...prepared.options, thorough };
}

function clausesOf(faults: readonly string[]): ReadonlySet<string> {
  return new Set(ALL_FAULTS.flatMap(({ id, breaks }) => (faults.includes(id) ? breaks : [])));
}

async function work(chunk: Chunk): Promise<void> {
  const options = prepare(chunk);
  const wanted = new Set(chunk.faults);
  for (const fault of ALL_FAULTS) {
    if (!wanted.has(fault.id)) continue;
    answer({ kind: 'result', result: await killFault(fault, options) });
  }
  answer({ kind: 'done' });
}

function answer(message: WorkerAnswer): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', (chunk: Chunk) => {
  work(chunk).catch((error: unknown) => {
    answer({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
});
