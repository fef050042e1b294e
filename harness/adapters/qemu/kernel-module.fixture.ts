/**
 * @module A kernel module that misbehaves when it is loaded, for tests: one of the kernel's own
 * with other instructions at the start of its `init_module`. So no compiler and no headers of the
 * kernel are needed. Layout: the ELF-64 specification.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Instructions of x86-64. @internal */
export const MISBEHAVIOURS = {
  /** `cli; jmp $`: never answers an interrupt again. */
  hang: 'faebfe',
  /** `xor eax, eax; mov [rax], eax`: writes to address zero. */
  oops: '31c08900',
} as const;

interface Section {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
  readonly info: number;
}

/** A call that the compiler puts at the start of each function: 5 bytes, rewritten at load. */
const ENTRY_CALL_BYTES = 5;
const ENDBR64 = 'f30f1efa';
const SIGNATURE = '~Module signature appended~\n';

/** The bytes of such a module, made from one of `lib/modules/VERSION`. @internal */
export function misbehavingModule(folder: string, how: keyof typeof MISBEHAVIOURS): Buffer {
  const places = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  for (const place of places.filter((name) => /kernel\/(?:lib|crypto)\/.*\.ko$/.test(name))) {
    const data = readFileSync(join(folder, place));
    if (!data.toString('latin1').includes('\0depends=\0')) continue;
    const changed = withCode(data, Buffer.from(MISBEHAVIOURS[how], 'hex'));
    if (changed !== undefined) return changed;
  }
  throw new Error(`no module in ${folder} can be changed`);
}

function withCode(original: Buffer, code: Buffer): Buffer | undefined {
  // A signature that no longer fits is refused; none at all only taints the kernel.
  const end = original.toString('latin1').endsWith(SIGNATURE)
    ? signedEnd(original)
    : original.length;
  const data = Buffer.from(original.subarray(0, end));
  const sections = sectionsOf(data);
  const start = initModule(data, sections);
  if (start === undefined) return undefined;
  const { section, value, size } = start;
  const text = sections[section];
  if (text === undefined || size < 4 + ENTRY_CALL_BYTES + code.length) return undefined;
  const marked = data.toString('hex', text.offset + value, text.offset + value + 4) === ENDBR64;
  const from = value + (marked ? 4 : 0) + ENTRY_CALL_BYTES;
  code.copy(data, text.offset + from);
  for (const { name, offset, size: bytes } of sections) {
    if (name !== `.rela${text.name}`) continue;
    for (let at = offset; at < offset + bytes; at += 24) {
      const place = Number(data.readBigUInt64LE(at));
      // Type 0 is R_X86_64_NONE. A relocation is at most 8 bytes wide.
      if (place > from - 8 && place < from + code.length && place >= value + ENTRY_CALL_BYTES) {
        data.writeBigUInt64LE(0n, at + 8);
      }
    }
  }
  return data;
}

/** Where the signature starts: its length is in the 12 bytes before the marker. */
function signedEnd(data: Buffer): number {
  const descriptor = data.length - SIGNATURE.length - 12;
  return descriptor - data.readUInt32BE(descriptor + 8);
}

function sectionsOf(data: Buffer): readonly Section[] {
  const table = Number(data.readBigUInt64LE(0x28));
  const [size, count, names] = [0x3a, 0x3c, 0x3e].map((at) => data.readUInt16LE(at));
  const header = (index: number): number => table + index * (size ?? 64);
  const namesAt = Number(data.readBigUInt64LE(header(names ?? 0) + 0x18));
  return Array.from({ length: count ?? 0 }, (_, index) => {
    const at = header(index);
    const name = namesAt + data.readUInt32LE(at);
    return {
      name: data.toString('latin1', name, data.indexOf(0, name)),
      offset: Number(data.readBigUInt64LE(at + 0x18)),
      size: Number(data.readBigUInt64LE(at + 0x20)),
      link: data.readUInt32LE(at + 0x28),
      info: data.readUInt32LE(at + 0x2c),
    };
  });
}

function initModule(
  data: Buffer,
  sections: readonly Section[],
): { readonly section: number; readonly value: number; readonly size: number } | undefined {
  const symbols = sections.find(({ name }) => name === '.symtab');
  const strings = sections[symbols?.link ?? 0];
  if (symbols === undefined || strings === undefined) return undefined;
  for (let at = symbols.offset; at < symbols.offset + symbols.size; at += 24) {
    const name = strings.offset + data.readUInt32LE(at);
    if (data.toString('latin1', name, data.indexOf(0, name)) !== 'init_module') continue;
    return {
      section: data.readUInt16LE(at + 6),
      value: Number(data.readBigUInt64LE(at + 8)),
      size: Number(data.readBigUInt64LE(at + 16)),
    };
  }
  return undefined;
}
