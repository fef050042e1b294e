import { describe, expect, it } from 'vitest';
import { foldTo } from './terminal.js';

describe('a folded line', () => {
  it('is cut between words, the rest hangs', () => {
    expect(foldTo('  cases      12: 3 pass, 4 fail, 5 info', 24, 13)).toBe(
      '  cases      12: 3 pass,\n    4 fail, 5 info',
    );
    expect(foldTo('  cases      12: 3 pass, 4 fail, 5 info, 6 more words', 40, 13)).toBe(
      '  cases      12: 3 pass, 4 fail, 5 info,\n             6 more words',
    );
  });

  it('keeps blanks of tables, and words that are too long', () => {
    expect(foldTo('a  b', 3, 0)).toBe('a  b');
    expect(foldTo('one aVeryLongWordIndeed two', 10, 0)).toBe(
      'one\n    aVeryLongWordIndeed\n    two',
    );
  });

  it('does not count what is not seen', () => {
    const red = '\u001b[31mred\u001b[0m';
    expect(foldTo(`${red} ${red} ${red}`, 11, 0)).toBe(`${red} ${red} ${red}`);
    expect(foldTo(`${red} ${red} ${red}`, 10, 0)).toBe(`${red} ${red}\n    ${red}`);
  });
});
