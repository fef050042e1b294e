/** What a campaign finds in its folder when it goes on. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../usage-error.js';
import { readJournal, Storage } from './storage.js';

const root = mkdtempSync(join(tmpdir(), 'storage-'));
afterAll(() => rmSync(root, { recursive: true }));

function journal(name: string, text: string): string {
  const folder = join(root, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'journal.jsonl'), text);
  return folder;
}

describe('the journal', () => {
  it('is read without what is no entry', () => {
    const folder = journal('odd', 'null\n5\n[]\n"t"\n{"a":1}\n{"t":"end","at":""}\n{"t":"st');
    expect(readJournal(folder)).toEqual([{ t: 'end', at: '' }]);
  });

  it('of any length gives the executions so far, whatever else it says of them', () => {
    const odd = ['"9e9"', '1e308', '-7', 'null', '{}'].map(
      (n) => `{"t":"stats","executions":${n}}`,
    );
    const long = Array.from({ length: 200_000 }, (_, n) => `{"t":"stats","executions":${n}}`);
    const folder = journal('long', [...odd, ...long, ''].join('\n'));
    expect(new Storage(folder, join(folder, 'corpus')).load().executions).toBe(199_999);
  });

  it('is refused in one line where it is something else', () => {
    const folder = join(root, 'taken');
    mkdirSync(join(folder, 'journal.jsonl'), { recursive: true });
    expect(() => readJournal(folder)).toThrow(/it is a folder, expected the journal of a campaign/);
    expect(() => new Storage(folder, join(folder, 'corpus'))).toThrow(UsageError);
  });
});

describe('the folders of a campaign', () => {
  it('that cannot be written to are named, each with its option', () => {
    expect(() => new Storage('/proc/x', root)).toThrow(/folder \/proc\/x: .*; .* with --out$/);
    const good = join(root, 'good');
    expect(() => new Storage(good, '/proc/x')).toThrow(/folder \/proc\/x: .*; .* with --corpus$/);
    expect(() => new Storage(good, '')).toThrow(/the folder has no name; .* with --corpus$/);
  });
});
