/** @module Builders of steps that make tokens out of tokens: DUPLICATE, RESTRICT, links. */
import type { Ref } from '../../harness/program/program.js';
import { ref } from './steps.js';
import type { SuiteStep } from './suite.js';

/**
 * Where the handle that RESTRICT returns has the rights of its source. The seeds only ask that it
 * can be queried (ruling R57) and adjusted (AG-011). @public
 */
export const USABLE_RESULT = { R57: 'source' } as const;

/** Token types. @public */
export const PRIMARY = 1;
/** @public */
export const IMPERSONATION = 2;

/** What a copy should be; unless said otherwise a primary token, to be queried. @public */
export interface DuplicateRequest {
  readonly accessMask?: number;
  readonly tokenType?: number;
  readonly level?: number;
}

/** KACS_IOC_DUPLICATE of the token bound to `token`. @public */
export function duplicate(as: string, token: string, request: DuplicateRequest = {}): SuiteStep {
  const { accessMask = 0x0008, tokenType = PRIMARY, level = 0 } = request;
  return {
    as,
    op: 'KACS_IOC_DUPLICATE',
    args: { token: ref(`${token}.handle`), accessMask, tokenType, level },
  };
}

/** What RESTRICT takes away and adds; counts and length follow, unless given. @public */
export interface RestrictRequest {
  readonly privileges?: string;
  /** Zero-based indices of groups. */
  readonly indices?: readonly number[];
  /** Restricting SIDs, `S-1-…`. */
  readonly sids?: readonly string[];
  readonly flags?: number;
  /** The payload as bytes, where it is not what indices and SIDs say. */
  readonly data?: string;
  readonly denyIndexCount?: number;
  readonly restrictSidCount?: number;
  readonly dataLength?: number;
}

/** KACS_IOC_RESTRICT of the token bound to `token`. @public */
export function restrict(as: string, token: string, request: RestrictRequest): SuiteStep {
  const { privileges = '0x0', indices = [], sids = [], flags = 0, dataLength } = request;
  return {
    as,
    op: 'KACS_IOC_RESTRICT',
    args: {
      token: ref(`${token}.handle`),
      privilegesToDelete: privileges,
      denyIndexCount: request.denyIndexCount ?? indices.length,
      restrictSidCount: request.restrictSidCount ?? sids.length,
      flags,
      data: request.data ?? restrictPayload(indices, sids),
      ...(dataLength === undefined ? {} : { dataLength }),
    },
  };
}

/** The payload of RESTRICT: 32-bit indices, then packed SIDs. @public */
export function restrictPayload(indices: readonly number[], sids: readonly string[]): string {
  return `${indices.map((index) => littleEndian(index)).join('')}${sids.map(sidHex).join('')}`;
}

/** The bytes of a SID whose authority fits 32 bits. @public */
export function sidHex(text: string): string {
  const [, , authority = '0', ...subAuthorities] = text.split('-');
  const count = subAuthorities.length.toString(16).padStart(2, '0');
  const head = `01${count}${Number(authority).toString(16).padStart(12, '0')}`;
  return head + subAuthorities.map((part) => littleEndian(Number(part))).join('');
}

/** A 32-bit number as little-endian hex. @public */
export function littleEndian(value: number): string {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value >>> 0);
  return buffer.toString('hex');
}

/** Links two tokens of a session as an elevated and a filtered one; must succeed. @public */
export function linkedPair(
  elevated: string,
  filtered: string,
  sessionId: Ref = ref('s.id'),
): SuiteStep {
  return {
    op: 'KACS_IOC_LINK_TOKENS',
    args: {
      token: ref(`${elevated}.handle`),
      elevated: ref(`${elevated}.handle`),
      filtered: ref(`${filtered}.handle`),
      sessionId,
    },
    expect: [{ is: { kind: 'returned' } }],
  };
}
