/** @module SIDs as text (`S-1-5-18`), as bytes, and compared. */

import type { Sid } from './values.js';

/** `S-1-5-18`; an authority of 2^32 and more is written in hex, as Windows does. @public */
export function formatSid(sid: Sid): string {
  const authority =
    sid.authority < 2 ** 32
      ? String(sid.authority)
      : `0x${sid.authority.toString(16).padStart(12, '0')}`;
  const tail = sid.subAuthorities.map((value) => `-${value}`).join('');
  return `S-${sid.revision}-${authority}${tail}`;
}

const SID_TEXT = /^[Ss]-(\d{1,3})-(\d{1,15}|0[xX][0-9a-fA-F]{1,12})((?:-\d{1,10})*)$/;

/** Reads the text form; throws a RangeError with one clear line. @public */
export function parseSid(text: string): Sid {
  const match = SID_TEXT.exec(text);
  const fail = (): never => {
    throw new RangeError(`expected a SID such as S-1-5-18, got ${JSON.stringify(text)}`);
  };
  if (match === null) return fail();
  const revision = Number(match[1]);
  const authority = Number(match[2]);
  const tail = match[3] ?? '';
  const subAuthorities = tail === '' ? [] : tail.slice(1).split('-').map(Number);
  if (revision > 255 || authority >= 2 ** 48) return fail();
  if (subAuthorities.length > 255) return fail();
  if (subAuthorities.some((value) => value > 0xffffffff)) return fail();
  return { revision, authority, subAuthorities };
}

/** Whether two SIDs are the same, revision included. @public */
export function equalSid(left: Sid, right: Sid): boolean {
  return (
    left.revision === right.revision &&
    left.authority === right.authority &&
    left.subAuthorities.length === right.subAuthorities.length &&
    left.subAuthorities.every((value, index) => value === right.subAuthorities[index])
  );
}

/** The binary form: 8 bytes and 4 per sub-authority. @public */
export function sidBytes(sid: Sid): Uint8Array {
  const bytes = new Uint8Array(8 + 4 * sid.subAuthorities.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, sid.revision);
  view.setUint8(1, sid.subAuthorities.length);
  view.setUint16(2, Math.floor(sid.authority / 2 ** 32));
  view.setUint32(4, sid.authority % 2 ** 32);
  sid.subAuthorities.forEach((value, index) => view.setUint32(8 + 4 * index, value, true));
  return bytes;
}
