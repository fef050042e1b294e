/**
 * @module What goes together in a profile: a wire layout and the switches that describe it, a
 * number
 * of the ABI and the switch whose answer it is. A profile file may state any of them; the others
 * follow, as they stand together in a built-in profile.
 */
import { BUILT_IN_PROFILES, type Profile } from '../../reference/profiles/built-in.generated.js';

type Values = Readonly<Record<string, unknown>>;

/** Names of values that only make sense together: `layout`, `abi.maxGroups`, `switches.R27`. */
const FACETS: readonly (readonly string[])[] = [
  [
    ...['layout', 'abi.tokenSpecVersion', 'abi.tokenSpecHeaderBytes'],
    ...['R02', 'R03', 'R04', 'R05', 'R06', 'R07', 'R08', 'R09', 'R10'].map(switchName),
  ],
  ['claims', switchName('R48'), 'abi.claimNameMaxUnits', 'abi.claimMaxValues'],
  ['abi.adjustGroupsBytes', 'abi.adjustGroupsIoctl', 'abi.previousStateWords', switchName('R11')],
  ['abi.statisticsBytes', switchName('R14')],
  ['abi.queryClasses', switchName('R15')],
  ['abi.maxGroups', switchName('R27')],
  ['abi.tokenIdentityBytes', switchName('R51')],
];

function switchName(ruling: string): string {
  return `switches.${ruling}`;
}

/** What a profile file may state. @internal */
export type Stated = Partial<Pick<Profile, 'layout' | 'claims'>> & {
  readonly abi?: Partial<Profile['abi']>;
  readonly switches?: Partial<Profile['switches']>;
};

/**
 * The basis with what is stated and what follows from it; a text says what does not fit. @internal
 */
export function withStated(basis: Profile, stated: Stated): Profile | string {
  const own = flat(stated);
  const values: Record<string, unknown> = { ...flat(basis), ...own };
  for (const facet of FACETS) {
    const named = facet.filter((name) => Object.hasOwn(own, name));
    if (named.length === 0) continue;
    const model = [basis, ...Object.values(BUILT_IN_PROFILES)]
      .map(flat)
      .find((known) => named.every((name) => known[name] === own[name]));
    if (model === undefined) return misfit(named, own);
    for (const name of facet) values[name] = model[name];
  }
  return {
    ...basis,
    layout: values['layout'] as Profile['layout'],
    claims: values['claims'] as Profile['claims'],
    abi: section(values, 'abi.') as unknown as Profile['abi'],
    switches: section(values, 'switches.') as unknown as Profile['switches'],
  };
}

function misfit(named: readonly string[], own: Values): string {
  const words = named.map((name) => `${name} ${String(own[name])}`).join(', ');
  return named.length === 1
    ? `${words}: no built-in profile has this, so no clause says what it means`
    : `${words}: no built-in profile has these together, so no clause says what they mean`;
}

function flat({ layout, claims, abi, switches }: Stated): Values {
  return {
    ...(layout === undefined ? {} : { layout }),
    ...(claims === undefined ? {} : { claims }),
    ...prefixed('abi.', abi ?? {}),
    ...prefixed('switches.', switches ?? {}),
  };
}

function prefixed(prefix: string, values: object): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [prefix + name, value as unknown]),
  );
}

function section(values: Values, prefix: string): Values {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}
