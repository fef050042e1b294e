/** @module The picture of a report for the README, taken of a sample in a browser. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const CHROMIUM = process.env['KACS_CHROMIUM'] ?? '/usr/bin/chromium';
const SIZE = { width: 1280, height: 1010 } as const;

/** Takes it; without a browser the picture stays as it is. @internal */
export async function takePicture(page: string, picture: string): Promise<void> {
  if (!existsSync(CHROMIUM)) {
    process.stderr.write(`no browser at ${CHROMIUM}: ${picture} stays as it is\n`);
    return;
  }
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const tab = await browser.newPage({ viewport: SIZE, colorScheme: 'light' });
    await tab.goto(`file://${page}`);
    await tab.locator('.mosaic .tile').first().waitFor();
    await tab.screenshot({ path: picture });
  } finally {
    await browser.close();
  }
}
