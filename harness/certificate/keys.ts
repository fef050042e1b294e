/** @module Ed25519 keys as PEM files, which OpenSSL reads and writes too. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { fileName, readBounded } from '../read-bounded.js';
import { UsageError } from '../usage-error.js';

/** A key of a few hundred bytes, with room for comments. */
const KEY_BYTES_MAX = 16 * 1024;

/** A key, and the id that certificates name it by. @internal */
export interface Key {
  readonly key: KeyObject;
  readonly id: string;
}

/** A new pair: PKCS #8 and SubjectPublicKeyInfo. @internal */
export function newKeyPair(): {
  readonly privatePem: string;
  readonly publicPem: string;
  readonly id: string;
} {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    id: keyId(publicKey),
  };
}

/** `sha256:…` of the public key's SubjectPublicKeyInfo. @internal */
export function keyId(publicKey: KeyObject): string {
  const der = publicKey.export({ type: 'spki', format: 'der' });
  return `sha256:${createHash('sha256').update(der).digest('hex')}`;
}

/** Reads a key to sign with. @internal */
export function readPrivateKey(path: string): Key {
  const pem = readPem(path);
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) {
    throw new UsageError(
      `${fileName(path)} holds no private key: expected the .key file of keygen`,
    );
  }
  if (/ENCRYPTED/.test(pem)) {
    throw new UsageError(
      `${fileName(path)} is encrypted: decrypt it first, as in openssl pkey -in FILE -out FILE`,
    );
  }
  const key = parse(path, 'private', () => createPrivateKey(pem));
  return { key, id: keyId(createPublicKey(key)) };
}

/** Reads a key to verify with; a private key in its place is refused, it should not be there. */
export function readPublicKey(path: string): Key {
  const pem = readPem(path);
  if (/PRIVATE KEY-----/.test(pem)) {
    throw new UsageError(
      `${fileName(path)} is a private key: expected the public one (.pub); never hand this one out`,
    );
  }
  const key = parse(path, 'public', () => createPublicKey(pem));
  return { key, id: keyId(key) };
}

function readPem(path: string): string {
  return readBounded(path, KEY_BYTES_MAX, 'a key in PEM').toString('latin1');
}

function parse(path: string, kind: string, read: () => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    throw new UsageError(`${fileName(path)} is no ${kind} key in PEM: expected one of Ed25519`);
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  const found = String(key.asymmetricKeyType);
  throw new UsageError(`${fileName(path)} is a key of ${found}: expected one of Ed25519`);
}
