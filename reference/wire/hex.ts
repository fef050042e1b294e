/** @module Bytes as hex text and back: the one place in the project that converts them. */

const DIGITS: readonly string[] = Array.from({ length: 256 }, (_, value) =>
  value.toString(16).padStart(2, '0'),
);

/** Lower-case hex without separators. @public */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += DIGITS[byte];
  return text;
}

/** Reads hex; blanks, line ends and underscores between bytes are skipped. @public */
export function fromHex(text: string): Uint8Array {
  const digits = text.replace(/[\s_]/g, '');
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(digits)) {
    const bad = /[^0-9a-fA-F]/.exec(digits);
    throw new RangeError(
      bad === null
        ? `expected whole bytes in hex, got ${digits.length} digits`
        : `expected hex digits, got "${bad[0]}" after ${bad.index} digits`,
    );
  }
  const bytes = new Uint8Array(digits.length / 2);
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
  }
  return bytes;
}

/** Whether two byte strings are the same. @public */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  return left.every((byte, index) => byte === right[index]);
}
