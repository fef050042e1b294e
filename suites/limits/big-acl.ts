/**
 * @module Well-formed ACLs of any size that is a multiple of 4, as JSON for a token spec and byte
 * by byte as the document writes them.
 */
import type { TemplateValue } from '../language/template.js';

/** Access-allowed ACEs, mask 1: for S-1-1-0 (20 bytes) and for a SID of 15 numbers (76 bytes). */
const SHORT_BODY = `01000000${'010100000000000100000000'}`;
const LONG_BODY = `01000000${'010f000000000005'}${'15000000'.repeat(15)}`;
const SHORT_BYTES = 20;
const LONG_BYTES = 76;
const ACL_HEADER_BYTES = 8;

/** The bodies of ACEs that fill an ACL of so many bytes. */
function bodies(bytes: number): readonly string[] {
  const room = bytes - ACL_HEADER_BYTES;
  const most = Math.floor(room / LONG_BYTES);
  for (let long = most; long >= Math.max(0, most - SHORT_BYTES); long -= 1) {
    const rest = room - long * LONG_BYTES;
    if (rest % SHORT_BYTES !== 0) continue;
    const short = Array.from({ length: rest / SHORT_BYTES }, () => SHORT_BODY);
    return [...Array.from({ length: long }, () => LONG_BODY), ...short];
  }
  throw new RangeError(`no ACL of ${bytes} bytes`);
}

/** An ACL of exactly so many bytes, for a token spec. @internal */
export function aclOfSize(bytes: number): TemplateValue {
  return { revision: 2, aces: bodies(bytes).map((body) => ({ type: 0, flags: 0, body })) };
}

/** The same as hex. @internal */
export function aclBytesOfSize(bytes: number): string {
  const list = bodies(bytes);
  const aces = list.map((body) => `0000${twoBytes(4 + body.length / 2)}${body}`);
  return `0200${twoBytes(bytes)}${twoBytes(list.length)}0000${aces.join('')}`;
}

/** Little-endian. */
function twoBytes(value: number): string {
  const text = value.toString(16).padStart(4, '0');
  return text.slice(2) + text.slice(0, 2);
}
