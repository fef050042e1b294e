import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Report } from '../report.js';
import {
  Bench,
  goTo,
  graveViolations,
  hasBrowser,
  sample,
  widerThanWindow,
} from './browser.fixture.js';
import { reportPage } from './report-page.js';

const VIEWS = [
  '',
  '#/clauses',
  '#/clause/SE-007',
  '#/cases?failing=1',
  '#/case/session-spec/user-sid/revision-2',
  '#/case/session-lifecycle/races/destroy-against-destroy-threads',
  '#/compare',
  '#/rulings',
] as const;

/** All views, without the repetition that takes axe minutes. */
const SMALL_VIEWS = [
  '#/',
  '#/clauses?area=session-lifecycle',
  '#/clause/SE-007',
  '#/cases?failing=1&q=origin',
  '#/case/adjust-groups/refused/logon-SID-disable-last',
  '#/case/session-lifecycle/races/destroy-against-destroy-threads',
  '#/compare',
  '#/rulings?q=r27',
] as const;

const OTHERS = 300;

/** What failed, and some of what passed: axe looks at every element, and once at a kind is enough. */
function few(report: Report): Report {
  const failing = new Map<string, number>();
  const results = report.results.filter(({ verdict, failures }, n) => {
    if (verdict === 'pass' || verdict === 'notApplicable') return n % OTHERS === 0;
    const kind = `${failures?.[0]?.clause} ${failures?.[0]?.message}`;
    failing.set(kind, (failing.get(kind) ?? 0) + 1);
    return (failing.get(kind) ?? 0) <= 4;
  });
  return { ...report, results };
}

describe.skipIf(!hasBrowser)('the look of the page', () => {
  const bench = new Bench();
  let path = '';

  beforeAll(async () => {
    const template = await bench.template();
    const page = reportPage(few(sample('faulty')), {
      template,
      baseline: few(sample('reference')),
    });
    path = bench.write('faulty.html', page);
  });
  afterAll(() => bench.close());

  const background = (page: Page): Promise<string> =>
    page.evaluate('getComputedStyle(document.body).backgroundColor');

  describe.each(['light', 'dark'] as const)('axe finds nothing serious, %s', (scheme) => {
    let page: Page;
    beforeAll(async () => {
      ({ page } = await bench.open(path, { scheme }));
    });

    it.each(SMALL_VIEWS)('in %s', async (view) => {
      await goTo(page, view);
      expect(await graveViolations(page)).toEqual([]);
    });
  });

  it.each([1440, 800, 390])('fits into %i pixels', async (width) => {
    const { page } = await bench.open(path, { width });
    for (const view of VIEWS) {
      await goTo(page, view === '' ? '#/' : view);
      expect([view, await widerThanWindow(page)]).toEqual([view, 0]);
    }
  });

  it('is light or dark as the system is, unless the reader chose', async () => {
    const light = await bench.open(path, { scheme: 'light' });
    const dark = await bench.open(path, { scheme: 'dark' });
    const [day, night] = [await background(light.page), await background(dark.page)];
    expect(day).not.toBe(night);
    const button = light.page.getByRole('button', { name: /^Colours/ });
    await button.click();
    await expect.poll(() => background(light.page)).toBe(day);
    await button.click();
    await expect.poll(() => background(light.page)).toBe(night);
    await light.page.reload();
    await light.page.locator('h1').waitFor();
    await expect.poll(() => background(light.page)).toBe(night);
  });

  it('prints light, without bars and filters, with every clause', async () => {
    const { page } = await bench.open(path, { scheme: 'dark', hash: '#/clauses' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await expect.poll(() => background(page)).toBe('rgb(255, 255, 255)');
    await expect.poll(() => page.locator('.bar nav').isVisible()).toBe(false);
    await expect.poll(() => page.locator('.filters').isVisible()).toBe(false);
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.length).toBeGreaterThan(50_000);
  });
});
