/**
 * @module Which kernel modules go into the guest, in which order: each module says itself, in its
 * section `.modinfo`, what it needs.
 */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { excerpt } from '../../protocol/excerpt.js';
import { readBounded } from '../../read-bounded.js';
import { UsageError } from '../../usage-error.js';

/** @internal */
export interface KernelModule {
  readonly name: string;
  readonly data: Buffer;
}

const MODULE_BYTES_MAX = 64 * 1024 * 1024;
const FILES_MAX = 200_000;
/** Parts of `.modinfo` are texts that end in a zero. */
const NEEDS = /\0depends=([\w,-]{0,1000})\0/;

/**
 * The modules of a folder in the order in which they can be loaded. A folder such as
 * `lib/modules/6.1.0` gives those that a virtio serial port needs; one that holds `.ko` files gives
 * all of them. @internal
 */
export function modulesOf(folder: string): readonly KernelModule[] {
  const own = list(folder, false);
  const files = own.size > 0 ? own : list(folder, true);
  if (files.size === 0) {
    throw new UsageError(
      `--modules ${excerpt(folder, 200)}: there is no kernel module in it; expected a folder such ` +
        'as lib/modules/6.1.0, or one with .ko files',
    );
  }
  return inOrder(files, own.size > 0 ? [...own.keys()].sort() : VIRTIO_SERIAL);
}

/** What a virtio serial port needs. */
const VIRTIO_SERIAL: readonly string[] = ['virtio_pci', 'virtio_console'];

/** Paths of modules by name. */
function list(folder: string, recursive: boolean): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const path of readdirSync(folder, { recursive, encoding: 'utf8' }).slice(0, FILES_MAX)) {
    if (/\.ko(?:\.\w+)?$/.test(path)) found.set(moduleName(path), join(folder, path));
  }
  return found;
}

/** What a module needs comes before it; what the kernel has built in is no file. */
function inOrder(
  files: ReadonlyMap<string, string>,
  wanted: readonly string[],
): readonly KernelModule[] {
  const modules: KernelModule[] = [];
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const path = files.get(name);
    if (path === undefined || seen.has(name)) return;
    seen.add(name);
    const data = read(path);
    for (const need of needsOf(data)) visit(moduleName(need));
    modules.push({ name, data });
  };
  for (const name of wanted) visit(name);
  return modules;
}

function needsOf(data: Buffer): readonly string[] {
  const needs = NEEDS.exec(data.toString('latin1'))?.[1] ?? '';
  return needs.split(',').filter((need) => need !== '');
}

function read(path: string): Buffer {
  const data = readBounded(path, MODULE_BYTES_MAX, 'a kernel module');
  if (path.endsWith('.ko')) return data;
  try {
    if (path.endsWith('.gz')) return gunzipSync(data, { maxOutputLength: MODULE_BYTES_MAX });
  } catch {
    throw new UsageError(`the module ${excerpt(path, 200)} is no gzip file`);
  }
  throw new UsageError(`the module ${excerpt(path, 200)} is compressed: unpack it first`);
}

/** `kernel/drivers/char/virtio_console.ko.xz` → `virtio_console`. */
function moduleName(path: string): string {
  return basename(path)
    .replace(/\.ko(?:\.\w+)?$/, '')
    .replaceAll('-', '_');
}
