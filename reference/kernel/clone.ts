/** @module Deep copies of object graphs, shared parts included once. */

/** A copy of `root`; what is in `shared` (and functions) is not copied. @internal */
export function cloneGraph<T extends object>(root: T, shared: ReadonlySet<object>): T {
  const copies = new Map<object, object>();
  const copy = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || shared.has(value)) return value;
    const known = copies.get(value);
    if (known !== undefined) return known;
    return copyObject(value, copies, copy);
  };
  return copy(root) as T;
}

function copyObject(
  value: object,
  copies: Map<object, object>,
  copy: (value: unknown) => unknown,
): object {
  if (value instanceof Uint8Array) return remember(copies, value, value.slice());
  if (value instanceof Map) {
    const map = remember(copies, value, new Map<unknown, unknown>());
    for (const [key, item] of value) map.set(copy(key), copy(item));
    return map;
  }
  if (value instanceof Set) {
    const set = remember(copies, value, new Set<unknown>());
    for (const item of value) set.add(copy(item));
    return set;
  }
  if (Array.isArray(value)) {
    const array = remember(copies, value, [] as unknown[]);
    for (const item of value) array.push(copy(item));
    return array;
  }
  const object = remember(
    copies,
    value,
    Object.create(Object.getPrototypeOf(value) as object | null) as Record<string, unknown>,
  );
  for (const [key, item] of Object.entries(value)) object[key] = copy(item);
  return object;
}

function remember<T extends object>(copies: Map<object, object>, original: object, made: T): T {
  copies.set(original, made);
  return made;
}
