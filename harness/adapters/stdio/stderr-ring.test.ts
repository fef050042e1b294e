import { describe, expect, it } from 'vitest';
import { StderrRing } from './stderr-ring.js';

describe('the ring of last words', () => {
  it.each([1, 7, 100, 1000, 5000])('keeps the end of chunks of %i bytes, no more', (size) => {
    const ring = new StderrRing(1000);
    let whole = '';
    for (let turn = 0; turn < 3000; turn += 1) {
      const chunk = String.fromCharCode(97 + (turn % 26)).repeat(size);
      whole = (whole + chunk).slice(-1000);
      ring.push(Buffer.from(chunk));
      expect(ring.heldBytes).toBeLessThanOrEqual(2000);
    }
    expect(ring.text()).toBe(whole);
  });
});
