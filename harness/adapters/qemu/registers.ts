/**
 * @module Where the processors of a silent guest stand: what QEMU's monitor prints for
 * `info registers -a`, read and put into words.
 */
import { oneLine } from '../../protocol/excerpt.js';
import type { SystemMap } from './system-map.js';

/** One processor, as far as a reader wants to know. @internal */
export interface Processor {
  readonly index: number;
  readonly instruction: bigint;
  readonly stack: bigint;
  readonly interrupts: boolean;
  readonly halted: boolean;
  /** Current privilege level: 0 is the kernel. */
  readonly level: number;
}

const PROCESSORS_MAX = 64;
const INTERRUPT_FLAG = 0x200n;

/** The processors in the monitor's text; empty if it cannot be read. @internal */
export function processorsOf(text: string): readonly Processor[] {
  const found: Processor[] = [];
  for (const part of text.split(/^CPU#/m).slice(1, PROCESSORS_MAX + 1)) {
    const index = Number(/^\d+/.exec(part)?.[0] ?? found.length);
    const register = (name: string): bigint =>
      BigInt(`0x${new RegExp(`\\b[RE]${name}=([0-9a-f]{1,16})`).exec(part)?.[1] ?? '0'}`);
    const flags = register('FL');
    found.push({
      index,
      instruction: register('IP'),
      stack: register('SP'),
      interrupts: (flags & INTERRUPT_FLAG) !== 0n,
      halted: /\bHLT=1/.test(part),
      level: Number(/\bCPL=(\d)/.exec(part)?.[1] ?? 0),
    });
  }
  return found;
}

/** One line for each processor. @internal */
export function describeProcessors(
  processors: readonly Processor[],
  map?: SystemMap,
  slide = 0n,
): readonly string[] {
  return processors.map(({ index, instruction, stack, interrupts, halted, level }) => {
    const symbol = map?.symbolOf(instruction, slide);
    const place = `0x${instruction.toString(16).padStart(16, '0')}`;
    return oneLine(
      `processor ${index}: RIP ${place}${symbol === undefined ? '' : ` (${symbol})`}, ` +
        `RSP 0x${stack.toString(16).padStart(16, '0')}, ` +
        `${level === 0 ? 'in the kernel' : 'in a program'}, ` +
        `interrupts ${interrupts ? 'on' : 'off'}${halted ? ', halted' : ''}`,
    );
  });
}
