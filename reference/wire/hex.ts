/** @module Bytes as hex text and back: the one place in the project that converts them. */

/** Lower-case hex, flat text: the programs of a whole run are made of it. @public */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

/** Reads hex; blanks, line ends and underscores between bytes are skipped. @public */
export function fromHex(text: string): Uint8Array {
  const digits = /[\s_]/.test(text) ? text.replace(/[\s_]/g, '') : text;
  // The buffer ends before the first pair that is not two digits.
  const bytes = Buffer.from(digits, 'hex');
  if (bytes.length * 2 !== digits.length) {
    const bad = /[^0-9a-fA-F]/.exec(digits);
    throw new RangeError(
      bad === null
        ? `expected whole bytes in hex, got ${digits.length} digits`
        : `expected hex digits, got "${bad[0]}" after ${bad.index} digits`,
    );
  }
  return new Uint8Array(bytes);
}

/** Whether two byte strings are the same. @public */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  return left.every((byte, index) => byte === right[index]);
}
