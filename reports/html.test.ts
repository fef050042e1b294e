import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CaseReport, Report } from '../harness/report.js';
import { hostileReport } from './hostile-report.js';
import { renderHtml } from './html.js';
import { sampleReport } from './sample-report.js';
import { findAll, readMarkup, textOf, type ReadElement } from './strict-markup.js';

const ALLOWED_TAGS = new Set(
  (
    'html head meta title style body a header p span nav main div h1 h2 h3 h4 h5 section ul li b ' +
    'svg rect dl dt dd code pre button details summary figure figcaption mark table thead tbody ' +
    'tr th td ol form label input select option kbd output footer script'
  ).split(' '),
);
const ALLOWED_ATTRIBUTES = new Set(
  (
    'lang charset name content http-equiv class href aria-label aria-labelledby aria-hidden ' +
    'aria-live aria-pressed role id title viewBox preserveAspectRatio x y width ' +
    'height type hidden ' +
    'data-copy data-unfold data-reset data-hex data-name data-f data-v data-red ' +
    'data-area tabindex ' +
    'open scope colspan placeholder autocomplete spellcheck value for'
  ).split(' '),
);

const page = (report: Report): ReadElement => readMarkup(renderHtml(report), 'html');
const byId = (root: ReadElement, id: string) =>
  findAll(root).filter((element) => element.attributes['id'] === id);

describe.each([
  ['the sample', sampleReport()],
  ['a hostile report', hostileReport()],
  ['a report whose every text closes tags', hostileReport('"><script>alert(1)</script>')],
  ['a report whose every text closes the script', hostileReport("'--></style></script><!--")],
])('the page of %s', (_, report) => {
  const root = page(report);

  it('holds only the elements and attributes of the templates', () => {
    const tags = new Set(findAll(root).map((element) => element.name));
    const names = new Set(findAll(root).flatMap((element) => Object.keys(element.attributes)));
    expect([...tags].filter((name) => !ALLOWED_TAGS.has(name))).toEqual([]);
    expect([...names].filter((name) => !ALLOWED_ATTRIBUTES.has(name))).toEqual([]);
  });

  it('has one script and one style, those that its policy names', () => {
    const policy = findAll(root, 'meta')
      .map((meta) => meta.attributes['content'] ?? '')
      .join();
    for (const [name, rule] of [
      ['script', 'script-src'],
      ['style', 'style-src'],
    ] as const) {
      const found = findAll(root, name);
      expect(found).toHaveLength(1);
      const text = String(found[0]?.children[0]);
      const digest = createHash('sha256').update(text).digest('base64');
      expect(policy).toContain(`${rule} 'sha256-${digest}'`);
    }
    expect(policy).toContain("default-src 'none'");
  });

  it('links only to places in itself', () => {
    const ids = findAll(root).flatMap((element) => element.attributes['id'] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const links = findAll(root, 'a').map((link) => link.attributes['href'] ?? '');
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((link) => !link.startsWith('#') || !ids.includes(link.slice(1)))).toEqual(
      [],
    );
  });

  it('shows no character that steers or hides', () => {
    expect(renderHtml(report)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}]/u);
  });

  it('has headings in order', () => {
    const levels = findAll(root)
      .filter((element) => /^h[1-6]$/.test(element.name))
      .map((element) => Number(element.name[1]));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.filter((level, i) => i > 0 && level > (levels[i - 1] ?? 0) + 1)).toEqual([]);
  });
});

describe('the page', () => {
  const root = page(sampleReport());

  it('begins with the verdict', () => {
    expect(textOf(findAll(root, 'h1')[0] ?? root)).toBe(
      'sample-kernel 6.9-kacs3 does not conform to psd-0.20',
    );
  });

  it.each<[string, Partial<Report>, string, string]>([
    ['conforms', { conforms: true, complete: true, contradictions: [] }, 'good', 'conforms to'],
    ['is incomplete', { conforms: true, contradictions: [] }, 'unsure', 'run is not complete'],
    ['is contradicted', { conforms: true, complete: true }, 'unsure', 'the probes contradict'],
    ['only could not run', { cases: { ...sampleReport().cases, fail: 0 } }, 'bad', 'not shown to'],
  ])('says so where the candidate %s', (_, change, tone, words) => {
    const changed = page({ ...sampleReport(), ...change });
    const verdicts = findAll(changed).filter((e) => e.attributes['class'] === `verdict ${tone}`);
    expect(textOf(verdicts[0] ?? changed)).toContain(words);
    expect(verdicts).toHaveLength(1);
  });

  it('has a row for each clause, with its verdict', () => {
    for (const clause of sampleReport().clauses) {
      const [row] = byId(root, `clause-${clause.id}`);
      expect(row?.attributes['data-v']).toBe(clause.verdict);
      expect(textOf(row ?? root)).toContain(clause.summary);
    }
  });

  it('has a section for each case that is red or warns, and for no other', () => {
    const ids = findAll(root, 'details').flatMap((element) => element.attributes['id'] ?? []);
    expect(ids.toSorted()).toEqual([
      'case-session-spec/types/crash',
      'case-session-spec/types/unknown-type',
      'case-token-spec-header/flags/ours',
      'case-token-spec-header/flags/race',
      'case-token-spec-header/flags/second-session',
      'case-token-spec-header/sid/revision-2',
    ]);
  });

  it('marks the guilty byte, names its field and shows what was expected', () => {
    const [section] = byId(root, 'case-token-spec-header/sid/revision-2');
    const [mark] = findAll(section ?? root, 'mark');
    expect(mark?.attributes['title']).toBe('byte 8 · userSid.revision = 2 · Has to be 1.');
    expect(textOf(mark ?? root)).toBe('02');
    const text = textOf(section ?? root);
    expect(text).toContain('refused with EINVAL');
    expect(text).toContain('--suite token-spec-header/sid/revision-2');
    expect(text).toContain('02 01 05 00 00 00 00 00  02 00 00 00 00 00 05 15'.replaceAll(' ', ' '));
  });

  it('cuts texts of a megabyte and of ten thousand lines', () => {
    expect(renderHtml(hostileReport('x'.repeat(1_000_000))).length).toBeLessThan(600_000);
    const lines = renderHtml(hostileReport('line\n'.repeat(10_000)));
    expect(lines.length).toBeLessThan(600_000);
    expect(lines).toContain('more characters]');
  });

  it('keeps to a bounded size, and lists what it has no room for', () => {
    const [, failing] = sampleReport().results;
    const results = Array.from({ length: 3_000 }, (_, i): CaseReport => {
      return { ...(failing as CaseReport), id: `area/file/case-${i}` };
    });
    const text = renderHtml({ ...sampleReport(), results });
    expect(text.length).toBeLessThan(6_000_000);
    expect(text).toContain('id="case-area/file/case-1500"');
    expect(text).toMatch(/… and [\d,]+ more cases; see report\.json|case-2999/);
  });

  it('shows a hex dump of any form', () => {
    const [, failing] = sampleReport().results;
    const dumps = ['', '0', 'zz', '00'.repeat(70_000)].map((hex) => ({
      title: 'odd',
      hex,
      fields: [{ path: 'f', start: 60_000, end: 1_000_000, text: '', doc: '' }],
      guilty: { start: 60_000, end: 60_004 },
    }));
    const result = {
      ...(failing as CaseReport),
      failures: (failing?.failures ?? []).map((failure) => ({ ...failure, hex: dumps })),
    };
    const text = textOf(page({ ...sampleReport(), results: [result] }));
    expect(text).toContain('no bytes');
    expect(text).toContain('ea60');
    expect(text).toContain('bytes left out');
  });
});
