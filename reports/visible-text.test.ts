import { describe, expect, it } from 'vitest';
import { sampleReport } from './sample-report.js';
import { caseCommand, runCommand } from './replay-command.js';
import { groupDigits, shorten, visible, visibleLine } from './visible-text.js';

describe('visible', () => {
  it.each([
    ['plain ünï 漢字 🙂', 'plain ünï 漢字 🙂'],
    ['a\tb\nc', 'a\tb\nc'],
    ['\0\u001b\u007f\u0085', '⟨U+0000⟩⟨U+001B⟩⟨U+007F⟩⟨U+0085⟩'],
    ['\u202e\u2066\u200e\u061c', '⟨U+202E⟩⟨U+2066⟩⟨U+200E⟩⟨U+061C⟩'],
    ['\u200b\u00ad\ufeff\u2028\u3164', '⟨U+200B⟩⟨U+00AD⟩⟨U+FEFF⟩⟨U+2028⟩⟨U+3164⟩'],
    ['\ud800x\udc00', '⟨U+D800⟩x⟨U+DC00⟩'],
    ['\ufffe\u{e0041}\u{e0100}\u{1ffff}', '⟨U+FFFE⟩⟨U+E0041⟩⟨U+E0100⟩⟨U+1FFFF⟩'],
  ])('writes %j as %j', (input, output) => {
    expect(visible(input)).toBe(output);
  });

  it('shows line breaks where there is one line', () => {
    expect(visibleLine('a\tb\nc')).toBe('a⇥b↵c');
  });
});

describe('shorten', () => {
  it.each([
    ['abc', 3, 9, 'abc'],
    ['abcdef', 3, 9, 'abc… [3 more characters]'],
    ['abcd', 3, 9, 'abc… [1 more character]'],
    ['ab🙂cd', 3, 9, 'ab… [4 more characters]'],
    ['a\nb\nc\nd', 99, 2, 'a\nb… [4 more characters]'],
    ['a\nb', 99, 2, 'a\nb'],
  ])('cuts %j at %i characters and %i lines', (text, characters, lines, expected) => {
    expect(shorten(text, { characters, lines })).toBe(expected);
  });

  it('groups digits', () => {
    expect([0, 999, 1000, 1234567].map(groupDigits)).toEqual(['0', '999', '1,000', '1,234,567']);
  });
});

describe('command lines', () => {
  it('quote what a shell would read otherwise', () => {
    const command = ['a b', "it's", '$(x)', '', 'x\u001b\ny', '--flag=1', 'é'];
    expect(runCommand({ ...sampleReport(), command })).toBe(
      `'a b' 'it'\\''s' '$(x)' '' $'x\\x1b\\x0ay' --flag=1 'é'`,
    );
  });

  it('are narrowed to one case', () => {
    const command = [
      'kacs',
      'certify',
      '--suite',
      'a/**',
      '--out=x',
      '--shard',
      '1/2',
      '--seed',
      '1',
    ];
    expect(caseCommand({ ...sampleReport(), command }, 'a/b/c')).toBe(
      'kacs certify --seed 1 --suite a/b/c',
    );
  });
});
