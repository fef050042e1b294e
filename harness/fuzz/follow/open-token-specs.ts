/** @module Token specs that the documents leave to the implementation, ruling by ruling. */
import { ALL_PRIVILEGES, GROUP } from '../../../reference/abi/numbers.js';
import type { CreateTokenContext } from '../../../reference/kernel/calls/create-token.js';
import type { Profile } from '../../../reference/profiles/built-in.generated.js';
import type { TokenSpec } from '../../../reference/wire/values.js';
import {
  decodeWithPlaces,
  encode,
  equalBytes,
  equalSid,
  sidBytes,
  toHex,
  type Wire,
} from '../../../reference/wire/wire.js';

/** Whether a ruling applies; `vague`: what comes of the call is open, too. @internal */
export type Points<C> = readonly (readonly [
  ruling: string,
  applies: (context: C, profile: Profile) => boolean,
  vague?: true,
])[];

const KNOWN_ATTRIBUTES = 0x7f;
const GROUPS_CERTAIN = 63;
const LOGON_SID_PREFIX = '010300000000000505000000';

/** @internal */
export const TOKEN_SPECS: Points<CreateTokenContext> = [
  [
    'R28',
    ({ spec, buffer, world }) =>
      !isPlain(world.model.wire, spec, buffer.bytes) && sharesBytes(world.model.wire, buffer.bytes),
    true,
  ],
  ['R28', ({ spec, buffer, world }) => !isPlain(world.model.wire, spec, buffer.bytes)],
  ['R98', ({ spec, session }) => session !== undefined && !equalSid(session.userSid, spec.userSid)],
  ['R38', ({ spec }) => spec.projectedUid === 0 || spec.projectedGid === 0],
  [
    'R27',
    ({ spec }, { switches }) =>
      switches.R27 === 'by-size' && (spec.groups?.length ?? 0) > GROUPS_CERTAIN,
  ],
  [
    'R30',
    ({ spec }, { switches }) => {
      const owner = spec.groups?.[spec.ownerIndex - 1];
      return (
        switches.R30 === 'either' && owner !== undefined && (owner.attributes & GROUP.OWNER) === 0
      );
    },
  ],
  ['R24', ({ spec }) => (spec.privilegesPresent & ~ALL_PRIVILEGES) !== 0n, true],
  [
    'R05',
    ({ spec }) => ((spec.privilegesEnabledByDefault ?? 0n) & ~spec.privilegesPresent) !== 0n,
    true,
  ],
  [
    'R33',
    ({ spec }) =>
      [
        spec.confinementExempt,
        spec.isolationBoundary,
        spec.writeRestricted,
        spec.userDenyOnly,
      ].some((flag) => (flag ?? 0) > 1),
    true,
  ],
  ['R34', ({ spec }) => (spec.groups ?? []).some(oddGroup), true],
  ['R39', ({ spec }) => hasTwins(spec), true],
  ['R39', ({ spec }) => (spec.groups ?? []).some(({ sid }) => equalSid(sid, spec.userSid))],
  ['R25', ({ spec }) => spec.capabilities !== undefined && spec.confinementSid === undefined, true],
  [
    'R35',
    ({ spec }, { switches }) =>
      switches.R48 === 'direct' && spec.userSid.subAuthorities.length === 0,
  ],
  [
    'R40',
    ({ spec }, { switches }) =>
      switches.R40 === 'record' && (spec.defaultDacl?.aces ?? []).some(({ type }) => type > 1),
    true,
  ],
  [
    'R48',
    ({ spec }, { switches }) =>
      switches.R48 === 'direct' && (spec.userClaims ?? spec.deviceClaims) !== undefined,
    true,
  ],
];

/** No gaps, no shared bytes, nothing left over: the sections of the value, in any order. */
function isPlain(wire: Wire, spec: TokenSpec, bytes: Uint8Array): boolean {
  let plain: Uint8Array;
  try {
    plain = encode(wire, 'TOKEN_SPEC', spec).bytes;
  } catch {
    return false;
  }
  if (plain.length !== bytes.length) return false;
  const header = wire.profile.abi.tokenSpecHeaderBytes;
  return equalBytes(plain.slice(header).sort(), bytes.slice(header).sort());
}

const SECTIONS: readonly string[] = [
  ...['userSid', 'groups', 'restrictedSids', 'deviceGroups', 'restrictedDeviceGroups'],
  ...['userClaims', 'deviceClaims', 'defaultDacl', 'confinementSid', 'capabilities'],
  ...['supplementaryGids', 'registryExtension'],
];

/** Sections that lie over each other, or over the header: what their values are is open. */
function sharesBytes(wire: Wire, bytes: Uint8Array): boolean {
  const { places } = decodeWithPlaces(wire, 'TOKEN_SPEC', bytes);
  const header = { start: 0, end: wire.profile.abi.tokenSpecHeaderBytes };
  const taken = SECTIONS.flatMap((name) => places.get(name) ?? []);
  const sorted = [header, ...taken].sort((a, b) => a.start - b.start || a.end - b.end);
  return sorted.some(({ start, end }, n) => end > start && start < (sorted[n - 1]?.end ?? 0));
}

/** Undefined bits, the kernel's own mark, and logon SIDs. */
function oddGroup({ sid, attributes }: NonNullable<TokenSpec['groups']>[number]): boolean {
  return (
    (attributes & ~KNOWN_ATTRIBUTES) !== 0 || toHex(sidBytes(sid)).startsWith(LOGON_SID_PREFIX)
  );
}

function hasTwins({ groups = [] }: TokenSpec): boolean {
  const all = groups.map(({ sid }) => toHex(sidBytes(sid)));
  return new Set(all).size < all.length;
}
