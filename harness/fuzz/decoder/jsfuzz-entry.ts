/**
 * @module The target that jsfuzz loads: bundled to CommonJS at build time, because its coverage
 * only sees what is loaded through `require`.
 */
import { decodeEverything } from './decode-everything.js';

const runs = Number(process.env['KACS_FUZZ_RUNS'] ?? '0');
let executed = 0;

/** Called by jsfuzz with each input. @public */
export function fuzz(data: Buffer): void {
  decodeEverything(Uint8Array.from(data));
  executed += 1;
  // jsfuzz has no limit of its own: a worker that ends well ends it.
  if (runs > 0 && executed >= runs) process.exit(0);
}
