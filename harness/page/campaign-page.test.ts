import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Campaign } from '../../reports/page/campaign.js';
import { packagePath } from '../package-root.js';
import { Bench, goTo, graveViolations, hasBrowser, widerThanWindow } from './browser.fixture.js';
import { campaignPage, readCampaign } from './campaign-page.js';

const golden = JSON.parse(
  gunzipSync(readFileSync(packagePath('reports/samples/campaign.campaign.json.gz'))).toString(),
) as Campaign;

describe('the folder of a campaign', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kacs-campaign-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const stats = join(folder, 'stats.jsonl');
  const point = (seconds: number, executions: number): string =>
    `${JSON.stringify({ seconds, executions, perSecond: 5, corpus: 2, findings: { crash: 1 } })}\n`;

  it('is read as far as it is readable', () => {
    mkdirSync(join(folder, 'findings', 'garbage'), { recursive: true });
    writeFileSync(join(folder, 'findings', 'garbage', 'finding.json'), '{"schema": 7');
    writeFileSync(
      join(folder, 'journal.jsonl'),
      '{"t":"start","adapter":"stdio:x","profile":"psd-0.20","seed":9}\n{"t":"st',
    );
    writeFileSync(stats, `${point(1, 10)}null\n${point(2, 20)}[]\n{"sec`);
    const campaign = readCampaign(folder);
    expect(campaign).toMatchObject({ adapter: 'stdio:x', profile: 'psd-0.20', seed: 9 });
    expect(campaign.findings).toEqual([]);
    expect(campaign.stats.executionsPerSecond.filter((n) => n === 5)).toHaveLength(2);
  });

  it('goes on counting seconds where it was resumed', () => {
    writeFileSync(stats, point(1, 10) + point(2, 20));
    appendFileSync(stats, point(1, 30) + point(2, 40));
    expect(readCampaign(folder).stats.seconds).toEqual([1, 2, 3, 4]);
    expect(readCampaign(folder)).toMatchObject({ seconds: 4, executions: 40 });
  });

  it('may be empty', () => {
    rmSync(folder, { recursive: true });
    expect(readCampaign(folder)).toMatchObject({ executions: 0, findings: [] });
  });
});

describe.skipIf(!hasBrowser)('the page of a campaign', () => {
  const bench = new Bench();
  let template = '';
  let path = '';
  beforeAll(async () => {
    template = await bench.template();
    path = bench.write('campaign.html', campaignPage(golden, template));
  });
  afterAll(() => bench.close());

  it('begins with the findings, and plots what was reached', async () => {
    const { page, misdeeds } = await bench.open(path);
    expect(await page.locator('h1').innerText()).toBe(
      `${golden.findings.length} findings in 4,000 executions`,
    );
    await expect.poll(() => page.locator('.plot canvas').count()).toBe(4);
    expect(await page.locator('.plot:has-text("Clauses reached") b').innerText()).toBe(
      String(golden.clausesReached),
    );
    expect(await page.locator('.finding-list li').count()).toBe(golden.findings.length);
    expect(misdeeds).toEqual([]);
  });

  it('shows each finding with both outcomes and how to replay it', async () => {
    const { page, misdeeds } = await bench.open(path);
    const [finding] = golden.findings;
    await page.keyboard.press('n');
    await page.locator('.both').waitFor();
    await expect.poll(() => page.locator('h1').innerText()).toBe(finding?.explanation);
    expect(await page.locator('.both tbody tr').count()).toBe(finding?.outcomes.length);
    expect(await page.locator('.both tr.failed').count()).toBeGreaterThan(0);
    expect(await page.locator('.command code').innerText()).toContain(
      `replay findings/${finding?.signature}/finding.json`,
    );
    await goTo(page, '#/finding/no-such');
    await expect.poll(() => page.locator('h1').innerText()).toBe('Not here');
    expect(misdeeds).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('has nothing that axe calls serious, %s', async (scheme) => {
    const { page } = await bench.open(path, { scheme });
    expect(await graveViolations(page)).toEqual([]);
    await goTo(page, `#/finding/${golden.findings[0]?.signature}`);
    expect(await graveViolations(page)).toEqual([]);
  });

  it.each([1440, 800, 390])('fits into %i pixels', async (width) => {
    const { page } = await bench.open(path, { width });
    expect(await widerThanWindow(page)).toBe(0);
    for (const { signature } of golden.findings.slice(0, 3)) {
      await goTo(page, `#/finding/${signature}`);
      expect(await widerThanWindow(page)).toBe(0);
    }
  });

  it('does no harm whatever a candidate answered', async () => {
    const evil = '<img src=x onerror=alert(1)>\u202e\u2028</script>';
    const findings = golden.findings.map((finding) => ({
      ...finding,
      explanation: evil + 'x'.repeat(1_000_000),
      expected: evil,
      actual: evil,
      op: evil,
      outcomes: finding.outcomes.map((pair) => ({
        ...pair,
        candidate: { kind: 'crashed' as const, detail: `${evil}\n`.repeat(10_000) },
      })),
    }));
    const text = campaignPage({ ...golden, candidate: evil, adapter: evil, findings }, template);
    expect(text.length).toBeLessThan(3_000_000);
    const { page, misdeeds } = await bench.open(bench.write('evil.html', text));
    await goTo(page, `#/finding/${findings[0]?.signature}`);
    expect(await page.locator('#app img').count()).toBe(0);
    await expect.poll(() => page.locator('h1').innerText()).toContain('⟨U+202E⟩');
    expect(misdeeds).toEqual([]);
  });
});
