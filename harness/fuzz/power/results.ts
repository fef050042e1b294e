/** @module The figures of a power run, for people and machines. */
import type { TargetName } from '../target.js';
import type { Unobservable } from './sample.js';
import type { TaskResult } from './worker.js';

/** @internal */
export interface PowerSummary {
  readonly results: readonly TaskResult[];
  readonly unobservable: readonly Unobservable[];
  readonly seed: number;
  readonly seconds: number;
}

const GOALS: Readonly<Partial<Record<TargetName, number>>> = {
  wire: 0.95,
  calls: 0.85,
  races: 0.7,
};
const STEPS_GOAL = 6;

/** Figures of one target; `null` where there is nothing to take them of. */
function figures(results: readonly TaskResult[]): Readonly<Record<string, number | null>> {
  const caught = results.filter((one) => one.caught.found).map((one) => one.caught);
  const asked = results.filter(({ jsfuzzFound }) => jsfuzzFound !== undefined);
  const sequential = caught.filter(({ kind, target }) => kind !== 'unstable' && target !== 'races');
  return {
    faults: results.length,
    found: caught.length,
    medianSeconds: median(caught.map(({ seconds }) => seconds)),
    worstSeconds: caught.length === 0 ? null : Math.max(...caught.map(({ seconds }) => seconds)),
    medianSteps: median(caught.map(({ steps }) => steps ?? 0)),
    findingsPerFault:
      caught.length === 0
        ? null
        : caught.reduce((sum, { signatures }) => sum + signatures.length, 0) / caught.length,
    sequential: sequential.length,
    replayed: sequential.filter(({ replayed }) => replayed === 10).length,
    jsfuzzAsked: asked.length,
    jsfuzzFound: asked.length === 0 ? null : asked.filter((one) => one.jsfuzzFound).length,
  };
}

function median(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

function byTarget({ results }: PowerSummary): readonly (readonly [TargetName, TaskResult[]])[] {
  const targets = new Map<TargetName, TaskResult[]>();
  for (const result of results) {
    const { target } = result.caught;
    targets.set(target, [...(targets.get(target) ?? []), result]);
  }
  return [...targets].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Stable: fields may be added, never changed. @internal */
export function powerJson(summary: PowerSummary): object {
  const { seed, seconds, unobservable, results } = summary;
  return {
    seed,
    seconds,
    targets: Object.fromEntries(byTarget(summary).map(([name, list]) => [name, figures(list)])),
    unobservable,
    notFound: results.filter(({ caught }) => !caught.found).map(({ caught }) => caught.fault),
    catches: results,
  };
}

/** @internal */
export function powerText(summary: PowerSummary): string {
  const { results, unobservable, seed, seconds } = summary;
  const lines = byTarget(summary).map(([name, list]) => targetLine(name, figures(list)));
  const missed = results.filter(({ caught }) => !caught.found);
  return [
    `${results.length} faults, ${seconds} s each on one core, seed ${seed}`,
    ...lines,
    ...missed.map(
      ({ caught }) =>
        `  not found: ${caught.fault} (${caught.target}, ${caught.executions} inputs)`,
    ),
    `${unobservable.length} faults that no target can observe`,
    ...unobservable.map(({ fault, reason }) => `  ${fault}: ${reason}`),
    '',
  ].join('\n');
}

function targetLine(name: TargetName, of: Readonly<Record<string, number | null>>): string {
  const { faults, found, medianSeconds, worstSeconds, medianSteps, jsfuzzFound } = of;
  const share = (found ?? 0) / Math.max(1, faults ?? 0);
  const goal = GOALS[name];
  const met = (goal === undefined || share >= goal) && (medianSteps ?? 0) <= STEPS_GOAL;
  const number = (value: number | null | undefined): string => (value ?? 0).toFixed(1);
  return (
    `${met ? '✓' : '✗'} ${name}: ${found ?? 0} of ${faults ?? 0} found ` +
    `(${Math.round(share * 100)} %${goal === undefined ? '' : `, goal ${goal * 100} %`}), ` +
    `median ${number(medianSeconds)} s, worst ${number(worstSeconds)} s, ` +
    `median ${medianSteps ?? 0} steps (goal ≤ ${STEPS_GOAL}), ` +
    `${number(of['findingsPerFault'])} findings a fault, ` +
    `${of['replayed'] ?? 0} of ${of['sequential'] ?? 0} replay 10 of 10` +
    (jsfuzzFound === null ? '' : `; plain jsfuzz ${jsfuzzFound ?? 0} of ${of['jsfuzzAsked'] ?? 0}`)
  );
}
