import { describe, expect, it } from 'vitest';
import { allClauses } from './catalogue.js';
import { allRulings, parseRulings } from './rulings.js';

describe('the rulings', () => {
  it('are the ones that clauses cite', () => {
    const known = new Set(allRulings().map(({ id }) => id));
    const cited = allClauses().flatMap(({ rulings }) => rulings);
    expect(cited.filter((id) => !known.has(id))).toEqual([]);
  });

  it('are numbered without gaps', () => {
    const numbers = allRulings().map(({ id }) => Number(id.slice(1)));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it('each have a title, a decision, and a proposed sentence', () => {
    for (const { title, asserted, proposal } of allRulings()) {
      expect(title).not.toBe('');
      expect(asserted).not.toBe('');
      expect(proposal).toMatch(/^\w.{20,}[^.]\.$/);
    }
  });
});

describe('parsing rulings', () => {
  it('parts what the texts say from what is asserted', () => {
    const text = [
      '# x\n\n## A. Heading\n\n**R01 Title.** One text. Another.',
      'Ruling: STRICT. Why: so.\n- a;\n- b.\n',
    ].join('\n');
    expect(parseRulings(text)).toEqual([
      {
        id: 'R01',
        title: 'Title',
        section: 'Heading',
        texts: 'One text. Another.',
        asserted: 'STRICT. Why: so.\n- a;\n- b.',
      },
    ]);
  });

  it('finds a decision on the line of the title', () => {
    const [ruling] = parseRulings('## A. H\n**R02 A "word".** Unstated. Ruling: INFO.');
    expect(ruling).toMatchObject({ title: 'A "word"', texts: 'Unstated.', asserted: 'INFO.' });
  });

  it('passes over words in bold that are no ruling', () => {
    expect(parseRulings('## Verdict words\n**Errno rule.** Ruling: none.')).toEqual([]);
  });

  it('names a ruling that decides nothing', () => {
    expect(() => parseRulings('## A. H\n**R03 T.** Text.')).toThrow('R03');
  });
});
