/**
 * @module Session records put together byte by byte, as the document writes them: no table has a
 * part in them, so that a wrong table cannot hide behind itself.
 */

/** Little-endian bytes of a number, as hex. @internal */
export function littleEndian(value: number, bytes: number): string {
  return Array.from({ length: bytes }, (_, i) => {
    const byte = Math.floor(value / 2 ** (8 * i)) % 256;
    return byte.toString(16).padStart(2, '0');
  }).join('');
}

/** S-1-5-21-1111-2222-3333-…: a SID of 28 bytes for a domain user. @internal */
export const USER_SID = sidOf(21, 1111, 2222, 3333, 1001);

/** A SID of NT authority with these sub-authorities, as hex. @internal */
export function sidOf(...subAuthorities: readonly number[]): string {
  const count = subAuthorities.length;
  return `01${littleEndian(count, 1)}000000000005${subAuthorities
    .map((value) => littleEndian(value, 4))
    .join('')}`;
}

/** A SID of NT authority with that many sub-authorities, `21` first, as hex. @internal */
export function sidWith(count: number): string {
  return sidOf(...Array.from({ length: count }, (_, n) => (n === 0 ? 21 : n)));
}

/** `Negotiate`, as hex. @internal */
export const NEGOTIATE = '4e65676f7469617465';

/** What a record says; a length that is not given is the true one. @internal */
export interface RecordParts {
  readonly type?: number;
  /** Hex. */
  readonly package?: string;
  readonly packageLength?: number;
  /** Hex. */
  readonly sid?: string;
  readonly sidLength?: number;
}

/** A session record: Interactive, Negotiate, a domain user, unless said otherwise. @internal */
export function recordOf(parts: RecordParts = {}): string {
  const name = parts.package ?? NEGOTIATE;
  const sid = parts.sid ?? USER_SID;
  return [
    littleEndian(parts.type ?? 2, 1),
    littleEndian(parts.packageLength ?? name.length / 2, 2),
    name,
    littleEndian(parts.sidLength ?? sid.length / 2, 4),
    sid,
  ].join('');
}

/** A package name of that many letters, as hex. @internal */
export function letters(count: number): string {
  return '61'.repeat(count);
}

/** The first bytes of a record. @internal */
export function firstBytes(record: string, count: number): string {
  return record.slice(0, count * 2);
}
