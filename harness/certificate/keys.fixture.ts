/** @module Key pairs for tests. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { keyId, newKeyPair, type Key } from './keys.js';

/** A key pair as the command reads it. @internal */
export function keyPair(): { readonly signing: Key; readonly trusted: Key; readonly pem: string } {
  const { privatePem, publicPem } = newKeyPair();
  const publicKey = createPublicKey(publicPem);
  const id = keyId(publicKey);
  return {
    signing: { key: createPrivateKey(privatePem), id },
    trusted: { key: publicKey, id },
    pem: publicPem,
  };
}
