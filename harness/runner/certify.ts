/** @module One certification: hello, probes, cases, and the report of it all. */
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import { wireOf } from '../../reference/wire/wire.js';
import type { CompiledCase } from '../../suites/language/compile.js';
import { AdapterFault, type Adapter, type Hello } from '../adapters/adapter.js';
import type { CatalogueView, Scope } from '../catalogue/catalogue.js';
import { worse } from '../judge/judge.js';
import type { CaseReport, ClauseReport, Report, Verdict, VerdictCounts } from '../report.js';
import { contradictions, detect, type Detected } from './detect.js';
import { suiteDigests } from './digests.js';
import { runCases, zeroCounts } from './runner.js';

/** @public */
export interface CertifyOptions {
  readonly adapter: Adapter;
  readonly profile: Profile;
  readonly catalogue: CatalogueView;
  /** The scope of the catalogue. */
  readonly scope: Scope;
  /** The selected cases, in order. */
  readonly cases: readonly CompiledCase[];
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
  const { adapter, profile, catalogue, cases, seed } = options;
  const started = new Date();
  const begin = performance.now();
  const hello = await adapter.hello({ protocol: 1, profile: profile.id, seed });
  if (hello.capabilities.length === 0) {
    throw new AdapterFault(`${hello.name} claims no capability: there is nothing to judge`);
  }
  const detected = await detect(adapter, hello);
  options.onHello?.(hello, detected);
  const wire = wireOf(profile);
  const { results, interrupted } = await runCases(
    cases,
    { adapter, hello, wire, catalogue },
    {
      overlap: Math.min(OVERLAP_MAX, hello.limits.window),
      reruns: options.reruns,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    },
  );
  const counts = countVerdicts(results);
  const clauses = clauseReports(catalogue, results);
  const clauseCounts = countClauses(clauses);
  const clean = REDS.every((verdict) => counts[verdict] === 0);
  const conforms = clean && !interrupted && results.some(({ verdict }) => verdict === 'pass');
  const against = contradictions(profile, detected);
  const unclaimed = unclaimedCapabilities(options, hello);
  const diagnostics = clean ? undefined : adapter.diagnostics?.();
  const digest = adapter.digest?.();
  return {
    schema: 'https://kacs-conformance.invalid/schemas/report-1.json',
    tool: { name: 'kacs-conformance', version: options.toolVersion },
    conforms,
    complete:
      conforms &&
      options.selection.length === 0 &&
      against.length === 0 &&
      unclaimed.length === 0 &&
      clauseCounts.executed === clauseCounts.testable,
    ...(unclaimed.length === 0 ? {} : { unclaimed }),
    interrupted,
    scope: options.scope,
    profile: profile.id,
    declaredProfile: hello.profiles.join(', '),
    detected: { layout: detected.layout, abi: detected.abi, semantics: detected.semantics },
    contradictions: against,
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
    shard: { index: 1, of: 1 },
    command: options.command,
    cases: counts,
    clauseCounts,
    results,
    clauses,
    unobserved: hello.capabilities.includes('securityfs') ? [] : ['the listing of sessions'],
    ...(diagnostics === undefined || diagnostics === '' ? {} : { diagnostics }),
    timing: {
      startedAt: started.toISOString(),
      seconds: Math.round(performance.now() - begin) / 1000,
    },
  };
}

const REDS: readonly Verdict[] = ['fail', 'couldNotRun', 'unstable', 'harnessError'];
const NOT_EXECUTED: readonly string[] = [
  'notApplicable',
  'couldNotRun',
  'notRun',
  'noCase',
  'excluded',
  'harnessError',
];

/** What a clause of the scope or a selected case needs and the candidate does not claim. */
function unclaimedCapabilities(
  { catalogue, cases }: CertifyOptions,
  { capabilities }: Hello,
): readonly string[] {
  const judged = [...catalogue.values()].filter(({ clause }) => clause.testable);
  const needed = new Set([
    ...judged.flatMap(({ clause }) => clause.needs),
    ...cases.flatMap(({ program }) => program.needs),
  ]);
  return [...needed].filter((need) => !capabilities.includes(need)).toSorted();
}

function countVerdicts(results: readonly CaseReport[]): VerdictCounts {
  const counts = zeroCounts();
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}

/** Every clause of the profile in its scope, with the worst verdict of its cases. */
function clauseReports(
  catalogue: CatalogueView,
  results: readonly CaseReport[],
): readonly ClauseReport[] {
  const verdicts = new Map<string, Verdict[]>();
  for (const result of results) {
    for (const [id, verdict] of Object.entries(result.clauses)) {
      const list = verdicts.get(id);
      if (list === undefined) verdicts.set(id, [verdict]);
      else list.push(verdict);
    }
  }
  return [...catalogue.values()].map(({ clause }): ClauseReport => {
    const seen = verdicts.get(clause.id) ?? [];
    const [first, ...rest] = seen;
    const verdict = !clause.testable
      ? 'excluded'
      : first === undefined
        ? 'notRun'
        : executedVerdict([first, ...rest]);
    return {
      id: clause.id,
      area: clause.area,
      level: clause.level,
      summary: clause.summary,
      verdict,
      cases: seen.length,
      ...(clause.excluded === undefined ? {} : { excluded: clause.excluded }),
    };
  });
}

/**
 * A clause some of whose cases need more capabilities still counts by those that ran, and one some
 * of whose cases are only recorded by those that were judged.
 */
function executedVerdict(verdicts: readonly Verdict[]): Verdict {
  const ran = verdicts.filter((verdict) => verdict !== 'notApplicable');
  if (ran.length === 0) return 'notApplicable';
  const judged = ran.filter((verdict) => verdict !== 'info');
  return judged.length === 0 ? 'info' : judged.reduce<Verdict>(worse, 'pass');
}

function countClauses(clauses: readonly ClauseReport[]): Report['clauseCounts'] {
  const excluded = clauses.filter(({ verdict }) => verdict === 'excluded').length;
  const executed = clauses.filter(({ verdict }) => !NOT_EXECUTED.includes(verdict)).length;
  return { testable: clauses.length - excluded, executed, excluded };
}
