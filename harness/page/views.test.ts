import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { CaseReport, Report } from '../report.js';
import { Bench, goTo, hasBrowser, sample } from './browser.fixture.js';
import { reportPage } from './report-page.js';

const RED = ['fail', 'couldNotRun', 'unstable', 'harnessError'];
const RACE = 'session-lifecycle/races/destroy-against-destroy-threads';
const REVISION = 'session-spec/user-sid/revision-2';
const CHANGED = 'adjust-groups/refused/logon-SID-disable-last';

describe.skipIf(!hasBrowser)('the page of a report', () => {
  const bench = new Bench();
  const report: Report = sample('faulty');
  const red = report.clauses.filter(({ verdict }) => RED.includes(verdict));
  const redCases = report.results.filter(({ verdict }) => RED.includes(verdict));
  let path = '';
  let template = '';

  beforeAll(async () => {
    template = await bench.template();
    path = bench.write(
      'faulty.html',
      reportPage(report, { template, baseline: sample('reference') }),
    );
  });
  afterAll(() => bench.close());

  const at = (hash: string): Promise<Page> => bench.at(path, hash);
  const title = (page: Page): Promise<string> => page.locator('h1').innerText();
  const shown = async (page: Page): Promise<string> =>
    (await page.locator('.filters output').innerText()).trim();

  it('loads nothing, and makes no error, in any view', async () => {
    const { page, misdeeds } = await bench.open(path);
    for (const hash of ['#/clauses', '#/clause/SS-024', '#/cases', `#/case/${RACE}`]) {
      await goTo(page, hash);
    }
    for (const hash of ['#/compare', '#/rulings/R44', '#/nowhere', '#/']) {
      await goTo(page, hash);
    }
    expect(misdeeds).toEqual([]);
  });

  it('begins with the verdict and a tile for each clause', async () => {
    const page = await at('');
    await expect
      .poll(() => title(page))
      .toContain('sample-kernel 6.9-kacs3 does not conform to psd-0.20');
    await expect.poll(() => page.locator('.mosaic .tile').count()).toBe(report.clauses.length);
    await expect
      .poll(() => page.locator('.mosaic .tile.fail').count())
      .toBe(report.clauses.filter(({ verdict }) => verdict === 'fail').length);
    const [first] = report.clauses.filter(({ verdict }) => verdict === 'fail');
    await page.locator('.mosaic .tile.fail').first().click();
    await page.locator('.requirement-text').waitFor();
    await expect.poll(() => title(page)).toBe(first?.id);
  });

  it('has a row for each clause, as in a specification', async () => {
    const page = await at('#/clauses');
    await expect
      .poll(() => page.locator('.clauses th[scope=row]').count())
      .toBe(report.clauses.length);
    await expect.poll(() => shown(page)).toBe(`${report.clauses.length} clauses`);
  });

  it.each<readonly [string, string, (r: Report) => number]>([
    ['area', 'duplicate', (r) => r.clauses.filter(({ area }) => area === 'duplicate').length],
    ['level', 'MUST', (r) => r.clauses.filter(({ level }) => level === 'MUST').length],
    ['status', 'fail', (r) => r.clauses.filter(({ verdict }) => verdict === 'fail').length],
  ])('filters clauses by %s', async (key, value, count) => {
    const page = await at('#/clauses');
    await page.locator(`.filters label:has-text("${key}") select`).selectOption(value);
    await expect
      .poll(() => shown(page))
      .toBe(`${count(report)} of ${report.clauses.length} clauses`);
    await expect.poll(() => page.locator('.clauses th[scope=row]').count()).toBe(count(report));
    expect(new URL(page.url()).hash).toBe(`#/clauses?${key}=${value}`);
  });

  it('filters clauses by words, and by the profiles that have them', async () => {
    const page = await at('#/clauses');
    await page.locator('input[type=search]').fill('logon sid');
    const matching = report.clauses.filter(({ id, area, summary }) => {
      const text = `${id} ${area} ${summary}`.toLowerCase();
      return text.includes('logon') && text.includes('sid');
    });
    await expect
      .poll(() => page.locator('.clauses th[scope=row]').allInnerTexts())
      .toEqual(matching.map(({ id }) => id));
    await page.keyboard.press('Escape');
    await expect.poll(() => shown(page)).toBe(`${report.clauses.length} clauses`);
    await page.locator('.filters label:has-text("profile") select').selectOption('learn-0.20');
    const count = async (): Promise<number> => Number((await shown(page)).split(' ')[0]);
    await expect.poll(count).toBeLessThan(report.clauses.length);
    expect(await count()).toBeGreaterThan(100);
  });

  it('shows only what fails at one key, and everything again at the next', async () => {
    const page = await at('#/clauses');
    await page.keyboard.press('f');
    await expect
      .poll(() => page.locator('.clauses th[scope=row]').allInnerTexts())
      .toEqual(red.map(({ id }) => id));
    await expect.poll(() => page.locator('.failing').getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('f');
    await expect.poll(() => shown(page)).toBe(`${report.clauses.length} clauses`);
    await goTo(page, '#/cases');
    await expect.poll(() => title(page)).toBe('Cases');
    await page.keyboard.press('f');
    await expect
      .poll(() => shown(page))
      .toMatch(new RegExp(`^${redCases.length} of [\\d,]+ cases$`));
  });

  it('leads by links to every clause, ruling and case', async () => {
    for (const { id, summary } of [report.clauses[0], report.clauses.at(-1)].flatMap(
      (clause) => clause ?? [],
    )) {
      const page = await at(`#/clause/${id}`);
      await expect.poll(() => title(page)).toBe(id);
      await expect.poll(() => page.locator('.requirement-text').innerText()).toBe(summary);
    }
    const ruling = await at('#/rulings/R27');
    const target = ruling.locator('#ruling-R27');
    await expect.poll(() => target.isVisible()).toBe(true);
    await expect.poll(async () => (await target.boundingBox())?.y).toBeLessThan(450);
    for (const one of [report.results[0], report.results.at(-1)] as CaseReport[]) {
      const page = await at(`#/case/${one.id}`);
      await expect.poll(() => title(page)).toBe(one.title);
    }
    for (const hash of ['#/case/no/such/case', '#/%E0%A4%A']) {
      const page = await at(hash);
      await expect.poll(() => title(page)).toBe('Not here');
    }
  });

  it('goes back and forth with the browser', async () => {
    const page = await at('#/clauses?area=duplicate');
    await page.locator('a:has-text("DU-005")').click();
    await page.locator('.requirement-text').waitFor();
    await page.goBack();
    await expect.poll(() => shown(page)).toContain(' of ');
    await expect.poll(() => page.locator('.filters select').first().inputValue()).toBe('duplicate');
    await page.goForward();
    await expect.poll(() => title(page)).toBe('DU-005');
  });

  it('marks the guilty byte, and names fields on hover, focus and arrow keys', async () => {
    const page = await at(`#/case/${REVISION}`);
    const figure = page.locator('.failure .hex').first();
    const guilty = figure.locator('.run.guilty');
    await expect.poll(() => guilty.allInnerTexts()).toEqual(['02']);
    expect(await guilty.getAttribute('title')).toContain('userSid.revision');
    const name = figure.locator('.hex-name');
    await guilty.hover();
    await expect.poll(() => name.innerText()).toContain('userSid.revision');
    await figure.locator('.run[tabindex="0"]').focus();
    await expect.poll(() => name.innerText()).toContain('logonType');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => name.innerText()).toContain('authPackageLength');
    await expect.poll(() => page.locator('.versus .expected').innerText()).toContain('refused');
    await expect.poll(() => page.locator('.versus .actual').innerText()).toContain('accepted');
  });

  it('says field by field what changed that should not have', async () => {
    const page = await at(`#/case/${CHANGED}`);
    await page.locator('.changed-fields tbody tr').first().waitFor();
    const rows = await page.locator('.changed-fields tbody tr').allInnerTexts();
    expect(rows.every((row) => row.includes('attributes'))).toBe(true);
    await expect
      .poll(() => page.locator('.hex:has-text("after") .run.guilty').count())
      .toBeGreaterThan(0);
  });

  it('shows the Program step by step, with what its numbers mean', async () => {
    const page = await at(`#/case/${CHANGED}`);
    const failing = report.results.find(({ id }) => id === CHANGED);
    await expect.poll(() => page.locator('.steps > li').count()).toBe(failing?.steps?.length);
    await expect.poll(() => page.locator('.steps > li.failed .here').count()).toBe(1);
    await expect.poll(() => page.locator('.steps > li.failed').innerText()).toContain('of step 3');
    await expect
      .poll(() => page.locator('.steps > li.failed').innerText())
      .toContain('group 6 disable');
  });

  it('gives the command that repeats a case, its Program and its messages', async () => {
    const page = await at('');
    await page.evaluate(`
      globalThis.said = [];
      Object.defineProperty(navigator, 'clipboard', {
        value: { writeText: async (text) => { said.push(text); } },
      });
    `);
    await goTo(page, `#/case/${REVISION}`);
    for (const label of ['Copy', 'Copy the Program', 'Copy the messages']) {
      await page.getByRole('button', { name: label, exact: true }).click();
    }
    await expect.poll(() => page.evaluate('said.length')).toBe(3);
    const said = await page.evaluate<string[]>('said');
    expect(said[0]).toContain(`--suite ${REVISION}`);
    expect(JSON.parse(said[1] ?? '')).toEqual(
      report.results.find(({ id }) => id === REVISION)?.program,
    );
    const messages = (said[2] ?? '').trim().split('\n');
    const first = JSON.parse(messages[0] ?? '') as { readonly method: string };
    expect(first.method).toBe('world.spawn');
  });

  it('draws the history of a race', async () => {
    const page = await at(`#/case/${RACE}`);
    const bars = page.locator('.timeline').first().locator('[role=listitem]');
    await expect.poll(() => bars.count()).toBe(2);
    expect(await bars.first().getAttribute('aria-label')).toBe(
      'branch 1: kacs_destroy_empty_session → returned',
    );
  });

  it('compares with an earlier report, embedded or from disk', async () => {
    const page = await at('#/compare');
    const newly = await page.locator('.change-counts .newlyFailing b').innerText();
    expect(newly).toBe(String(redCases.length));
    await expect
      .poll(() => page.locator('.hindrances').innerText())
      .toContain('no longer programs, raw');
    const same = bench.write('same.json', JSON.stringify(report));
    await page.locator('input[type=file]').setInputFiles(same);
    await page.locator('.change-counts li:has-text("newly failing") b:text-is("0")').waitFor();
    await expect.poll(() => page.locator('.change-counts .newlyPassing').count()).toBe(0);
    await expect.poll(() => page.locator('.hindrances').count()).toBe(0);
  });

  it.each([
    ['not JSON', '{"schema": '],
    ['not a report', '{"a": 1}'],
    [
      'a report in name only',
      '{"schema":"https://kacs-conformance.invalid/schemas/report-1.json","results":7}',
    ],
  ])('says what is wrong with a file that is %s', async (_, text) => {
    const { page, misdeeds } = await bench.open(path, { hash: '#/compare' });
    await page.locator('input[type=file]').setInputFiles(bench.write('bad.json', text));
    await page.locator('[role=alert]').waitFor();
    await expect
      .poll(() => page.locator('[role=alert]').innerText())
      .toMatch(/^bad\.json cannot be compared/);
    expect(misdeeds).toEqual([]);
  });

  it('says what was seen, by ruling', async () => {
    const page = await at('#/rulings');
    const count = (): Promise<number> => page.locator('.ruling').count();
    await expect.poll(count).toBeGreaterThan(90);
    const all = await count();
    await page.locator('.failing').click();
    await expect.poll(count).toBeLessThan(all);
    expect(await count()).toBeGreaterThan(0);
    await expect.poll(() => page.locator('.ruling .mark.fail').count()).toBeGreaterThan(0);
  });

  it('is worked by the keyboard alone', async () => {
    const page = await at('');
    await page.keyboard.press('3');
    await expect.poll(() => title(page)).toBe('Cases');
    await page.keyboard.press('/');
    await page.keyboard.type('revision-2');
    await expect.poll(() => page.locator('.case-row').first().innerText()).toContain('revision-2');
    await page.keyboard.press('Escape');
    await expect.poll(() => shown(page)).not.toContain(' of ');
    await page.locator('.case-row').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.case-view').waitFor();
    await expect.poll(() => title(page)).toBe(report.results[1]?.title);
    await page.keyboard.press('n');
    await page.locator('.failure').first().waitFor();
    const one = page.url();
    await page.keyboard.press('n');
    await page.waitForURL((url) => url.href !== one);
    await page.keyboard.press('p');
    await page.waitForURL(one);
    await page.keyboard.press('/');
    await expect.poll(() => title(page)).toBe('Clauses');
    await page.keyboard.type('SS-024');
    await expect.poll(() => shown(page)).toBe(`1 of ${report.clauses.length} clauses`);
    await page.keyboard.press('Escape');
    await expect.poll(() => shown(page)).toBe(`${report.clauses.length} clauses`);
    await page.locator('h1').focus();
    await page.keyboard.press('?');
    await expect.poll(() => page.locator('dialog').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
  });

  it('keeps only the rows in sight, of which the last can be reached', async () => {
    const page = await at('#/cases');
    await expect.poll(() => page.locator('.case-row').count()).toBeLessThan(100);
    await page.keyboard.press('End');
    const last = report.results.at(-1)?.id ?? '';
    await page.locator(`a[href="#/case/${last}"]`).waitFor();
    await expect.poll(() => page.locator('.case-row').count()).toBeLessThan(100);
  });

  it('says without a script what the verdict is', () => {
    const text = reportPage(report, { template });
    const [, fallback = ''] = /<noscript>(.*?)<\/noscript>/s.exec(text) ?? [];
    expect(fallback).toContain('does not conform to psd-0.20');
  });
});
