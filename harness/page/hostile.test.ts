import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileReport } from '../../reports/hostile-report.js';
import { HOSTILE_TEXT, sampleReport } from '../../reports/sample-report.js';
import type { Report } from '../report.js';
import { Bench, goTo, hasBrowser } from './browser.fixture.js';
import { reportPage } from './report-page.js';

/** Everything that runs if any of it is taken for markup, in one text. */
const MARKUP =
  '<script>alert(1)</script><img src="https://evil.example/x" onerror="alert(2)">' +
  '<svg onload=alert(3)><style>@import "https://evil.example/y"</style>' +
  '<!--kacs:data--></script><!-- </noscript><iframe src="javascript:alert(4)"></iframe>';

/** What must not come of any text: elements, steering characters, a page that runs out of sight. */
const STRANGE = `(() => {
  const shown = document.querySelector('#app');
  const root = document.documentElement;
  return {
    elements: shown.querySelectorAll('script, iframe, img, object, embed, link, base').length,
    text: /[\\u202a-\\u202e\\u2066-\\u2069\\u200b-\\u200f]/.test(shown.textContent),
    wide: root.scrollWidth > root.clientWidth,
  };
})()`;

describe.skipIf(!hasBrowser)('a hostile report', () => {
  const bench = new Bench();
  let template = '';

  beforeAll(async () => {
    template = await bench.template();
  });
  afterAll(() => bench.close());

  const views = (report: Report): readonly string[] => [
    '#/',
    '#/clauses',
    `#/clause/${encodeURIComponent(report.clauses[0]?.id ?? '')}`,
    '#/cases',
    '#/compare',
    '#/rulings',
  ];

  it.each<readonly [string, Report]>([
    ['of every trick at once', hostileReport()],
    ['of markup', hostileReport(MARKUP)],
    ['of megabytes', hostileReport('x'.repeat(1_000_000))],
    ['of ten thousand lines', hostileReport('line\n'.repeat(10_000))],
    ['of right-to-left marks', hostileReport('\u202e\u2067txt.exe\u202c'.repeat(50))],
    ['of bytes', hostileReport('ab'.repeat(500_000))],
  ])('%s does no harm in any view', async (_, report) => {
    const text = reportPage(report, { template, baseline: report });
    expect(text.length).toBeLessThan(3_000_000);
    const { page, misdeeds } = await bench.open(bench.write('hostile.html', text));
    for (const view of views(report)) {
      await goTo(page, view);
      const strange = await page.evaluate(STRANGE);
      expect([view, strange]).toEqual([view, { elements: 0, text: false, wide: false }]);
    }
    await goTo(page, '#/cases');
    const rows = page.locator('.case-row');
    await expect.poll(() => rows.count()).toBe(report.results.length);
    for (let n = 0; n < report.results.length; n += 1) {
      await goTo(page, '#/cases');
      await rows.nth(n).click();
      await page.locator('.case-view, .nowhere').first().waitFor();
    }
    expect(misdeeds).toEqual([]);
  });

  it('shows what is invisible', async () => {
    const path = bench.write('hostile.html', reportPage(hostileReport(), { template }));
    const { page } = await bench.open(path);
    const run = await page.locator('.run').innerText();
    expect(run).toContain('⟨U+202E⟩');
    expect(run).toContain('<script>alert(1)</script>');
    expect(HOSTILE_TEXT).toContain('\u202e');
  });

  it('cannot say where the policy ends, and the policy holds', () => {
    const text = reportPage(hostileReport(MARKUP), { template });
    const head = text.slice(0, text.indexOf('<body>'));
    expect(head).toContain("default-src 'none'");
    expect(text.split('alert(1)').length).toBeGreaterThan(1);
    expect(text).not.toContain('<img');
    expect(text).not.toContain('<iframe');
  });

  it('keeps to a bounded size however much fails, and says what it left out', async () => {
    const failing = sampleReport().results.find(({ verdict }) => verdict === 'fail');
    const results = Array.from({ length: 8_000 }, (_, n) => ({
      ...(failing as Report['results'][number]),
      id: `area/file/case-${n}`,
      recorded: [`${'noise '.repeat(300)}${n}`],
    }));
    const text = reportPage({ ...sampleReport(), results }, { template });
    expect(text.length).toBeLessThan(4_000_000);
    const { page } = await bench.open(bench.write('much.html', text), {
      hash: '#/case/area/file/case-7999',
    });
    expect(await page.locator('.case-view').innerText()).toContain('report.json has them');
  });
});
