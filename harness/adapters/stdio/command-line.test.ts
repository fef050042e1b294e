import { describe, expect, it } from 'vitest';
import { UsageError } from '../../usage-error.js';
import { splitWords } from './command-line.js';
import { isTarget, parseTarget } from './target.js';

describe('a command line', () => {
  it.each([
    ['', []],
    ['  ./adapter  ', ['./adapter']],
    ['a b\tc\nd', ['a', 'b', 'c', 'd']],
    [`'a b' "c d"`, ['a b', 'c d']],
    [`a'b'"c"d`, ['abcd']],
    [`'' ""`, ['', '']],
    [String.raw`a\ b \"`, ['a b', '"']],
    [String.raw`'a\b'`, [String.raw`a\b`]],
    [String.raw`"a\b \" \\ \$ \``.concat('"'), [String.raw`a\b " \ $ `.concat('`')]],
    ['a\\\nb', ['ab']],
    ['"a\\\nb"', ['ab']],
    ['$HOME * ~ #no; a&&b | c > d', ['$HOME', '*', '~', '#no;', 'a&&b', '|', 'c', '>', 'd']],
    [`"it's" 'say "x"'`, [`it's`, `say "x"`]],
  ])('%j is split as a shell would', (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });

  it.each([
    [`./adapter "half`, /has a double quote that is never closed/],
    [`./adapter 'half`, /has a single quote that is never closed/],
    ['./adapter \\', /ends in a backslash/],
    [`"\u001b[2J`, /\\x1b\[2J" has a double quote/],
  ])('%j is refused', (text, message) => {
    expect(() => splitWords(text)).toThrow(UsageError);
    expect(() => splitWords(text)).toThrow(message);
  });
});

describe('a target', () => {
  it.each([
    ['stdio:./a --b "c d"', { kind: 'stdio', command: ['./a', '--b', 'c d'] }],
    ['unix:/run/x y.sock', { kind: 'unix', path: '/run/x y.sock' }],
    ['tcp:localhost:7000', { kind: 'tcp', host: 'localhost', port: 7000 }],
    ['tcp:[::1]:7000', { kind: 'tcp', host: '::1', port: 7000 }],
  ])('%s', (text, target) => {
    expect(isTarget(text)).toBe(true);
    expect(parseTarget(text)).toEqual({ text, ...target });
  });

  it.each([
    ['stdio:', /needs a command/],
    ['stdio:  ', /needs a command/],
    [`stdio:''`, /needs a command/],
    ['stdio:a\0b', /null character/],
    ['unix:', /needs a path/],
    [`unix:/${'x'.repeat(200)}`, /longer than 107 bytes/],
    ['tcp:7000', /needs HOST:PORT/],
    ['tcp:host:70000', /needs HOST:PORT/],
    ['ftp:x', /is no adapter: expected stdio:COMMAND/],
    ['reference', /is no adapter/],
  ])('%j is refused', (text, message) => {
    expect(() => parseTarget(text)).toThrow(UsageError);
    expect(() => parseTarget(text)).toThrow(message);
  });
});
