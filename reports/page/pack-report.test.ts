import { describe, expect, it } from 'vitest';
import type { Report } from '../../harness/report.js';
import { hostileReport } from '../hostile-report.js';
import { sampleReport } from '../sample-report.js';
import { packReport } from './pack-report.js';
import { unpackReport } from './unpack-report.js';

/** A report without what a page must not show as it is. */
function plainReport(): Report {
  const sample = sampleReport();
  return { ...sample, results: sample.results.filter(({ id }) => !id.endsWith('/crash')) };
}

describe('a packed report', () => {
  it('comes out as it went in', () => {
    const report = plainReport();
    const { diagnostics: _, ...rest } = report;
    const through = unpackReport(JSON.parse(JSON.stringify(packReport(report))));
    expect(through).toMatchObject(rest);
    expect(through.results).toEqual(report.results);
    expect(through.clauses).toEqual(report.clauses);
  });

  it('has the end of what the candidate said last', () => {
    const said = Array.from({ length: 9_000 }, (_, n) => `[${n}] \u202e line`).join('\n');
    const { head } = packReport({ ...sampleReport(), diagnostics: `${said}\nBUG\n` });
    const lines = head.diagnostics?.split('\n') ?? [];
    expect(lines).toHaveLength(200);
    expect([lines[0], lines.at(-2), lines.at(-1)]).toEqual([
      '… [8801] ⟨U+202E⟩ line',
      '[8999] ⟨U+202E⟩ line',
      'BUG',
    ]);
    const short = packReport({ ...sampleReport(), diagnostics: 'BUG\n' });
    expect(short.head.diagnostics).toBe('BUG');
  });

  it('spends a line on a case that passed', () => {
    const [passing] = sampleReport().results;
    const results = Array.from({ length: 10_000 }, (_, n) => ({
      ...(passing as Report['results'][number]),
      id: `area/file/case-${n}`,
    }));
    const packed = JSON.stringify(packReport({ ...sampleReport(), results }));
    expect(packed.length / results.length).toBeLessThan(40);
  });

  it('keeps ids of any form, and cases of one folder that are apart', () => {
    const [passing] = sampleReport().results;
    const ids = ['a/b/c', 'x', '', '/', 'a/b/d', 'a/b/', 'a//e'];
    const results = ids.map((id) => ({ ...(passing as Report['results'][number]), id }));
    const through = unpackReport(packReport({ ...sampleReport(), results }));
    expect(through.results.map(({ id }) => id)).toEqual(ids);
  });

  it('holds no text that is endless, invisible or steering', () => {
    const packed = packReport(hostileReport('\u202e' + 'y'.repeat(1_000_000)));
    const { command, ...head } = packed.head;
    const text = JSON.stringify({ ...packed, head });
    expect(text).not.toMatch(/[\u202a-\u202e]/);
    expect(text.length).toBeLessThan(600_000);
    expect(command.every((word) => word.length <= 4_000)).toBe(true);
  });

  it('explains calls and failures by what it is given', () => {
    const packed = packReport(plainReport(), {
      call: ({ op }) => ({ words: { spec: `of ${op}` } }),
      failure: () => [{ title: 'more', hex: '00', fields: [], marks: [{ start: 0, end: 1 }] }],
    });
    const through = unpackReport(packed);
    const one = through.results.find(({ id }) => id.endsWith('/revision-2'));
    expect(one?.failures?.[0]?.hex?.map(({ title }) => title)).toEqual([
      'argument spec of kacs_create_token',
      'more',
    ]);
    expect(one?.steps?.[0]).toMatchObject({ notes: { words: { spec: 'of kacs_create_session' } } });
  });
});
