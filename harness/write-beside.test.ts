/** Files that are whole or not there, and what is never replaced by one. */
import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from './usage-error.js';
import { makeFolders, prepareFolder, writeWhole } from './write-beside.js';

const folder = mkdtempSync(join(tmpdir(), 'write-beside-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const partials = (): readonly string[] => readdirSync(folder).filter((one) => /partial/.test(one));

describe('writeWhole', () => {
  it('replaces a file, and leaves nothing else behind', () => {
    writeFileSync(at('file'), 'before');
    writeWhole(at('file'), 'after');
    expect(readFileSync(at('file'), 'utf8')).toBe('after');
    expect(partials()).toEqual([]);
  });

  it('leaves a link a link', () => {
    writeFileSync(at('real'), 'before');
    symlinkSync('real', at('link'));
    writeWhole(at('link'), 'after');
    expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(at('real'), 'utf8')).toBe('after');
  });

  it('never puts a file in the place of a device', () => {
    symlinkSync('/dev/null', at('null'));
    writeWhole(at('null'), 'text');
    expect(lstatSync(at('null')).isSymbolicLink()).toBe(true);
    expect(() => writeWhole('/dev/full', 'text')).toThrow(/cannot write \/dev\/full: no space/);
    expect(lstatSync('/dev/full').isCharacterDevice()).toBe(true);
  });

  it.each<[string, () => string, RegExp]>([
    ['no name', () => '', /cannot write : the name is empty$/],
    ['a folder', () => folder, /is a folder, expected a file or nothing$/],
    ['a pipe', pipe, /is a pipe, a socket or a device, expected a file or nothing$/],
    ['a name below a file', () => (writeFileSync(at('f'), ''), at('f/x')), /is not a folder$/],
  ])('refuses %s', (_, make, message) => {
    const place = make();
    expect(() => writeWhole(place, 'text')).toThrow(UsageError);
    expect(() => writeWhole(place, 'text')).toThrow(message);
    expect(partials()).toEqual([]);
  });
});

describe('a folder', () => {
  it('is made with those above it', () => {
    makeFolders(at('a/b/c'));
    makeFolders(at('a/b/c'));
    expect(lstatSync(at('a/b/c')).isDirectory()).toBe(true);
  });

  it('is given up where a parent refuses, at once', () => {
    expect(() => makeFolders('/proc/x/y')).toThrow(/ENOENT/);
    expect(() => prepareFolder('', [])).toThrow(/the folder has no name; choose another with --o/);
  });

  it('is refused with something else in the place of a file to come', () => {
    mkdirSync(at('taken/report.json'), { recursive: true });
    expect(() => prepareFolder(at('taken'), ['report.json'])).toThrow(/report.json is a folder/);
  });
});

function pipe(): string {
  rmSync(at('pipe'), { force: true });
  execFileSync('mkfifo', [at('pipe')]);
  return at('pipe');
}
