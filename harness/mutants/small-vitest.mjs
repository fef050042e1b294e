/**
 * As much of vitest as the unit tests of the reference use, for running them against a mutant:
 * vitest itself cannot be loaded many times within one process.
 */
import { isDeepStrictEqual } from 'node:util';

/** Of the process: tests load this module from the sandbox, the runner from the project. */
const defined = (globalThis['__smallVitest__'] ??= { tests: [], hooks: [] });

/** Loads test files and gives what they define; one after the other. */
export async function collect(load) {
  [defined.tests, defined.hooks] = [[], []];
  await load();
  const { tests, hooks } = defined;
  if (tests.length === 0) throw new Error('a file of unit tests without tests');
  return tests.map(({ name, body }) => ({
    name,
    async run() {
      for (const hook of hooks) await hook();
      await body();
    },
  }));
}

export function describe(_, define) {
  define();
}
describe.each = (table) => (_, define) => {
  for (const row of table) define(...(Array.isArray(row) ? row : [row]));
};

export function it(name, body) {
  defined.tests.push({ name, body });
}
it.each = (table) => (name, body) => {
  for (const row of table) it(name, () => body(...(Array.isArray(row) ? row : [row])));
};

export function beforeEach(hook) {
  defined.hooks.push(hook);
}

const MATCHERS = {
  toBe: (actual, expected) => Object.is(actual, expected),
  toEqual: (actual, expected) => isDeepStrictEqual(plain(actual), plain(expected)),
  toMatchObject: (actual, expected) => contains(plain(actual), plain(expected)),
  toContain: (actual, expected) => actual.includes(expected),
  toContainEqual: (actual, expected) =>
    [...actual].some((one) => isDeepStrictEqual(plain(one), plain(expected))),
  toBeDefined: (actual) => actual !== undefined,
  toBeGreaterThan: (actual, expected) => actual > expected,
  toBeLessThan: (actual, expected) => actual < expected,
  toBeLessThanOrEqual: (actual, expected) => actual <= expected,
  toThrow: (actual, expected) => throws(actual, expected),
};

export function expect(actual) {
  const matchers = (negated) =>
    Object.fromEntries(
      Object.entries(MATCHERS).map(([name, holds]) => [
        name,
        (...expected) => {
          if (holds(actual, ...expected) === negated) throw new Error(`${name} does not hold`);
        },
      ]),
    );
  return { ...matchers(false), not: matchers(true) };
}

/** Without prototypes and what is undefined. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  if (value instanceof Map || value instanceof Set) return [...value].map(plain);
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([key, part]) => [key, plain(part)]));
}

function contains(actual, expected) {
  if (expected === null || typeof expected !== 'object' || ArrayBuffer.isView(expected)) {
    return isDeepStrictEqual(actual, expected);
  }
  if (actual === null || typeof actual !== 'object') return false;
  if (Array.isArray(expected) && actual.length !== expected.length) return false;
  return Object.entries(expected).every(([key, part]) => contains(actual[key], part));
}

function throws(work, expected) {
  try {
    work();
    return false;
  } catch (error) {
    if (expected === undefined) return true;
    if (typeof expected === 'function') return error instanceof expected;
    return typeof expected === 'string'
      ? error.message.includes(expected)
      : expected.test(error.message);
  }
}
