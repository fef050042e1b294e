/** @module `System.map`: which function of the kernel an address belongs to. */
import { readBounded } from '../../read-bounded.js';
import { UsageError } from '../../usage-error.js';
import { oneLine } from '../../protocol/excerpt.js';

/** @internal */
export interface SystemMap {
  /** `do_idle+0x1f`, if the address is inside the kernel's text; `slide` is what KASLR added. */
  symbolOf(address: bigint, slide?: bigint): string | undefined;
}

const BYTES_MAX = 64 * 1024 * 1024;
/** No function is longer: a farther address is none of the kernel's. */
const FUNCTION_BYTES_MAX = 0x100000n;

/** Reads a map; a file that is none is a UsageError. @internal */
export function readSystemMap(file: string): SystemMap {
  const text = readBounded(file, BYTES_MAX, 'a System.map').toString('latin1');
  const map = parseSystemMap(text);
  if (map !== undefined) return map;
  throw new UsageError(
    `${oneLine(file, 200)} is no System.map: expected lines such as "ffffffff81000000 T _text"`,
  );
}

/** @internal */
export function parseSystemMap(text: string): SystemMap | undefined {
  const addresses: bigint[] = [];
  const names: string[] = [];
  for (const line of text.split('\n')) {
    const match = /^([0-9a-f]{8,16}) [tTwW] (\S{1,512})/.exec(line);
    if (match === null) continue;
    addresses.push(BigInt(`0x${match[1] ?? '0'}`));
    names.push(match[2] ?? '');
  }
  if (addresses.length === 0) return undefined;
  const order = addresses.map((_, index) => index);
  // The file is sorted already, as a rule; stable, so that the first name of an address stays.
  order.sort((a, b) => compare(addresses[a] ?? 0n, addresses[b] ?? 0n));
  const sorted = order.map((index) => addresses[index] ?? 0n);
  return {
    symbolOf(address, slide = 0n) {
      const at = address - slide;
      const found = lastNotAbove(sorted, at);
      const start = sorted[found];
      if (start === undefined || at - start > FUNCTION_BYTES_MAX) return undefined;
      return `${names[order[found] ?? 0] ?? ''}+0x${(at - start).toString(16)}`;
    },
  };
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The index of the last element that is not above `value`; -1 if all are. */
function lastNotAbove(sorted: readonly bigint[], value: bigint): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0n) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
