/**
 * @module Probes a candidate with harmless calls along the three axes of a profile: wire layout,
 * ABI, semantics (contracts, "Profiles"; ruling R02).
 */
import { BUILT_IN_PROFILES, type Profile } from '../../reference/profiles/built-in.generated.js';
import { toHex } from '../../reference/wire/hex.js';
import { encode, fromJson, wireOf } from '../../reference/wire/wire.js';
import type { Adapter, Hello } from '../adapters/adapter.js';
import type { JsonObject, Outcome } from '../program/program.js';
import type { Report } from '../report.js';

/** What the probes found; `unknown` where they could not tell. @public */
export interface Detected {
  readonly layout: 'wide' | 'packed' | 'both' | 'neither' | 'unknown';
  readonly abi: 'statistics-40' | 'statistics-48' | 'unknown';
  readonly semantics: 'integrity-five' | 'integrity-any' | 'unknown';
  /** Built-in profiles that agree with everything found. */
  readonly candidates: readonly string[];
}

const UNKNOWN: Detected = {
  layout: 'unknown',
  abi: 'unknown',
  semantics: 'unknown',
  candidates: [],
};
const NEEDED = ['sessions', 'tokens', 'query', 'processes'];
const SESSION = '020900' + '4e65676f7469617465' + '0c000000' + '010100000000000512000000';
const STATISTICS_CLASS = 11;
const UNLISTED_INTEGRITY = 8448;

type Calls = (op: string, args: JsonObject) => Promise<Outcome>;

/** Probes the candidate; leaves nothing behind. @internal */
export async function detect(adapter: Adapter, hello: Hello): Promise<Detected> {
  if (!NEEDED.every((need) => hello.capabilities.includes(need))) return UNKNOWN;
  const spawned = await adapter.call('world.spawn', { actor: 'init', identity: 'own' });
  if (spawned.kind !== 'returned') return UNKNOWN;
  const actor = String(spawned.value['actor']);
  const call: Calls = (op, args) => adapter.call(op, { ...args, actor });
  const session = await call('kacs_create_session', { spec: SESSION });
  const found =
    session.kind === 'returned' ? await probe(call, String(session.value['id'])) : UNKNOWN;
  await call('world.exit', {});
  if (session.kind === 'returned') {
    const id = String(session.value['id']);
    await adapter.call('kacs_destroy_empty_session', { actor: 'init', id });
  }
  return { ...found, candidates: matching(found) };
}

async function probe(call: Calls, sessionId: string): Promise<Detected> {
  const mint = (profile: Profile, integrityLevel: number): Promise<Outcome> =>
    call('kacs_create_token', { spec: minimalToken(profile, sessionId, integrityLevel) });
  const { 'learn-0.20': wide, 'psd-0.20': packed, 'psd-0.22': anyIntegrity } = BUILT_IN_PROFILES;
  const [asWide, asPacked] = [await mint(wide, 8192), await mint(packed, 8192)];
  const token = [asWide, asPacked].find((outcome) => outcome.kind === 'returned');
  if (token?.kind !== 'returned') return { ...UNKNOWN, layout: 'neither' };
  const layout =
    asWide.kind === 'returned' ? (asPacked.kind === 'returned' ? 'both' : 'wide') : 'packed';
  const sized = await call('KACS_IOC_QUERY', {
    token: Number(token.value['handle']),
    class: STATISTICS_CLASS,
    capacity: 0,
  });
  const length = sized.kind === 'returned' ? sized.value['length'] : undefined;
  const other = await mint(layout === 'wide' ? wide : anyIntegrity, UNLISTED_INTEGRITY);
  return {
    layout,
    abi: length === 40 ? 'statistics-40' : length === 48 ? 'statistics-48' : 'unknown',
    semantics: other.kind === 'returned' ? 'integrity-any' : 'integrity-five',
    candidates: [],
  };
}

/** A minimal token spec in the layout of the profile. */
function minimalToken(profile: Profile, sessionId: string, integrityLevel: number): string {
  const wire = wireOf(profile);
  const value = fromJson(wire, 'TOKEN_SPEC', {
    version: 2,
    tokenType: 1,
    impersonationLevel: 0,
    integrityLevel,
    mandatoryPolicy: 1,
    sessionId,
    expiration: '0x0',
    origin: '0x0',
    auditPolicy: 0,
    interactiveSessionId: 0,
    ownerIndex: 0,
    primaryGroupIndex: 0,
    privilegesPresent: '0x0',
    privilegesEnabled: '0x0',
    privilegesEnabledByDefault: '0x0',
    confinementExempt: 0,
    isolationBoundary: 0,
    writeRestricted: 0,
    userDenyOnly: 0,
    projectedUid: 65534,
    projectedGid: 65534,
    sourceName: '70726f6265000000',
    sourceId: '0x0',
    userSid: 'S-1-5-18',
  });
  return toHex(encode(wire, 'TOKEN_SPEC', value).bytes);
}

function matching(found: Detected): readonly string[] {
  return Object.values(BUILT_IN_PROFILES)
    .filter((profile) => contradictions(profile, found).length === 0)
    .map(({ id }) => id);
}

/** Where a profile and the findings disagree, in words. @internal */
export function contradictions(profile: Profile, found: Report['detected']): readonly string[] {
  const lines: string[] = [];
  const layout = profile.layout === 'wide' ? 'wide' : 'packed';
  if (found.layout === 'neither') lines.push('no token-spec layout of the documents is accepted');
  if (found.layout === 'both') lines.push('both token-spec layouts are accepted (ruling R02)');
  if ((found.layout === 'wide' || found.layout === 'packed') && found.layout !== layout) {
    lines.push(`token specs are ${found.layout}, the profile says ${layout} (ruling R02)`);
  }
  const { statisticsBytes } = profile.abi;
  const bytes = found.abi === 'statistics-40' ? 40 : found.abi === 'statistics-48' ? 48 : undefined;
  if (bytes !== undefined && statisticsBytes !== null && bytes !== statisticsBytes) {
    lines.push(
      `TokenStatistics has ${bytes} bytes, the profile says ${statisticsBytes} (ruling R14)`,
    );
  }
  const five = profile.switches.R26 === 'five';
  if (found.semantics === 'integrity-any' && five) {
    lines.push('integrity 8448 is accepted, the profile knows five levels (ruling R26)');
  }
  if (found.semantics === 'integrity-five' && !five) {
    lines.push('integrity 8448 is refused, the profile admits any level (ruling R26)');
  }
  return lines;
}
