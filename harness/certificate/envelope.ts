/** @module DSSE envelopes, version 1: a payload, its type, and signatures over both. */
import { sign, verify } from 'node:crypto';
import type { Key } from './keys.js';

/** @internal */
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** @internal */
export interface Envelope {
  readonly payloadType: string;
  /** Base64. */
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** So many signatures are looked at. */
const SIGNATURES_MAX = 16;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Signs a payload. @internal */
export function seal(payload: Buffer, { key, id }: Key): Envelope {
  const sig = sign(null, preAuthentication(PAYLOAD_TYPE, payload), key).toString('base64');
  return {
    payload: payload.toString('base64'),
    payloadType: PAYLOAD_TYPE,
    signatures: [{ keyid: id, sig }],
  };
}

/** The first of the keys that signed it; the ids that it names are not believed. @internal */
export function signerOf(envelope: Envelope, keys: readonly Key[]): Key | undefined {
  const message = preAuthentication(envelope.payloadType, payloadOf(envelope));
  const signatures = envelope.signatures.map(({ sig }) => Buffer.from(sig, 'base64'));
  return keys.find(({ key }) => signatures.some((one) => verify(null, message, key, one)));
}

/** @internal */
export function payloadOf({ payload }: Envelope): Buffer {
  return Buffer.from(payload, 'base64');
}

/** An envelope from JSON, or what is wrong with it. @internal */
export function envelopeFrom(value: unknown): Envelope | string {
  if (typeof value !== 'object' || value === null) return 'it is no DSSE envelope';
  const { payload, payloadType, signatures } = value as Partial<Record<keyof Envelope, unknown>>;
  if (payloadType !== PAYLOAD_TYPE) return `its payloadType is not ${PAYLOAD_TYPE}`;
  if (typeof payload !== 'string' || !isBase64(payload)) return 'its payload is not base64';
  if (!Array.isArray(signatures) || signatures.length === 0) return 'it carries no signature';
  if (signatures.length > SIGNATURES_MAX) {
    return `it carries ${signatures.length} signatures, at most ${SIGNATURES_MAX} are looked at`;
  }
  const read: { keyid: string; sig: string }[] = [];
  for (const one of signatures as readonly unknown[]) {
    const { keyid, sig } = (one ?? {}) as { readonly keyid?: unknown; readonly sig?: unknown };
    if (typeof sig !== 'string' || !isBase64(sig)) return 'one of its signatures is not base64';
    read.push({ keyid: typeof keyid === 'string' ? keyid : '', sig });
  }
  return { payload, payloadType, signatures: read };
}

/** What is signed: the type is bound to the payload, with the length of both. */
function preAuthentication(type: string, payload: Buffer): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `;
  return Buffer.concat([Buffer.from(head, 'utf8'), payload]);
}

function isBase64(text: string): boolean {
  return text.length > 0 && BASE64.test(text);
}
