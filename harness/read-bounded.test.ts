/** Files of people: whatever they are, they are read within bounds or refused in one line. */
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, truncateSync } from 'node:fs';
import { writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FINDING_SCHEMA } from './fuzz/finding.js';
import { readFinding } from './fuzz/finding-file.js';
import { jsonOf, readBounded, readText } from './read-bounded.js';
import { readReport } from './report-file.js';
import { UsageError } from './usage-error.js';

const folder = mkdtempSync(join(tmpdir(), 'read-bounded-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const put = (name: string, text: string | Buffer): string => {
  writeFileSync(at(name), text);
  return at(name);
};

const MAX = 1000;

describe('readBounded', () => {
  it.each<[string, () => string, RegExp]>([
    ['a name that is none', () => '', /cannot read "" \(a file without a name\): no such file/],
    ['a missing file', () => at('no'), /cannot read .*no: no such file/],
    ['a folder', () => folder, /it is a folder, expected a thing/],
    ['a device without end', () => '/dev/zero', /has more than 1000 bytes: expected a thing/],
    ['a file too long', () => put('long', 'x'.repeat(MAX + 1)), /has more than 1000 bytes/],
    ['a pipe that nobody writes to', () => pipe('idle'), /it is a pipe that nobody writes to/],
  ])('refuses %s', (_, make, message) => {
    const file = make();
    expect(() => readBounded(file, MAX, 'a thing')).toThrow(UsageError);
    expect(() => readBounded(file, MAX, 'a thing')).toThrow(message);
  });

  it('refuses a long file unread', () => {
    const file = put('sparse', '');
    truncateSync(file, 2 ** 40);
    expect(() => readBounded(file, 2 ** 36, 'a thing')).toThrow(/has more than/);
  });

  it('waits for a pipe that somebody writes to', () => {
    const file = pipe('busy');
    const both = openSync(file, 'r+');
    writeSync(both, 'first ');
    spawn('sh', ['-c', 'sleep 0.2; echo last >&3'], { stdio: [0, 1, 2, both] });
    closeSync(both);
    expect(readText(file, MAX, 'a thing')).toBe('first last\n');
  });
});

describe('text', () => {
  it('may begin with a byte order mark', () => {
    expect(readText(put('mark', '\ufeff{}'), MAX, 'a thing')).toBe('{}');
  });

  it.each([
    ['another encoding', Buffer.from('\ufeff{}', 'utf16le')],
    ['a sequence cut off', Buffer.from('7bc3', 'hex')],
  ])('is refused in %s', (_, bytes) => {
    const file = put('other', bytes);
    expect(() => readText(file, MAX, 'a thing')).toThrow(/is not text in UTF-8: expected a thing$/);
  });
});

describe('JSON', () => {
  it.each([
    ['nothing', ' \n', /^f is empty: expected a thing$/],
    ['half of it', '{"a": "b', /^f is not JSON, expected a thing: Unterminated/],
    ['too deep a nesting', `${'['.repeat(1e5)}${']'.repeat(1e5)}`, /^f is nested more than 200/],
    ['control characters', '\u001b[2J', /^f is not JSON, .*\\x1b\[2J/],
  ])('of %s is refused', (_, text, message) => {
    expect(() => jsonOf(text, 'f', 'a thing')).toThrow(message);
  });

  it('of a usual depth is read', () => {
    const text = `${'['.repeat(200)}${']'.repeat(200)}`;
    expect(JSON.stringify(jsonOf(text, 'f', 'a thing'))).toBe(text);
  });
});

describe('a file of another kind', () => {
  const report = 'https://kacs-conformance.invalid/schemas/report-1.json';
  const named = (schema: string): string => put('kind', JSON.stringify({ schema }));

  it('is named', () => {
    expect(() => readReport(named(FINDING_SCHEMA))).toThrow(/is not a report: it is a finding$/);
    expect(() => readFinding(named(report))).toThrow(/is no finding: it is a report$/);
    const certificate = put('certificate', '{"payloadType": "x", "payload": "", "signatures": []}');
    expect(() => readReport(certificate)).toThrow(/is not a report: it is a certificate$/);
  });

  it('or of another version, too', () => {
    const later = FINDING_SCHEMA.replace('1.json', '2.json');
    expect(() => readFinding(named(later))).toThrow(
      /is no finding: it is a finding of version 2, and this program reads version 1$/,
    );
  });
});

function pipe(name: string): string {
  execFileSync('mkfifo', ['-m', '600', at(name)]);
  return at(name);
}
