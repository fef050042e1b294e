/** @module Fills references and patches of a step from the results of earlier steps. */
import type {
  Argument,
  ByteExpression,
  Json,
  JsonObject,
  Ref,
  SumExpression,
  TextExpression,
} from './program.js';

/** Results of named steps. @internal */
export type Bindings = ReadonlyMap<string, JsonObject>;

/** A reference that no earlier step has bound. @internal */
export class Unbound extends Error {
  override readonly name = 'Unbound';
  readonly reference: string;

  constructor(reference: string) {
    super(`nothing is bound to ${reference}`);
    this.reference = reference;
  }
}

/** The concrete JSON of an argument. Throws {@link Unbound}. @internal */
export function resolve(argument: Argument, bindings: Bindings): Json {
  if (typeof argument !== 'object' || argument === null) return argument;
  if (Array.isArray(argument)) {
    return (argument as readonly Argument[]).map((item) => resolve(item, bindings));
  }
  const object = argument as { readonly [key: string]: Argument };
  if (typeof object['ref'] === 'string') return lookUp(object['ref'], bindings);
  if (typeof object['hex'] === 'string' && Array.isArray(object['patches'])) {
    return applyPatches(object as unknown as ByteExpression, bindings);
  }
  if (Array.isArray(object['text']) && Object.keys(object).length === 1) {
    const { text } = object as unknown as TextExpression;
    return text.map((part) => asText(part, bindings)).join('');
  }
  if (Array.isArray(object['sum']) && Object.keys(object).length === 1) {
    const { sum } = object as unknown as SumExpression;
    const terms = sum.map((term) => BigInt(asText(term, bindings)));
    const total = terms.reduce((a, b) => a + b, 0n);
    return `0x${BigInt.asUintN(64, total).toString(16)}`;
  }
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, resolve(value, bindings)]),
  );
}

function asText(part: string | Ref, bindings: Bindings): string {
  return typeof part === 'string' ? part : String(lookUp(part.ref, bindings));
}

/** The value of a reference such as `s1.id` or `s1.logonSid`. @internal */
export function lookUp(reference: string, bindings: Bindings): Json {
  const [name = '', ...path] = reference.split('.');
  const bound = bindings.get(name);
  if (bound === undefined) throw new Unbound(reference);
  const [only = ''] = path;
  const derived = path.length === 1 ? DERIVED[only] : undefined;
  if (derived !== undefined) {
    const made = derived(bound);
    if (made === undefined) throw new Unbound(reference);
    return made;
  }
  let value: Json = bound;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) throw new Unbound(reference);
    const next: Json | undefined = (value as JsonObject)[key];
    if (next === undefined) throw new Unbound(reference);
    value = next;
  }
  return value;
}

/** What follows from a result without being in it; undefined where it does not follow. */
const DERIVED: Readonly<Record<string, (bound: JsonObject) => string | undefined>> = {
  /** S-1-5-5-high-low of a session id, 20 bytes as hex (PSD-004 v0.20 §4.7). */
  logonSid({ id }) {
    if (typeof id !== 'string') return undefined;
    const value = BigInt(id);
    return `010300000000000505000000${littleEndian(value >> 32n, 4)}${littleEndian(value, 4)}`;
  },
  /** A session id in decimal, for command lines. */
  idText: ({ id }) => (typeof id === 'string' ? BigInt(id).toString() : undefined),
  /** A process id in decimal, for command lines. */
  pidText: ({ pid }) => (typeof pid === 'number' ? String(pid) : undefined),
  /** The first number that a command printed, in decimal. */
  printedText: ({ stdout }) => firstNumber(stdout),
  /** The same as a 64-bit number. */
  printedId({ stdout }) {
    const text = firstNumber(stdout);
    return text === undefined ? undefined : `0x${BigInt(text).toString(16)}`;
  },
};

function firstNumber(stdout: Json | undefined): string | undefined {
  if (typeof stdout !== 'string') return undefined;
  return /\d+/.exec(Buffer.from(stdout, 'hex').toString('utf8'))?.[0];
}

function applyPatches(expression: ByteExpression, bindings: Bindings): string {
  let hex = expression.hex;
  for (const { at, width, ref } of expression.patches) {
    const text = patchText(lookUp(ref, bindings), width, ref);
    hex = hex.slice(0, at * 2) + text + hex.slice((at + width) * 2);
  }
  return hex;
}

function patchText(value: Json, width: number, reference: string): string {
  if (typeof value === 'number') return littleEndian(BigInt(value), width);
  if (typeof value === 'string' && value.startsWith('0x')) {
    return littleEndian(BigInt(value), width);
  }
  if (typeof value === 'string' && value.length === width * 2) return value;
  throw new Unbound(`${reference} (as ${width} bytes)`);
}

function littleEndian(value: bigint, width: number): string {
  let text = '';
  for (let i = 0; i < width; i += 1) {
    text += Number((value >> BigInt(8 * i)) & 0xffn)
      .toString(16)
      .padStart(2, '0');
  }
  return text;
}
