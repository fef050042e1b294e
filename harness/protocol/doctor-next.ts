/**
 * @module The doctor's last step: what can be judged by what is claimed, how to run it, and what to
 * carry out and claim next.
 */
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import type { Hello } from '../adapters/adapter.js';
import type { ProtocolClient } from '../adapters/stdio/client.js';
import { catalogueOf } from '../catalogue/catalogue.js';
import { PROBES, tryProbes } from './doctor-probes.js';
import { OPS } from './ops.js';

/** Every case runs as a process of its own. */
const ALWAYS = 'processes';
/** The smallest area, and what it takes. */
const FIRST_AREA = 'session-spec';
const FIRST_CLAIMS = [ALWAYS, 'sessions'] as const;

/** How far a list of capabilities reaches. */
interface Reach {
  /** Clauses of which at least one case can run, of all that can be tested. */
  readonly clauses: number;
  readonly testable: number;
  /** The area to begin with. */
  readonly area?: string;
  /** The capability that adds most by itself, if any adds something. */
  readonly gain?: { readonly capability: string; readonly clauses: number };
}

/** Lines for the author of an adapter that keeps to the protocol. @internal */
export async function nextSteps(
  client: ProtocolClient,
  words: readonly string[],
  profile: Profile,
  hello: Hello,
): Promise<readonly string[]> {
  const reach = reachOf(profile, hello.capabilities);
  if (reach.area === undefined) return await firstClaims(client, hello);
  const command = `npx kacs-conformance certify ${words.map(quoted).join(' ')}`;
  return [
    `6 next: what is claimed reaches up to ${reach.clauses} of ${reach.testable} clauses; ` +
      'a first area, then everything',
    `  ${command} --suite '${reach.area}/**'`,
    `  ${command} --out reports/out/mine`,
    ...gainLines(reach),
  ];
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w./=+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function gainLines({ gain }: Reach): readonly string[] {
  if (gain === undefined) return [];
  const { capability, clauses } = gain;
  const methods = Object.keys(OPS).filter((name) => OPS[name]?.capability === capability);
  return [`  then: "${capability}" would reach ${clauses} more, by ${methods.join(', ')}`];
}

/** Not a clause can be judged: what is there already for the smallest area, and what is missing. */
async function firstClaims(client: ProtocolClient, hello: Hello): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const capability of FIRST_CLAIMS) {
    const probes = (PROBES[capability] ?? []).filter(({ needs }) => needs === undefined);
    const answered: string[] = [];
    for await (const [op, outcome] of tryProbes(client, probes, [])) {
      if (outcome.kind !== 'refused' || outcome.errno !== 'ENOSYS') answered.push(op);
    }
    const missing = probes.map(({ op }) => op).filter((op) => !answered.includes(op));
    const words = [
      ...(hello.capabilities.includes(capability) ? ['claimed'] : []),
      ...(answered.length === 0 ? [] : [`${answered.join(', ')} answered already`]),
      ...(missing.length === 0 ? [] : [`to be carried out: ${missing.join(', ')}`]),
    ];
    lines.push(`  "${capability}": ${words.join('; ')}`);
  }
  return [
    '6 next: no clause can be judged by what is claimed; for a first suite, claim',
    ...lines,
    '  and ask the doctor again; docs/adapters.md goes through it step by step',
  ];
}

function reachOf(profile: Profile, claimed: readonly string[]): Reach {
  const clauses = [...catalogueOf(profile, 'kernel').values()]
    .map(({ clause }) => clause)
    .filter(({ testable }) => testable);
  const reached = (capabilities: readonly string[]): typeof clauses =>
    capabilities.includes(ALWAYS)
      ? clauses.filter(({ needs }) => needs.every((need) => capabilities.includes(need)))
      : [];
  const now = reached(claimed);
  const [gain] = [...new Set(Object.values(OPS).map(({ capability }) => capability))]
    .filter((capability) => !claimed.includes(capability))
    .map((capability) => ({
      capability,
      clauses: reached([...claimed, capability]).length - now.length,
    }))
    .sort((a, b) => b.clauses - a.clauses);
  const areas = now.map(({ area }) => area);
  const area = areas.includes(FIRST_AREA) ? FIRST_AREA : areas[0];
  return {
    clauses: now.length,
    testable: clauses.length,
    ...(area === undefined ? {} : { area }),
    ...(gain === undefined || gain.clauses === 0 ? {} : { gain }),
  };
}
