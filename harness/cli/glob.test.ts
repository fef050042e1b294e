import { describe, expect, it } from 'vitest';
import { glob } from './glob.js';

describe('a pattern', () => {
  it.each([
    ['session-spec/**', 'session-spec/record/cut-0', true],
    ['session-spec/*', 'session-spec/record/cut-0', false],
    ['session-spec/*/cut-?', 'session-spec/record/cut-0', true],
    ['session-spec/*/cut-?', 'session-spec/record/cut-10', false],
    ['token-spec-*/**', 'token-spec-header/x/y', true],
    ['**', 'a/b/c', true],
    ['*', 'a/b', false],
    ['**/*', 'a', false],
    ['', '', true],
    ['', 'a', false],
    ['TH-0*', 'TH-011', true],
    ['TH-011', 'TH-0111', false],
    ['a?c', 'a/c', false],
    ['a.c', 'abc', false],
    ['[a-z]', 'b', false],
    ['***', 'a/b', true],
    ['*a*', 'bab', true],
    ['a**b', 'ab', true],
    ['a**b', 'a/x/b', true],
    ['?', '🔑', true],
  ])('%s against %s: %s', (pattern, text, expected) => {
    expect(glob(pattern)(text)).toBe(expected);
  });

  it('that is hostile takes no more than its length times that of the text', () => {
    const matches = glob(`${'**a'.repeat(2000)}!`);
    expect(matches('a'.repeat(1000))).toBe(false);
    expect(glob(`${'*a'.repeat(1000)}`)('a'.repeat(1000))).toBe(true);
  });
});
