/** @module The HTML report measured in a browser: its size, and how soon it answers. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { reportPage } from '../page/report-page.js';
import { readReport } from '../report-file.js';
import type { Report } from '../report.js';
import { median, type Line } from './measure.js';

const GOAL = { mebibytes: 2, interactiveMs: 1000, filterMs: 100 } as const;
const RESULTS = 20_000;
const ROUNDS = 5;
const CHROMIUM = process.env['KACS_CHROMIUM'] ?? '/usr/bin/chromium';

/** Three lines; of a machine without a browser, the first alone. @internal */
export async function pageLines(): Promise<readonly Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kacs-bench-page-'));
  try {
    const report = certified(folder);
    const size = statSync(join(folder, 'report.html')).size / 2 ** 20;
    const lines: Line[] = [
      {
        what: `HTML of the full reference run, ${report.results.length} cases`,
        figure: `${size.toFixed(2)} MiB`,
        goal: `< ${GOAL.mebibytes} MiB`,
        met: size < GOAL.mebibytes,
      },
    ];
    if (!existsSync(CHROMIUM)) {
      process.stderr.write(`no browser at ${CHROMIUM}: the page is not measured\n`);
      return lines;
    }
    const path = join(folder, 'large.html');
    writeFileSync(path, reportPage(enlarged(report)));
    return [...lines, ...(await inBrowser(path))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function certified(folder: string): Report {
  const main = fileURLToPath(new URL('../cli/main.js', import.meta.url));
  const words = ['certify', '--profile', 'psd-0.20', '--out', folder, '--quiet'];
  const { status } = spawnSync(process.execPath, [main, ...words]);
  if (status !== 0) throw new Error(`certify ended with ${String(status)}`);
  return readReport(join(folder, 'report.json'));
}

/** The same cases again under other names, up to {@link RESULTS}. */
function enlarged(report: Report): Report {
  const results = Array.from({ length: RESULTS }, (_, n) => {
    const one = report.results[n % report.results.length] as Report['results'][number];
    return { ...one, id: `${one.id}-${n}` };
  });
  return { ...report, results };
}

async function inBrowser(path: string): Promise<readonly Line[]> {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const starts: number[] = [];
    const filters: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { start, filter } = await once(browser, path);
      starts.push(start);
      filters.push(filter);
    }
    const [start, filter] = [median(starts), median(filters)];
    return [
      {
        what: `${RESULTS} results, from opening the file to a list that answers`,
        figure: `${start.toFixed(0)} ms`,
        goal: `< ${GOAL.interactiveMs} ms`,
        met: start < GOAL.interactiveMs,
      },
      {
        what: `${RESULTS} results, from a letter in the filter to the frame that shows it`,
        figure: `${filter.toFixed(0)} ms`,
        goal: `< ${GOAL.filterMs} ms`,
        met: filter < GOAL.filterMs,
      },
    ];
  } finally {
    await browser.close();
  }
}

/** Runs in the page: until there is a row, and the frame with it is out. */
const STARTED = `new Promise((done) => {
  const look = () => document.querySelector('.case-row')
    ? requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0))
    : requestAnimationFrame(look);
  look();
})`;

/** Runs in the page: the slowest of the letters of a word. */
const FILTERED = `(async () => {
  const input = document.querySelector('input[type=search]');
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  let slowest = 0;
  for (const text of ['r', 're', 'ref', 'refu', 'refused', '']) {
    const start = performance.now();
    set.call(input, text);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    slowest = Math.max(slowest, performance.now() - start);
  }
  return slowest;
})()`;

async function once(
  browser: Browser,
  path: string,
): Promise<{ readonly start: number; readonly filter: number }> {
  const page = await browser.newPage();
  await page.goto(`file://${path}#/cases`, { waitUntil: 'commit' });
  const start = await page.evaluate<number>(STARTED);
  const filter = await page.evaluate<number>(FILTERED);
  await page.close();
  return { start, filter };
}
