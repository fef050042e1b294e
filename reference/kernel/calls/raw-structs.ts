/**
 * @module The ioctls as numbers and argument structs (PSD-004 v0.20 §13.6(2), the UAPI headers):
 * how each struct is read into the arguments of its call, and what is written back.
 */
import { fromHex, toHex } from '../../wire/hex.js';
import type { Profile } from '../../profiles/built-in.generated.js';
import { formatBigint } from '../arguments.js';
import type { Json, JsonObject } from '../model.js';
import type { RawMemory } from './raw-memory.js';

/** A struct in memory. @internal */
export interface Struct {
  readonly view: DataView;
  readonly address: bigint;
  readonly size: number;
  readonly memory: RawMemory;
}

/** One ioctl word. @internal */
export interface RawIoctl {
  readonly op: string;
  readonly word: number;
  /** Of its struct; 0: the argument is not looked at. */
  readonly size: number;
  /** What it writes back starts here. */
  readonly result?: number;
  read(struct: Struct): JsonObject;
  /** Whether a buffer that the struct names is no memory of the caller's. */
  faults?(struct: Struct): boolean;
  write?(view: DataView, answer: JsonObject, struct: Struct): void;
}

const u32 = (view: DataView, at: number): number => view.getUint32(at, true);
const u64 = (view: DataView, at: number): bigint => view.getBigUint64(at, true);
const ENTRY_BYTES = 8;
const ENTRIES_MAX = 0x1000;

/** Pairs of 32-bit numbers, as many as there are. */
function pairs(
  { view, memory }: Struct,
  first: string,
  second: string,
): Readonly<Record<string, Json>> {
  const count = u32(view, 0);
  const wanted = Math.min(count, ENTRIES_MAX) * ENTRY_BYTES;
  const bytes = memory.readable(u64(view, 8), wanted);
  const data = new DataView(bytes.buffer);
  const entries = Array.from({ length: Math.floor(bytes.length / ENTRY_BYTES) }, (_, n) => ({
    [first]: u32(data, n * ENTRY_BYTES),
    [second]: u32(data, n * ENTRY_BYTES + 4),
  }));
  return { count, pad: u32(view, 4), entries };
}

function bigAnswer(answer: JsonObject, name: string): bigint {
  const value = answer[name];
  return typeof value === 'string' ? BigInt(value) : 0n;
}

function writeHandle(at: number): NonNullable<RawIoctl['write']> {
  return (view, { handle }) => {
    if (typeof handle === 'number') view.setInt32(at, handle, true);
  };
}

/** Whether the payload buffer and the struct share a byte (ruling R12). @internal */
export function overlaps({ view, address, size }: Struct): boolean {
  const [length, start] = [u32(view, 4), u64(view, 8)];
  return start < address + BigInt(size) && start + BigInt(length) > address;
}

const QUERY: RawIoctl = {
  op: 'KACS_IOC_QUERY',
  word: 0xc0104b00,
  size: 16,
  result: 4,
  read(struct) {
    const { view } = struct;
    const pointer = u64(view, 8) === 0n ? 'null' : overlaps(struct) ? 'overlap' : 'buffer';
    return { class: u32(view, 0), capacity: u32(view, 4), pointer };
  },
  faults({ view, memory }) {
    const [length, start] = [u32(view, 4), u64(view, 8)];
    return length > 0 && start !== 0n && !memory.takes(start, 1);
  },
  write(view, { length, payload }, { memory }) {
    if (typeof length === 'number') view.setUint32(4, length, true);
    if (typeof payload !== 'string' || payload === '') return;
    memory.write(u64(view, 8), fromHex(payload));
  },
};

const ADJUST_PRIVS: RawIoctl = {
  op: 'KACS_IOC_ADJUST_PRIVS',
  word: 0x40184b01,
  size: 24,
  read: (struct) => pairs(struct, 'luid', 'attributes'),
  write: (view, answer) => view.setBigUint64(16, bigAnswer(answer, 'previousEnabled'), true),
};

