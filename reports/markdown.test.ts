import { describe, expect, it } from 'vitest';
import type { CaseReport, Report } from '../harness/report.js';
import { codeBlock, codeSpan, escapeMarkdown } from './escape-markdown.js';
import { hostileReport } from './hostile-report.js';
import { MARKDOWN_FAILURES_MAX, renderMarkdown } from './markdown.js';
import { sampleReport } from './sample-report.js';

/** Lines outside fenced blocks. */
function proseLines(text: string): string[] {
  const lines: string[] = [];
  let fence: string | undefined;
  for (const line of text.split('\n')) {
    const mark = /^`{3,}/.exec(line)?.[0];
    if (fence === undefined && mark) fence = mark;
    else if (fence !== undefined && line === fence) fence = undefined;
    else if (fence === undefined) lines.push(line);
  }
  expect(fence).toBeUndefined();
  return lines;
}

/** What is left of a line without its code spans: there a reader looks for formatting. */
function withoutCode(line: string): string {
  return line.replace(/(?<!\\|`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
}

/** Cells as GitHub splits them: at every bar that no backslash precedes. */
function cells(row: string): number {
  return row.replace(/\\./g, '').split('|').length - 2;
}

describe.each([
  ['the sample', sampleReport()],
  ['a hostile report', hostileReport()],
  ['a report of backticks', hostileReport('``` ` `` |')],
  ['a report of line breaks', hostileReport('\n\n# title\n| a |\n```\n<b>')],
  [
    'a report with hostile waivers',
    waivedReport('\n# x\n`<b>` [a](b) | @c #1 https://evil.example'),
  ],
])('the Markdown of %s', (_, report) => {
  const lines = proseLines(renderMarkdown(report));

  it('has tables with as many cells in each row as in the head', () => {
    let columns: number | undefined;
    let rows = 0;
    for (const line of lines) {
      if (!line.startsWith('|')) columns = undefined;
      else {
        columns ??= cells(line);
        expect(cells(line), line).toBe(columns);
        rows += 1;
      }
    }
    expect(rows).toBeGreaterThan(30);
  });

  it('holds no HTML, link, mention or reference of the candidate outside code', () => {
    for (const line of lines.map(withoutCode)) {
      expect(line).not.toMatch(/<|(?<!\\)\[|@\w|(?<!&)#\d|:\/\//);
    }
  });

  it('has no heading but its own', () => {
    for (const line of lines.filter((text) => /^\s*#/.test(text))) {
      expect(line).toMatch(/^(## [✅❌⚠]|### (What|Repeat|Waivers$|Disputed$)|#### [a-z ]+: `)/u);
    }
  });
});

describe('the Markdown report', () => {
  const text = renderMarkdown(sampleReport());

  it('says verdict, candidate, counts, failures and how to repeat the run', () => {
    expect(text).toMatch(/^## ❌ sample-kernel 6\.9-kacs3 does not conform to psd-0\.20\n/);
    expect(text).toContain('| **executed** | **6** |');
    expect(text).toContain('| not applicable | 1 |');
    expect(text).toContain('| could not run | 1 |');
    expect(text).toContain('| ❌ `session-spec` | 1 |  | 1 | 1 | 1 |  | 1 |  | 5 |');
    expect(text).toContain('| expected | `refused with EINVAL` |');
    expect(text).toContain('| clause | **TH-001**, MUST: The revision of each SID is 1. |');
    expect(text).toContain("certify --adapter 'stdio:./agent --fast' --profile psd-0.20 --suite");
    expect(text).toContain('this run cannot be certified');
  });

  it('shows the first failures and counts the rest', () => {
    const [, failing] = sampleReport().results;
    const results = Array.from({ length: 60 }, (_, i): CaseReport => {
      return { ...(failing as CaseReport), id: `area/file/case-${i}` };
    });
    const many = renderMarkdown({ ...sampleReport(), results });
    expect(many.match(/^#### /gm)).toHaveLength(MARKDOWN_FAILURES_MAX);
    expect(many).toContain('… and 10 more cases');
  });

  it('stays small whatever the candidate says', () => {
    expect(renderMarkdown(hostileReport('x'.repeat(1_000_000))).length).toBeLessThan(100_000);
  });
});

describe('escapeMarkdown', () => {
  it.each([
    ['a_b*c', 'a\\_b\\*c'],
    ['<b>&amp;', '&lt;b&gt;&amp;amp;'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['    code', 'code'],
    ['@team #12', '@&#8203;team #&#8203;12'],
    ['https://x www.y', 'https:&#8203;//x www&#8203;.y'],
    ['a|b\nc', 'a\\|b↵c'],
  ])('writes %j as %j', (input, output) => {
    expect(escapeMarkdown(input)).toBe(output);
  });
});

describe('code in Markdown', () => {
  it.each([
    ['plain', '`plain`'],
    ['a`b', '``a`b``'],
    ['`a``', '``` `a`` ```'],
    ['a|b\nc', '`a\\|b↵c`'],
    [' ', '(empty)'],
  ])('writes %j in a table as %j', (input, output) => {
    expect(codeSpan(input, true)).toBe(output);
  });

  it('fences a block with more backticks than it holds', () => {
    expect(codeBlock('```\nx')).toBe('````text\n```\nx\n````');
  });
});

/** Waivers, disputes and names of other candidates come from files that anybody may have written. */
function waivedReport(text: string): Report {
  const entry = { match: text, reason: text, owner: text, link: text, expires: '2026-05-02' };
  const waiver = { ...entry, symptom: 'accepted', waives: [text], otherwise: [text], passing: 1 };
  const states = ['holds', 'passes', 'differs', 'unmatched', 'notRun'] as const;
  return {
    ...sampleReport(),
    waivers: states.map((state) => ({ ...waiver, symptom: 'accepted', state })),
    disputes: [{ ...entry, reading: text, judgedAs: text, clauses: ['TH-001'] }],
    suspectOracle: sampleReport().results.map(({ id }) => {
      return { case: id, symptom: 'value', candidates: [text, text], of: 2 };
    }),
  };
}
