/**
 * @module What a command printed, as data (ruling R87): formats are open, so ids and process ids
 * are
 * found by a search that ignores structure.
 */
import type { Json, JsonObject } from '../program/program.js';

/**
 * Paths of an output: `text`; `numbers`, every decimal number in it, both as a number and as
 * `"0x…"`, so that process ids and session ids are found; `isJson`, whether it is one JSON text and
 * nothing else; `isEmpty`. @internal
 */
export function parseToolOutput(stdout: string): JsonObject {
  const text = Buffer.from(stdout, 'hex').toString('utf8');
  const found = [...text.matchAll(/\d+/g)].map(([digits]) => digits);
  const numbers: Json[] = found.flatMap((digits) => [
    `0x${BigInt(digits).toString(16)}`,
    Number(digits),
  ]);
  return { text, numbers, isJson: isJson(text), isEmpty: text.trim() === '' };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
