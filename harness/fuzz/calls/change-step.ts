/** @module Changes one argument of one step. */
import type { Argument, CallStep } from '../../program/program.js';
import type { Random } from '../target.js';
import { chance, edge, pick } from './choice.js';

/** The step with another value somewhere. @internal */
export function changedStep(random: Random, step: CallStep): CallStep {
  const keys = Object.keys(step.args);
  if (keys.length === 0) return step;
  const key = pick(random, keys);
  const value = step.args[key];
  if (value === undefined) return step;
  return { ...step, args: { ...step.args, [key]: changedValue(random, value) } };
}

function changedValue(random: Random, value: Argument): Argument {
  if (typeof value === 'number') return changedNumber(random, value);
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return changedText(random, value);
  if (value === null) return value;
  if (Array.isArray(value)) return changedList(random, value as readonly Argument[]);
  const object = value as Readonly<Record<string, Argument>>;
  if ('ref' in object) return value;
  if (typeof object['hex'] === 'string') {
    return { ...object, hex: changedHex(random, object['hex']) };
  }
  const keys = Object.keys(object);
  const key = keys.length === 0 ? '' : pick(random, keys);
  const inner = object[key];
  return inner === undefined ? value : { ...object, [key]: changedValue(random, inner) };
}

function changedNumber(random: Random, value: number): number {
  const near = [value + 1, Math.max(0, value - 1), value ^ (1 << random(31))];
  return (chance(random, 60) ? pick(random, near) : edge(random)) >>> 0;
}

function changedText(random: Random, value: string): string {
  if (/^0x[0-9a-f]+$/.test(value)) {
    const bit = 1n << BigInt(random(64));
    return `0x${BigInt.asUintN(64, BigInt(value) ^ bit).toString(16)}`;
  }
  return /^(?:[0-9a-f]{2})+$/.test(value) ? changedHex(random, value) : value;
}

/** Another byte of the same size: the length of a spec is rarely what matters here. */
function changedHex(random: Random, hex: string): string {
  if (hex.length < 2) return hex;
  const at = random(hex.length / 2) * 2;
  const byte = Number.parseInt(hex.slice(at, at + 2), 16) ^ (1 << random(8));
  return hex.slice(0, at) + byte.toString(16).padStart(2, '0') + hex.slice(at + 2);
}

function changedList(random: Random, list: readonly Argument[]): readonly Argument[] {
  if (list.length === 0) return list;
  const at = random(list.length);
  const item = list[at];
  if (item === undefined) return list;
  switch (random(4)) {
    case 0:
      return list.filter((_, n) => n !== at);
    case 1:
      return [...list, item];
    default:
      return list.map((one, n) => (n === at ? changedValue(random, one) : one));
  }
}
