/**
 * @module The short forms of spec descriptions: repetitions, sizes of the profile's limits, texts
 * and numbers as bytes.
 */
import type { ProfileAbi } from '../../../reference/profiles/built-in.generated.js';

/** What a description is expanded with. @internal */
export interface ExpandContext {
  readonly abi: ProfileAbi;
  /** How often a `fill` repeats: 0 in the first pass. */
  readonly fillTimes: number;
  /** Set by a `fill`: the size that the whole spec is to have. */
  fill: number | undefined;
}

/** `{n}` counts from here, so that all numbers have as many digits. */
const FIRST = 1000;

/**
 * Plain data without short forms: `{ times, of }` in a list, `{ repeat: hex, times }`,
 * `{ letters: text, times }`, `{ number, bytes }`. @internal
 */
export function expand(value: unknown, context: ExpandContext): unknown {
  if (Array.isArray(value)) return value.flatMap((item) => expandItem(item, context));
  if (!isRecord(value)) return value;
  const { repeat, letters, times, number, bytes } = value;
  if (typeof repeat === 'string') return repeat.repeat(timesOf(times, context));
  if (typeof letters === 'string') return letters.repeat(timesOf(times, context));
  if (number !== undefined && typeof bytes === 'number') return littleEndian(number, bytes);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, expand(item, context)]),
  );
}

function expandItem(item: unknown, context: ExpandContext): readonly unknown[] {
  if (!isRecord(item) || item['of'] === undefined) return [expand(item, context)];
  return Array.from({ length: timesOf(item['times'], context) }, (_, index) =>
    expand(numbered(item['of'], String(FIRST + index)), context),
  );
}

function numbered(value: unknown, number: string): unknown {
  if (typeof value === 'string') return value.replaceAll('{n}', number);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, numbered(item, number)]),
  );
}

function timesOf(times: unknown, context: ExpandContext): number {
  if (typeof times === 'number') return times;
  if (!isRecord(times)) throw new RangeError('expected a number of times');
  if (typeof times['fill'] === 'number') {
    context.fill = times['fill'];
    return context.fillTimes;
  }
  const limit = context.abi[String(times['abi']) as keyof ProfileAbi];
  const less = typeof times['less'] === 'number' ? times['less'] : 0;
  return typeof limit === 'number' ? limit - less : Number(times['else']);
}

function littleEndian(number: unknown, width: number): string {
  const digits = BigInt(String(number))
    .toString(16)
    .padStart(width * 2, '0');
  return (digits.match(/../g) ?? []).reverse().join('');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
