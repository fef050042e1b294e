/** @module Which faults a power run hunts, under which profile and with which target. */
import type { Fault } from '../../../reference/faults/fault.js';
import { FAULTS } from '../../../reference/faults/index.js';
import { BUILT_IN_PROFILES } from '../../../reference/profiles/built-in.generated.js';
import { catalogueOf } from '../../catalogue/catalogue.js';
import { clausesOfFault } from '../../faults/kill.js';
import { seededRandom } from '../../protocol/random.js';
import type { TargetName } from '../target.js';
import { RACE_FAULTS } from './torn.js';

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
  /^limits\/(?!.*leaves-a).*(?:spec|dacl-cut|63-groups|groups-beyond|no-limit|logon-sid|claims)/;
/** What only a raw call can say: words, and where a buffer lies. */
const RAW = [
  /^ioctl-common\/(?:word-|only-the-number|unknown-words|sockets-take|files-take)/,
  /^ioctl-query\/(?:overlap-|buffer-right)/,
];
const RACES_SHARE = 0.1;
const TOOL = /^(?:logonse|tool)/;

const USED = 'when a call marks a privilege as used is left open (ARCHITECTURE.md, Judging)';
const UNOBSERVABLE: readonly (readonly [RegExp, string])[] = [
  [/used-mask|not-noted|used-cleared|used-privileges|no-privilege-used|no-longer-used/, USED],
  [/^ioctl-query\/large-buffer-refused$/, 'ENOMEM may come of any call that asks for much memory'],
  [/group-attributes-of-16-bits/, 'undefined attribute bits are open (ruling R34)'],
  [/enabled-without-present/, 'an enabled privilege that is not present may be refused (R31)'],
  [/empty-sessions-time-out/, 'time-outs show only to Programs that wait, and those take as long'],
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
  const chosen = spreadOverAreas(seed, Math.ceil(count * (1 - RACES_SHARE)));
  const blind = chosen.flatMap(({ id }) => {
    const reason = unobservable(id);
    return reason === undefined ? [] : [{ fault: id, reason }];
  });
  const quarries = chosen
    .filter(({ id }) => unobservable(id) === undefined)
    .flatMap((fault) => {
      const profile = profileFor(fault);
      if (profile === undefined) return [];
      return [{ fault: fault.id, profile, target: targetFor(fault) }];
    });
  return { quarries: [...quarries, ...races(seed, count)], unobservable: blind };
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

function targetFor(fault: Fault): TargetName {
  const [area = ''] = fault.id.split('/');
  if (WIRE_AREAS.includes(area) || WIRE_LIMITS.test(fault.id)) return 'wire';
  return RAW.some((pattern) => pattern.test(fault.id)) ? 'raw' : 'calls';
}

/** Faults that only calls at the same time show: one of ten, or all. */
function races(seed: number, count: number): readonly Quarry[] {
  const random = seededRandom(seed);
  const rest = [...RACE_FAULTS];
  const chosen: Quarry[] = [];
  while (chosen.length < count * RACES_SHARE && rest.length > 0) {
    for (const { id } of rest.splice(random(rest.length), 1)) {
      chosen.push({ fault: id, profile: 'psd-0.20', target: 'races' });
    }
  }
  return chosen;
}
