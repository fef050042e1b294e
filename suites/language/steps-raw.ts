/** @module Builders of steps that make ioctls by number, with argument structs byte by byte. */
import type { Ref } from '../../harness/program/program.js';
import { ref } from './steps.js';
import type { SuiteArgument, SuiteStep } from './suite.js';

/** A number at an offset: little-endian, of that width; a ref is filled in at run time. @public */
export type Put = readonly [at: number, width: number, value: number | bigint | Ref];

/** Memory of the caller: `size` zero bytes, with numbers in it. @public */
export function memoryOf(size: number, puts: readonly Put[] = []): SuiteArgument {
  const buffer = Buffer.alloc(size);
  const patches: { at: number; width: number; ref: string }[] = [];
  for (const [at, width, value] of puts) {
    if (typeof value === 'object') patches.push({ at, width, ref: value.ref });
    else writeNumber(buffer, at, width, BigInt(value));
  }
  return { hex: buffer.toString('hex'), patches };
}

function writeNumber(buffer: Buffer, at: number, width: number, value: bigint): void {
  for (let n = 0; n < width; n += 1) buffer[at + n] = Number((value >> BigInt(8 * n)) & 0xffn);
}

/** What an ioctl gets besides its word. @public */
export interface RawArgument {
  readonly argument?: SuiteArgument;
  /** Where the struct starts within the memory. */
  readonly start?: number;
  /** At `at`, 8 bytes: the address of byte `of` of the memory. */
  readonly addresses?: readonly { readonly at: number; readonly of: number }[];
  readonly pointer?: 'buffer' | 'null' | 'unmapped' | 'readOnly' | 'straddling';
}

/** An ioctl on the descriptor bound to `name`, or at a path into a result. @public */
export function rawIoctl(
  as: string,
  name: string,
  word: number,
  { argument, start, addresses, pointer }: RawArgument = {},
): SuiteStep {
  const handle = ref(name.includes('.') ? name : `${name}.handle`);
  return {
    as,
    op: 'raw.ioctl',
    args: {
      handle,
      word,
      ...(argument === undefined ? {} : { argument }),
      ...(start === undefined ? {} : { start }),
      ...(addresses === undefined ? {} : { addresses }),
      ...(pointer === undefined ? {} : { pointer }),
    },
  };
}
