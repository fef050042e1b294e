/** @module A browser for the tests of the page, and pages in it that are made from reports. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';
import { packagePath } from '../package-root.js';
import type { Report } from '../report.js';

const CHROMIUM = process.env['KACS_CHROMIUM'] ?? '/usr/bin/chromium';

/** Whether there is a browser; without one the tests skip, and say so. @internal */
export const hasBrowser = existsSync(CHROMIUM);
if (!hasBrowser) {
  process.stderr.write(`SKIPPED: no browser at ${CHROMIUM}: the HTML report is not tested here\n`);
}

/** A golden report of `reports/samples`. @internal */
export function sample(name: 'reference' | 'faulty' | 'partial'): Report {
  const packed = readFileSync(packagePath('reports', 'samples', `${name}.report.json.gz`));
  return JSON.parse(gunzipSync(packed).toString('utf8')) as Report;
}

/** What a page did that it should not have. @internal */
export interface Watched {
  readonly page: Page;
  /** Errors, dialogs, and everything that it wanted to load. */
  readonly misdeeds: readonly string[];
}

/** Waits until the page has followed its address. @internal */
export async function settled(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))');
  await page.locator('h1').first().waitFor();
}

/** Goes to another place in the page, as a link would. @internal */
export async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  await settled(page);
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** What axe calls serious or critical in the page as it stands. @internal */
export async function graveViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResult>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
}

/** By how many pixels the page must be moved sideways to see all of it. @internal */
export function widerThanWindow(page: Page): Promise<number> {
  return page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
}

/** The page built from its sources, and a browser to open it in. @internal */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'kacs-page-'));
  #browser: Browser | undefined;

  /** The template as `npm run build` makes it. */
  async template(): Promise<string> {
    await build({
      configFile: packagePath('reports', 'vite.config.ts'),
      logLevel: 'error',
      build: { outDir: this.folder, emptyOutDir: false },
    });
    return readFileSync(join(this.folder, 'app.html'), 'utf8');
  }

  /** Writes a file that the browser can open. */
  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  async open(
    path: string,
    options: { hash?: string; width?: number; scheme?: 'light' | 'dark' } = {},
  ): Promise<Watched> {
    this.#browser ??= await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox'],
    });
    const { width = 1440, scheme = 'light', hash = '' } = options;
    const context = await this.#browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: scheme,
      // What the tests put into the page (axe) is not of the page.
      bypassCSP: true,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const misdeeds: string[] = [];
    page.on('pageerror', (error) => misdeeds.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') misdeeds.push(`console: ${message.text()}`);
    });
    page.on('dialog', (dialog) => {
      misdeeds.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url().split('#')[0] !== `file://${path}` && !request.url().startsWith('blob:')) {
        misdeeds.push(`request: ${request.url().slice(0, 200)}`);
      }
    });
    await page.goto(`file://${path}${hash}`);
    await page.locator('h1').first().waitFor();
    return { page, misdeeds };
  }

  #shared: Watched | undefined;

  /** The same page for all that asks for the same file: it only changes its place. */
  async at(path: string, hash: string): Promise<Page> {
    if (this.#shared === undefined) this.#shared = await this.open(path, { hash });
    const { page } = this.#shared;
    await page.goto(`file://${path}${hash === '' ? '#/' : hash}`);
    // Where the last test left the focus, keys would go.
    await page.evaluate('document.activeElement.blur()');
    await settled(page);
    return page;
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
