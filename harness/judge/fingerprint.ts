/** @module A digest that two object graphs share only if they are the same, link by link. */
import { createHash } from 'node:crypto';

/** Of a graph without functions, what is in `shared`, and fields in `except`. @internal */
export function fingerprint(
  root: unknown,
  shared: ReadonlySet<object>,
  except: readonly string[],
): string {
  const numbers = new Map<object, number>();
  const parts: string[] = [];
  const write = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) {
      parts.push(typeof value === 'function' ? '' : `${typeof value} ${String(value)}`);
      return;
    }
    if (shared.has(value)) return;
    const known = numbers.get(value);
    parts.push(known === undefined ? '{' : `#${known}`);
    if (known !== undefined) return;
    numbers.set(value, numbers.size);
    if (value instanceof Uint8Array) parts.push(value.join(' '));
    else if (value instanceof Map || Array.isArray(value) || value instanceof Set) {
      for (const item of value as Iterable<unknown>) write(item);
    } else {
      for (const [key, item] of Object.entries(value)) {
        if (except.includes(key)) continue;
        parts.push(key);
        write(item);
      }
    }
    parts.push('}');
  };
  write(root);
  return createHash('sha256').update(parts.join('\n')).digest('base64');
}
