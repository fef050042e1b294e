import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { resolveExecutable } from '../stdio/digest.js';
import { archive } from './cpio.js';
import { initramfs } from './initramfs.js';
import { modulesOf } from './module-order.js';

const folder = mkdtempSync(join(tmpdir(), 'kacs-initramfs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('an archive', () => {
  it('is laid out as the documentation of the kernel says', () => {
    const bytes = archive([{ path: 'a', kind: 'file', mode: 0o644, data: Buffer.from('hello') }]);
    const header =
      '070701' + // magic
      '00000001' + // inode
      '000081a4' + // file, rw-r--r--
      '00000000'.repeat(2) + // owner, group
      '00000001' + // links
      '00000000' + // time
      '00000005' + // size
      '00000000'.repeat(4) + // devices
      '00000002' + // size of the name with its zero
      '00000000'; // checksum
    expect(bytes.subarray(0, 110).toString()).toBe(header);
    expect(bytes.subarray(110, 120).toString('latin1')).toBe('a\0hello\0\0\0');
    expect(bytes.subarray(120, 126).toString()).toBe('070701');
    expect(bytes.toString('latin1')).toContain('TRAILER!!!\0');
    expect(bytes.length % 512).toBe(0);
  });

  const cpio = resolveExecutable('cpio');
  it.skipIf(cpio === undefined)('is read by cpio', () => {
    const data = Buffer.from([0, 1, 2, 255]);
    const bytes = archive([
      { path: 'sub', kind: 'folder', mode: 0o755 },
      { path: 'sub/file', kind: 'file', mode: 0o755, data },
    ]);
    execFileSync(cpio ?? '', ['-i', '--quiet'], { input: bytes, cwd: folder });
    expect(readFileSync(join(folder, 'sub', 'file'))).toEqual(data);
    expect(statSync(join(folder, 'sub', 'file')).mode & 0o777).toBe(0o755);
  });
});

describe('the first file system', () => {
  const agent = Buffer.from('the agent');

  it('has the agent as /init and the same bytes for the same parts', () => {
    const one = initramfs({ agent, modules: [] });
    expect(initramfs({ agent, modules: [] })).toEqual(one);
    expect(gunzipSync(one).toString('latin1')).toMatch(/init\0+the agent/);
  });

  it('comes after the archive of the person, at a multiple of four', () => {
    const initrd = gzipSync(Buffer.from('theirs'));
    const whole = initramfs({ agent, modules: [], initrd });
    expect(whole.subarray(0, initrd.length)).toEqual(initrd);
    const ours = whole.indexOf(Buffer.from('1f8b', 'hex'), 4);
    expect([ours % 4, ours >= initrd.length]).toEqual([0, true]);
    expect(gunzipSync(whole.subarray(ours)).toString('latin1')).toContain('the agent');
  });
});

describe('modules', () => {
  const module = (needs: string): Buffer =>
    Buffer.from(`\x7fELF license=GPL\0depends=${needs}\0name=x\0`);

  it('of a tree are those of a virtio serial port, after what they need', () => {
    const tree = join(folder, 'tree');
    mkdirSync(join(tree, 'kernel', 'drivers'), { recursive: true });
    const put = (name: string, needs: string): void => {
      writeFileSync(join(tree, 'kernel', 'drivers', `${name}.ko`), module(needs));
    };
    put('virtio_console', 'virtio_ring,virtio');
    put('virtio-ring', '');
    put('virtio', 'virtio-ring');
    put('unrelated', 'virtio');
    expect(modulesOf(tree).map(({ name }) => name)).toEqual([
      'virtio_ring',
      'virtio',
      'virtio_console',
    ]);
  });

  it('that lie in the folder itself are all loaded, in the order of their names', () => {
    const plain = join(folder, 'plain');
    mkdirSync(plain);
    writeFileSync(join(plain, '20-b.ko'), module(''));
    writeFileSync(join(plain, '10-a.ko.gz'), gzipSync(module('')));
    expect(modulesOf(plain).map(({ name }) => name)).toEqual(['10_a', '20_b']);
  });

  it('that need each other do not go round for ever', () => {
    const round = join(folder, 'round');
    mkdirSync(round);
    writeFileSync(join(round, 'a.ko'), module('b'));
    writeFileSync(join(round, 'b.ko'), module('a'));
    expect(modulesOf(round).map(({ name }) => name)).toEqual(['b', 'a']);
  });

  it('are missed, or compressed in a way that is not read, in one line', () => {
    const none = join(folder, 'none');
    mkdirSync(none);
    expect(() => modulesOf(none)).toThrow(/there is no kernel module in it; expected a folder/);
    writeFileSync(join(none, 'a.ko.xz'), 'xz');
    expect(() => modulesOf(none)).toThrow(/a\.ko\.xz" is compressed: unpack it first/);
  });
});
