/** @module One certification: hello, probes, cases, and the report of it all. */
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import { wireOf } from '../../reference/wire/wire.js';
import type { CompiledCase } from '../../suites/language/compile.js';
import type { Adapter, Hello } from '../adapters/adapter.js';
import type { CatalogueView, Scope } from '../catalogue/catalogue.js';
import type { Report, VerdictCounts } from '../report.js';
import { clausesToCount, concludeReport, isClean } from './conclude.js';
import { contradictions, detect, type Detected } from './detect.js';
import { TeardownPatience } from './await-teardown.js';
import { suiteDigests } from './digests.js';
import { requireJudgeable } from './judgeable.js';
import { runCases } from './runner.js';
import { casesOfShard, WHOLE, type Shard } from './shard.js';

/** @public */
export interface CertifyOptions {
  readonly adapter: Adapter;
  readonly profile: Profile;
  readonly catalogue: CatalogueView;
  /** The scope of the catalogue. */
  readonly scope: Scope;
  /** The selected cases, in order; those of all shards. */
  readonly cases: readonly CompiledCase[];
  /** The part of them to run; default all. */
  readonly shard?: Shard;
  /** What selected them; empty: nothing was left out. */
  readonly selection: readonly string[];
  readonly seed: number;
  readonly reruns: number;
  /** The command line that repeats the run. */
  readonly command: readonly string[];
  readonly toolVersion: string;
  readonly signal?: AbortSignal;
  onHello?(hello: Hello, detected: Detected): void;
  onProgress?(done: number, total: number, counts: VerdictCounts, work?: string): void;
}

/** More would only make a crash take more cases down. */
const OVERLAP_MAX = 32;

/** Runs the cases and reports; an {@link AdapterFault} if nothing can be judged. @public */
export async function certify(options: CertifyOptions): Promise<Report> {
  const { adapter, profile, catalogue, cases, seed, shard = WHOLE } = options;
  const started = new Date();
  const begin = performance.now();
  const hello = await adapter.hello({ protocol: 1, profile: profile.id, seed });
  requireJudgeable(hello);
  const detected = await detect(adapter, hello);
  options.onHello?.(hello, detected);
  const wire = wireOf(profile);
  const { results, interrupted } = await runCases(
    casesOfShard(cases, shard),
    { adapter, hello, wire, catalogue, teardown: new TeardownPatience() },
    {
      overlap: Math.min(OVERLAP_MAX, hello.limits.window),
      reruns: options.reruns,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    },
  );
  const unclaimed = unclaimedCapabilities(catalogue, cases, hello.capabilities);
  const diagnostics = isClean(results) ? undefined : adapter.diagnostics?.();
  const digest = adapter.digest?.();
  return concludeReport({
    tool: { name: 'kacs-conformance', version: options.toolVersion },
    unclaimed,
    interrupted,
    scope: options.scope,
    profile: profile.id,
    declaredProfile: hello.profiles.join(', '),
    detected: { layout: detected.layout, abi: detected.abi, semantics: detected.semantics },
    contradictions: contradictions(profile, detected),
    candidate: {
      name: hello.name,
      version: hello.version,
      ...(hello.vendor === undefined ? {} : { vendor: hello.vendor }),
      ...(digest === undefined ? {} : { digest }),
      capabilities: hello.capabilities,
      setup: hello.setup ?? [],
      notes: hello.notes ?? [],
    },
    digests: suiteDigests(cases),
    seed,
    selection: options.selection,
    shard,
    command: options.command,
    results,
    clauses: clausesToCount(catalogue),
    unobserved: hello.capabilities.includes('securityfs') ? [] : ['the listing of sessions'],
    ...(diagnostics === undefined || diagnostics === '' ? {} : { diagnostics }),
    timing: {
      startedAt: started.toISOString(),
      seconds: Math.round(performance.now() - begin) / 1000,
    },
  });
}

/** What a clause or a selected case needs and the candidate does not claim. @internal */
export function unclaimedCapabilities(
  catalogue: CatalogueView,
  cases: readonly CompiledCase[],
  capabilities: readonly string[],
): readonly string[] {
  const judged = [...catalogue.values()].filter(({ clause }) => clause.testable);
  const needed = new Set([
    ...judged.flatMap(({ clause }) => clause.needs),
    ...cases.flatMap(({ program }) => program.needs),
  ]);
  return [...needed].filter((need) => !capabilities.includes(need)).toSorted();
}
