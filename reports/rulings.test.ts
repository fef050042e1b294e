import { describe, expect, it } from 'vitest';
import type { CaseReport, Report } from '../harness/report.js';
import { RECORDED_MAX, renderRulings, type RulingSummary } from './rulings.js';
import { HOSTILE_TEXT, sampleReport } from './sample-report.js';

const base = sampleReport();
const [first, second] = base.clauses.map(({ id }) => id);

function ruling(clauses: readonly string[], id = 'R99'): RulingSummary {
  return { id, title: 'A title', proposal: 'One sentence.', clauses };
}

function withRecorded(...recorded: readonly string[]): Report {
  const result: CaseReport = { id: 'a/b/c', title: 't', verdict: 'info', clauses: {}, recorded };
  return { ...base, results: [result] };
}

describe('what candidates did, by ruling', () => {
  it('shows a ruling with its sentence and the verdict of each clause', () => {
    const text = renderRulings([base], [ruling([String(first)])]);
    expect(text).toContain('## R99 A title');
    expect(text).toContain('Proposed: One sentence.');
    expect(text).toContain(`: ${String(first)} |`);
  });

  it('leaves out rulings that no clause of the reports cites', () => {
    const text = renderRulings([base], [ruling(['XX-001'])]);
    expect(text).not.toContain('R99');
    expect(text).toContain('No clause of these reports cites a ruling.');
  });

  it('has a row for each candidate', () => {
    const text = renderRulings([base, base], [ruling([String(first)])]);
    expect(text.match(/^\| [12]\\?\. sample/gm)).toHaveLength(2);
  });

  it('counts what was recorded, for the clauses of the ruling only', () => {
    const report = withRecorded(
      `${String(first)}: accepted`,
      `${String(first)}: accepted`,
      `${String(second)}: refused`,
    );
    const text = renderRulings([report], [ruling([String(first)])]);
    expect(text).toContain(`${String(first)}: accepted (2 times)`);
    expect(text).not.toContain('refused');
  });

  it('bounds what one candidate recorded', () => {
    const many = Array.from({ length: RECORDED_MAX + 3 }, (_, n) => `${String(first)}: got ${n}`);
    const text = renderRulings([withRecorded(...many)], [ruling([String(first)])]);
    expect(text).toContain('and 3 more');
    expect(text).not.toContain(`got ${RECORDED_MAX}`);
  });

  it('keeps foreign text from being markup', () => {
    const report = {
      ...withRecorded(`${String(first)}: ${HOSTILE_TEXT}`),
      candidate: { ...base.candidate, name: HOSTILE_TEXT },
    };
    const text = renderRulings([report], [ruling([String(first)])]);
    expect(text).not.toContain('<script>');
    const row = text.split('\n').find((line) => line.startsWith('| 1. ')) ?? '';
    expect(row.replaceAll('\\|', '').match(/\|/g)).toHaveLength(4);
    expect(text).not.toContain('@everyone');
  });
});