const DUPLICATE: RawIoctl = {
  op: 'KACS_IOC_DUPLICATE',
  word: 0xc0104b02,
  size: 16,
  read: ({ view }) => ({
    accessMask: u32(view, 0),
    tokenType: u32(view, 4),
    level: u32(view, 8),
  }),
  write: writeHandle(12),
};

const INSTALL: RawIoctl = {
  op: 'KACS_IOC_INSTALL',
  word: 0x00004b03,
  size: 0,
  read: () => ({}),
};

const RESTRICT: RawIoctl = {
  op: 'KACS_IOC_RESTRICT',
  word: 0xc0284b04,
  size: 40,
  read: ({ view, memory }) => {
    const dataLength = u32(view, 16);
    return {
      privilegesToDelete: formatBigint(u64(view, 0)),
      denyIndexCount: u32(view, 8),
      restrictSidCount: u32(view, 12),
      dataLength,
      flags: u32(view, 20),
      data: toHex(memory.readable(u64(view, 24), dataLength)),
    };
  },
  faults: ({ view, memory }) =>
    u32(view, 16) > 0 && memory.read(u64(view, 24), u32(view, 16)) === undefined,
  write: writeHandle(32),
};

const LINK_TOKENS: RawIoctl = {
  op: 'KACS_IOC_LINK_TOKENS',
  word: 0x40104b05,
  size: 16,
  read: ({ view }) => ({
    elevated: u32(view, 0),
    filtered: u32(view, 4),
    sessionId: formatBigint(u64(view, 8)),
  }),
};

const GET_LINKED_TOKEN: RawIoctl = {
  op: 'KACS_IOC_GET_LINKED_TOKEN',
  word: 0xc0044b06,
  size: 4,
  read: () => ({}),
  write: writeHandle(0),
};

/** Its size, and so its number, differ (ruling R11). */
function adjustGroups({ abi }: Profile): RawIoctl {
  const size = abi.adjustGroupsBytes ?? 24;
  return {
    op: 'KACS_IOC_ADJUST_GROUPS',
    word: Number(abi.adjustGroupsIoctl ?? '0x40184B07'),
    size,
    read: (struct) => pairs(struct, 'index', 'enable'),
    write: (view, { previousState }) => {
      const words = Array.isArray(previousState) ? (previousState as readonly Json[]) : [];
      words.slice(0, (size - 16) / 8).forEach((word, n) => {
        view.setBigUint64(16 + 8 * n, BigInt(String(word)), true);
      });
    },
  };
}

const IMPERSONATE: RawIoctl = {
  op: 'KACS_IOC_IMPERSONATE',
  word: 0x00004b08,
  size: 0,
  read: () => ({}),
};

const ADJUST_DEFAULT: RawIoctl = {
  op: 'KACS_IOC_ADJUST_DEFAULT',
  word: 0x40104b09,
  size: 16,
  read: ({ view, memory }) => {
    const [pointer, daclLength] = [u64(view, 0), u32(view, 8)];
    return {
      ...(pointer === 0n ? {} : { dacl: toHex(memory.readable(pointer, daclLength)) }),
      daclLength,
      ownerIndex: view.getUint16(12, true),
      groupIndex: view.getUint16(14, true),
    };
  },
  faults: ({ view, memory }) =>
    u64(view, 0) !== 0n &&
    u32(view, 8) <= 0x10000 &&
    memory.read(u64(view, 0), u32(view, 8)) === undefined,
};

const ADJUST_SESSIONID: RawIoctl = {
  op: 'KACS_IOC_ADJUST_SESSIONID',
  word: 0x40044b0a,
  size: 4,
  read: ({ view }) => ({ sessionId: u32(view, 0) }),
};

/** Every ioctl of a profile by its word. @internal */
export function ioctlsOf(profile: Profile): ReadonlyMap<number, RawIoctl> {
  const all = [
    ...[QUERY, ADJUST_PRIVS, DUPLICATE, INSTALL, RESTRICT, LINK_TOKENS, GET_LINKED_TOKEN],
    ...[adjustGroups(profile), IMPERSONATE, ADJUST_DEFAULT, ADJUST_SESSIONID],
  ];
  return new Map(all.map((ioctl) => [ioctl.word, ioctl]));
}
