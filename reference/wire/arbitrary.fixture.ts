/** @module fast-check arbitraries for values of the wire structures. */

import fc from 'fast-check';
import type { Profile } from '../profiles/built-in.generated.js';
import { sampleTokenSpec } from './samples.fixture.js';
import type { Acl, Claim, SessionSpec, Sid, SidAndAttributes, TokenSpec } from './values.js';

const u32 = fc.nat({ max: 0xffffffff });
const u64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

/** @internal */
export const sidArbitrary: fc.Arbitrary<Sid> = fc.record({
  revision: fc.constant(1),
  authority: fc.maxSafeNat().map((number) => number % 2 ** 48),
  subAuthorities: fc.array(u32, { maxLength: 15 }),
});

/** @internal */
export const listArbitrary: fc.Arbitrary<readonly SidAndAttributes[]> = fc.array(
  fc.record({ sid: sidArbitrary, attributes: u32 }),
  { minLength: 1, maxLength: 6 },
);

/** ACEs of types that KACS does not know, whose bodies are free. @internal */
export const aclArbitrary: fc.Arbitrary<Acl> = fc.record({
  revision: fc.constantFrom(2, 4),
  aces: fc.array(
    fc.record({
      type: fc.nat({ max: 0xff }).map((type) => (type <= 20 ? 0x7f : type)),
      flags: fc.nat({ max: 0xff }),
      body: fc
        .uint8Array({ maxLength: 40 })
        .map((bytes) => Uint8Array.from(bytes.subarray(0, bytes.length & ~3))),
    }),
    { maxLength: 4 },
  ),
});

const nameArbitrary = fc.string({ minLength: 1, maxLength: 20 }).map((text) => {
  return text.replaceAll('\\0', '_');
});

function claimOf<V>(type: number, value: fc.Arbitrary<V>): fc.Arbitrary<Claim> {
  return fc.record({
    name: nameArbitrary,
    type: fc.constant(type),
    flags: u32,
    values: fc.array(value, { maxLength: 4 }),
  }) as unknown as fc.Arbitrary<Claim>;
}

/** @internal */
export const claimsArbitrary: fc.Arbitrary<readonly Claim[]> = fc.array(
  fc.oneof(
    claimOf(1, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    claimOf(2, u64),
    claimOf(3, nameArbitrary),
    claimOf(5, sidArbitrary),
    claimOf(6, u64),
    claimOf(
      16,
      fc.uint8Array({ maxLength: 30 }).map((bytes) => Uint8Array.from(bytes)),
    ),
  ),
  { minLength: 1, maxLength: 4 },
);

/** @internal */
export const sessionArbitrary: fc.Arbitrary<SessionSpec> = fc.record({
  logonType: fc.constantFrom(2, 3, 4, 5, 8, 9),
  authPackage: fc
    .string({ unit: 'grapheme', maxLength: 40 })
    .map((text) => new TextEncoder().encode(text)),
  userSid: sidArbitrary,
});

/** Valid token specs of a profile. @internal */
export function tokenArbitrary(profile: Profile): fc.Arbitrary<TokenSpec> {
  const base = sampleTokenSpec(profile);
  const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.option(arbitrary, { nil: undefined });
  return fc
    .record({
      userSid: sidArbitrary,
      groups: maybe(listArbitrary),
      restrictedSids: maybe(listArbitrary),
      deviceGroups: maybe(listArbitrary),
      restrictedDeviceGroups: maybe(listArbitrary),
      userClaims: maybe(claimsArbitrary),
      deviceClaims: maybe(claimsArbitrary),
      defaultDacl: maybe(aclArbitrary),
      confinementSid: maybe(sidArbitrary),
      supplementaryGids: maybe(fc.array(u32, { minLength: 1, maxLength: 8 })),
      sessionId: u64,
      expiration: u64,
      origin: u64,
      interactiveSessionId: u32,
      projectedUid: u32,
      projectedGid: u32,
    })
    .map((random) => {
      const isolationBoundary = random.confinementSid === undefined ? 0 : 1;
      const spec = { ...base, ...random, isolationBoundary, ownerIndex: 0, primaryGroupIndex: 0 };
      const present = Object.entries(spec).filter(([, value]) => value !== undefined);
      return Object.fromEntries(present) as unknown as TokenSpec;
    });
}
