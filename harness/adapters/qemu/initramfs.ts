/**
 * @module The first file system of a guest: whatever the person gave, and after it an archive of
 * ours with the agent as `/init`. A kernel unpacks archives one after the other, so ours wins.
 */
import { gzipSync } from 'node:zlib';
import { archive, padded, type ArchiveEntry } from './cpio.js';
import type { KernelModule } from './module-order.js';

/** Where the agent finds the modules that it loads before anything else, in order. @internal */
export const MODULES_FOLDER = 'kacs/modules';

/** @internal */
export interface InitramfsParts {
  /** The static program that becomes process 1. */
  readonly agent: Uint8Array;
  readonly modules: readonly KernelModule[];
  /** An archive of the person's own, compressed or not. */
  readonly initrd?: Buffer;
}

/** The bytes for `-initrd`; the same parts give the same bytes. @internal */
export function initramfs({ agent, modules, initrd }: InitramfsParts): Buffer {
  const ours = gzipSync(archive(entriesOf(agent, modules)), { level: 1 });
  return initrd === undefined ? ours : Buffer.concat([padded(initrd, 4), ours]);
}

function entriesOf(agent: Uint8Array, modules: readonly KernelModule[]): readonly ArchiveEntry[] {
  const folders = ['dev', 'proc', 'sys', 'tmp', 'run', 'kacs', MODULES_FOLDER];
  return [
    ...folders.map((path): ArchiveEntry => ({ path, kind: 'folder', mode: 0o755 })),
    // Process 1 gets its standard streams from here before it has mounted anything.
    { path: 'dev/console', kind: 'device', mode: 0o600, device: { major: 5, minor: 1 } },
    { path: 'dev/null', kind: 'device', mode: 0o666, device: { major: 1, minor: 3 } },
    ...modules.map(({ name, data }, index): ArchiveEntry => ({
      path: `${MODULES_FOLDER}/${String(index).padStart(2, '0')}-${name}.ko`,
      kind: 'file',
      mode: 0o644,
      data,
    })),
    { path: 'init', kind: 'file', mode: 0o755, data: agent },
  ];
}
