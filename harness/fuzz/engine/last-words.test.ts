import { describe, expect, it } from 'vitest';
import type { Adapter } from '../../adapters/adapter.js';
import { lastWords } from './last-words.js';

const saying = (text: string): Adapter => ({ diagnostics: () => text }) as unknown as Adapter;

describe('the last words of a candidate', () => {
  it.each(['crash', 'hang'] as const)('are kept of a %s, the end of them', (kind) => {
    const { diagnostics = '' } = lastWords(kind, saying(`${'x'.repeat(100_000)}\nBUG\n`));
    expect(diagnostics.length).toBeLessThanOrEqual(65_536);
    expect(diagnostics).toMatch(/x\nBUG\n$/);
  });

  it('are not kept of one that lives, nor of one that said nothing', () => {
    expect(lastWords('mismatch', saying('chatter'))).toEqual({});
    expect(lastWords('crash', saying(''))).toEqual({});
    expect(lastWords('crash', {} as unknown as Adapter)).toEqual({});
  });
});
