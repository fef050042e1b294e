import { describe, expect, it } from 'vitest';
import type { Report } from '../harness/report.js';
import { renderBadge } from './badge.js';
import { hostileReport } from './hostile-report.js';
import { sampleReport } from './sample-report.js';
import { findAll, readMarkup, textOf } from './strict-markup.js';

const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  svg: ['xmlns', 'width', 'height', 'role', 'aria-label'],
  title: [],
  rect: ['x', 'width', 'height', 'rx', 'fill'],
  g: ['fill', 'font-family', 'font-size'],
  text: ['x', 'y', 'textLength', 'lengthAdjust'],
};

function read(change: Partial<Report>): readonly string[] {
  const root = readMarkup(renderBadge({ ...sampleReport(), ...change }), 'xml');
  return findAll(root, 'text').map(textOf);
}

const good = { conforms: true, complete: true, contradictions: [] };

describe('the badge', () => {
  it.each<readonly [string, Partial<Report>]>([
    ['conforms', good],
    ['2 failing', { contradictions: [] }],
    ['cut short', { ...good, interrupted: true }],
    ['another profile', { ...good, contradictions: ['x'] }],
    ['incomplete: 6 of 9 clauses', { ...good, complete: false }],
    ['conforms in part: 6 of 9 clauses', { ...good, complete: false, unclaimed: ['link'] }],
    ['conforms but for 0 waived', { contradictions: [], conformsWithWaivers: true }],
  ])('says %s', (words, change) => {
    expect(read(change)).toEqual(['KACS psd-0.20', words]);
  });

  it('is green only for a complete run that conforms', () => {
    const green = '#2a7d2f';
    expect(renderBadge({ ...sampleReport(), ...good })).toContain(green);
    expect(renderBadge({ ...sampleReport(), ...good, complete: false })).not.toContain(green);
    expect(renderBadge(sampleReport())).not.toContain(green);
  });

  it('is SVG of a few harmless elements, whatever the profile is called', () => {
    for (const report of [sampleReport(), hostileReport(), hostileReport('漢'.repeat(5_000))]) {
      const text = renderBadge(report);
      for (const { name, attributes } of findAll(readMarkup(text, 'xml'))) {
        expect(ATTRIBUTES[name]).toBeDefined();
        for (const attribute of Object.keys(attributes)) {
          expect(ATTRIBUTES[name]).toContain(attribute);
        }
      }
      expect(text.length).toBeLessThan(3_000);
      expect(Number(/width="(\d+)"/.exec(text)?.[1])).toBeLessThan(1_000);
    }
  });
});
