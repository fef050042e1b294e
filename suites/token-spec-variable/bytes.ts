/**
 * @module Bytes typed from the documents: numbers, SIDs, list entries and ACLs as hex, so that a
 * case does not depend on the encoder that it tests.
 */
import { tokenSpec } from '../language/steps.js';
import { edit, type BytesTemplate, type Edit, type TemplateValue } from '../language/template.js';

/** A little-endian number of `width` bytes. @internal */
export function number(width: number, value: number): string {
  const bytes = Array.from({ length: width }, (_, i) => Math.floor(value / 2 ** (8 * i)) % 256);
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @internal */
export const u8 = (value: number): string => number(1, value);
/** @internal */
export const u16 = (value: number): string => number(2, value);
/** @internal */
export const u32 = (value: number): string => number(4, value);

/** Bytes of a hex text. @internal */
export function sizeOf(hex: string): number {
  return hex.length / 2;
}

/** The hex of the bytes from `from` up to `to`. @internal */
export function slice(hex: string, from: number, to?: number): string {
  return hex.slice(2 * from, to === undefined ? undefined : 2 * to);
}

/** The hex with a little-endian number of `width` bytes at `at`. @internal */
export function patch(hex: string, at: number, width: number, value: number): string {
  return slice(hex, 0, at) + number(width, value) + slice(hex, at + width);
}

/** A SID: revision 1, count, authority big-endian, sub-authorities little-endian. @internal */
export function sidHex(authority: number, ...subAuthorities: readonly number[]): string {
  const big = authority.toString(16).padStart(12, '0');
  return `01${u8(subAuthorities.length)}${big}${subAuthorities.map(u32).join('')}`;
}

/** S-1-1-0. @internal */
export const EVERYONE = '010100000000000100000000';
/** S-1-5-11. @internal */
export const AUTHENTICATED = '01010000000000050b000000';

/** A list entry: SID length, SID, attributes. @internal */
export function entry(sid: string, attributes = 7, sidLength = sizeOf(sid)): string {
  return u32(sidLength) + sid + u32(attributes);
}

/** An ACE of a single-SID type: header, mask, SID, application data. @internal */
export function ace(type: number, sid: string, data = '', flags = 0): string {
  return aceOf(type, `ff010f00${sid}${data}`, flags);
}

/** An ACE with any body. @internal */
export function aceOf(type: number, body: string, flags = 0): string {
  return u8(type) + u8(flags) + u16(4 + sizeOf(body)) + body;
}

/** An ACL of revision 2, unless said otherwise. @internal */
export function acl(
  aces: readonly string[],
  more: { readonly revision?: number; readonly size?: number; readonly count?: number } = {},
): string {
  const body = aces.join('');
  const { revision = 2, size = 8 + sizeOf(body), count = aces.length } = more;
  return `${u8(revision)}00${u16(size)}${u16(count)}0000${body}`;
}

/** The two token spec layouts, as conditions of cases. @internal */
export const WIDE = { R02: 'wide' } as const;
/** @internal */
export const PACKED = { R02: 'packed' } as const;

/** How {@link withBytes} places its section. @internal */
export interface RawSection {
  /** The stated length, if it is not that of the bytes. */
  readonly length?: number;
  /** Further fields of the spec. */
  readonly value?: Readonly<Record<string, TemplateValue | undefined>>;
  /** The last section before it, and that section's size. */
  readonly after?: readonly [place: string, size: number];
  readonly edits?: readonly Edit[];
}

/** The plain spec with a section of stated byte length that holds these bytes. @internal */
export function withBytes(section: string, hex: string, more: RawSection = {}): BytesTemplate {
  return withField(section, `${section}Length`, hex, more.length ?? sizeOf(hex), more);
}

/** The plain spec with a section whose header field (a length or a count) is typed. @internal */
export function withField(
  section: string,
  field: string,
  hex: string,
  value: number,
  more: RawSection = {},
): BytesTemplate {
  // The second of the plain groups, S-1-5-11, takes 4 + 12 + 4 bytes.
  const [place, size] = more.after ?? ['groups[1]', 20];
  return tokenSpec(more.value, [
    edit.append(hex),
    edit.point(`${section}Offset`, place, size),
    edit.set(field, value),
    ...(more.edits ?? []),
  ]);
}

/** A list of entries under layout `wide`: the count stands in front of them. @internal */
export function wideList(
  section: string,
  entries: readonly string[],
  more: RawSection & { readonly count?: number } = {},
): BytesTemplate {
  return withBytes(section, u32(more.count ?? entries.length) + entries.join(''), more);
}

/** A list of entries under the packed layouts: the count stands in the header. @internal */
export function packedList(
  section: string,
  entries: readonly string[],
  more: RawSection & { readonly count?: number } = {},
): BytesTemplate {
  const count = more.count ?? entries.length;
  return withField(section, `${section}Count`, entries.join(''), count, more);
}
