import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt, lastLines, oneLine } from './excerpt.js';
import { LINE_BYTES_CEILING, LINE_BYTES_FLOOR, LineSplitter } from './line-splitter.js';

describe('lines', () => {
  it('are the same wherever the chunks are cut, inside a character too', () => {
    const text = fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 8 });
    fc.assert(
      fc.property(text, fc.array(fc.nat({ max: 9 }), { minLength: 1 }), (parts, cuts) => {
        const lines = parts.map((part) => part.replaceAll('\n', ''));
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const splitter = new LineSplitter(LINE_BYTES_FLOOR);
        const seen: string[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = (cuts[turn % cuts.length] ?? 0) + 1;
          seen.push(...splitter.push(bytes.subarray(at, at + size)));
          at += size;
        }
        expect(seen).toEqual(lines);
        expect(splitter.heldBytes).toBe(0);
        expect(splitter.problem).toBeUndefined();
      }),
      { seed: 1 },
    );
  });

  it('are bounded, and nothing is held after that', () => {
    const splitter = new LineSplitter(LINE_BYTES_FLOOR);
    expect(splitter.push(Buffer.alloc(LINE_BYTES_FLOOR, 'x'))).toEqual([]);
    expect(splitter.problem).toBeUndefined();
    splitter.push(Buffer.from('x'));
    expect(splitter.problem).toBe(`a line above ${LINE_BYTES_FLOOR} bytes`);
    expect(splitter.heldBytes).toBe(0);
    expect(splitter.push(Buffer.from('{}\n'))).toEqual([]);
  });

  it('are bounded by the ceiling, whatever is asked', () => {
    const splitter = new LineSplitter(Number.MAX_SAFE_INTEGER);
    const chunk = Buffer.alloc(LINE_BYTES_CEILING / 2, 'x');
    splitter.push(chunk);
    splitter.push(chunk);
    expect(splitter.problem).toBeUndefined();
    splitter.push(Buffer.from('x'));
    expect(splitter.problem).toMatch(/above/);
  });

  it('must be UTF-8', () => {
    const splitter = new LineSplitter(LINE_BYTES_FLOOR);
    splitter.push(Buffer.from([0x22, 0xc3, 0x28, 0x22, 0x0a]));
    expect(splitter.problem).toBe('bytes that are not UTF-8');
  });
});

describe('foreign text', () => {
  it('never holds what a terminal would act on, nor more than asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        for (const shown of [oneLine(text, 50), excerpt(text, 50), lastLines(text, 3, 50)]) {
          // oxlint-disable-next-line no-control-regex
          expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
          expect(shown.length).toBeLessThan(50 * 6 + 30);
        }
      }),
      { seed: 1 },
    );
  });

  it('is shown as a person would recognise it', () => {
    expect(excerpt('a\u001b[0mb')).toBe('"a\\x1b[0mb"');
    expect(excerpt({ errno: 1, number: 2 })).toBe('an object with errno, number');
    expect(excerpt([1, 2])).toBe('an array of 2');
    expect(oneLine('one\r\ntwo')).toBe('one\\r\\ntwo');
    expect(lastLines('a\nb\nc\nd\n', 2)).toBe('c | d');
    expect(lastLines('')).toBe('');
  });
});
