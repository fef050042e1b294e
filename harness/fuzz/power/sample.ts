/** @module Which faults a power run hunts, under which profile and with which target. */
import type { Fault } from '../../../reference/faults/fault.js';
import { FAULTS } from '../../../reference/faults/index.js';
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import { compileSuites } from '../../../suites/language/compile.js';
import { SUITES } from '../../../suites/index.js';
import { catalogueOf } from '../../catalogue/catalogue.js';
import { clausesOfFault } from '../../faults/kill.js';
import { seededRandom } from '../../protocol/random.js';
import type { TargetName } from '../target.js';

/** A fault to look for. @internal */
export interface Quarry {
  readonly fault: string;
  readonly profile: string;
  readonly target: TargetName;
}

/** A fault that no target can see, and why. @internal */
export interface Unobservable {
  readonly fault: string;
  readonly reason: string;
}

/** Profiles in the order in which they are taken: the first that has the fault. */
const PREFERRED: readonly (keyof typeof BUILT_IN_PROFILES)[] = [
  ...(['psd-0.20', 'psd-0.22', 'pkm-0.20', 'learn-0.20'] as const),
];
const WIRE_AREAS: readonly string[] = [
  ...['session-spec', 'token-spec-header', 'token-spec-variable', 'claims'],
];
/** Limits of specs, as against limits of calls. */
const WIRE_LIMITS =
  /^limits\/.*(?:spec|dacl-cut|63-groups|groups-beyond|no-limit|logon-sid|claims)/;
/** What only a raw call can say: words, and where a buffer lies. */
const RAW = [
  /^ioctl-common\/(?:word-|only-the-number|unknown-words|sockets-take|files-take)/,
  /^ioctl-query\/(?:overlap-|buffer-right)/,
];
const TOOL = /^(?:logonse|tool)/;

const USED = 'when a call marks a privilege as used is left open (ARCHITECTURE.md, Judging)';
const UNOBSERVABLE: readonly (readonly [RegExp, string])[] = [
  [/used-mask|use-not-noted|used-cleared|used-privileges|no-privilege-used|no-longer-used/, USED],
  [/^ioctl-query\/large-buffer-refused$/, 'ENOMEM may come of any call that asks for much memory'],
  [/group-attributes-of-16-bits/, 'undefined attribute bits are open (ruling R34)'],
  [/enabled-without-present/, 'an enabled privilege that is not present may be refused (R31)'],
  [/^claims\/reserved-checked$/, 'whether the reserved half-word is checked is open (R48)'],
];

/** @internal */
export function unobservable(fault: string): string | undefined {
  return UNOBSERVABLE.find(([pattern]) => pattern.test(fault))?.[1];
}

/** The faults of a run: a sample over all areas, or all. @internal */
export function sampleFaults(
  seed: number,
  count: number,
): { readonly quarries: readonly Quarry[]; readonly unobservable: readonly Unobservable[] } {
  const chosen = spreadOverAreas(seed, count);
  const blind = chosen.flatMap(({ id }) => {
    const reason = unobservable(id);
    return reason === undefined ? [] : [{ fault: id, reason }];
  });
  const raced = racedClauses();
  const quarries = chosen
    .filter(({ id }) => unobservable(id) === undefined)
    .flatMap((fault) => {
      const profile = profileFor(fault);
      if (profile === undefined) return [];
      return [{ fault: fault.id, profile, target: targetFor(fault, raced) }];
    });
  return { quarries, unobservable: blind };
}

function spreadOverAreas(seed: number, count: number): readonly Fault[] {
  const random = seededRandom(seed);
  const areas = new Map<string, Fault[]>();
  for (const fault of FAULTS) {
    if (TOOL.test(fault.id) || profileFor(fault) === undefined) continue;
    const [area = ''] = fault.id.split('/');
    const list = areas.get(area);
    if (list === undefined) areas.set(area, [fault]);
    else list.push(fault);
  }
  const chosen: Fault[] = [];
  while (chosen.length < count && areas.size > 0) {
    for (const [area, list] of areas) {
      if (chosen.length >= count) break;
      chosen.push(...list.splice(random(list.length), 1));
      if (list.length === 0) areas.delete(area);
    }
  }
  return chosen;
}

function profileFor(fault: Fault): string | undefined {
  return PREFERRED.find((id) => {
    const profile = BUILT_IN_PROFILES[id];
    return clausesOfFault(fault, profile, catalogueOf(profile, 'kernel')).length > 0;
  });
}

/** Half of the faults that a race can show are left to the races. */
function targetFor(fault: Fault, raced: ReadonlySet<string>): TargetName {
  const [area = ''] = fault.id.split('/');
  if (WIRE_AREAS.includes(area) || WIRE_LIMITS.test(fault.id)) return 'wire';
  if (RAW.some((pattern) => pattern.test(fault.id))) return 'raw';
  return fault.id.length % 2 === 0 && fault.breaks.some((id) => raced.has(id)) ? 'races' : 'calls';
}

/** Clauses that a case asserts of calls at the same time. */
function racedClauses(): ReadonlySet<string> {
  const profile = BUILT_IN_PROFILES['psd-0.20'];
  const cases = compileSuites(SUITES, profile, catalogueOf(profile));
  const raced = new Set<string>();
  for (const { program } of cases) {
    for (const step of program.steps) {
      if ('par' in step && step.linearizable?.clause !== undefined) {
        raced.add(step.linearizable.clause);
      }
    }
  }
  return raced;
}
