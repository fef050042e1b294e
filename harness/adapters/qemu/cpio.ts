/**
 * @module Archives in the format that a kernel unpacks as its first file system: cpio "newc"
 * (Documentation/driver-api/early-userspace/buffer-format.rst of Linux).
 */

/** @internal */
export interface ArchiveEntry {
  /** Relative to the root, without a leading slash. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'device';
  readonly mode: number;
  readonly data?: Uint8Array;
  /** Of a character device. */
  readonly device?: { readonly major: number; readonly minor: number };
}

const MAGIC = '070701';
const TYPE_BITS = { file: 0o100000, folder: 0o040000, device: 0o020000 } as const;
const TRAILER = 'TRAILER!!!';
/** Archives that follow each other start at such places. */
const BLOCK_BYTES = 512;

/** One archive with these entries, in order; the same entries give the same bytes. @internal */
export function archive(entries: readonly ArchiveEntry[]): Buffer {
  const parts = entries.flatMap((entry, index) => [...member(entry, index + 1)]);
  parts.push(...member({ path: TRAILER, kind: 'file', mode: 0 }, 0, 0));
  return padded(Buffer.concat(parts), BLOCK_BYTES);
}

function member(
  { path, kind, mode, data = new Uint8Array(), device }: ArchiveEntry,
  inode: number,
  typeBits: number = TYPE_BITS[kind],
): readonly Buffer[] {
  const name = Buffer.from(`${path}\0`);
  const fields = [
    inode,
    typeBits | mode,
    0, // owner
    0, // group
    1, // links
    0, // modification time: the same input gives the same bytes
    data.length,
    0, // device of the file itself
    0,
    device?.major ?? 0,
    device?.minor ?? 0,
    name.length,
    0, // checksum: not in this variant
  ];
  const header = MAGIC + fields.map((field) => field.toString(16).padStart(8, '0')).join('');
  return [padded(Buffer.concat([Buffer.from(header), name]), 4), padded(Buffer.from(data), 4)];
}

/** Zeros up to a multiple of `unit`. @internal */
export function padded(bytes: Buffer, unit: number): Buffer {
  const missing = (unit - (bytes.length % unit)) % unit;
  return missing === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(missing)]);
}
