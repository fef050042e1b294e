/** @module Starts the page: reads what is embedded in it and shows it. */
import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import type { PageData } from '../page/page-data.js';
import { App } from './app.js';
import { buildModel } from './model.js';
import { applyTheme, savedTheme } from './theme.js';
import './style/colours.css';
import './style/page.css';
import './style/summary.css';
import './style/tables.css';
import './style/case.css';
import './style/hex.css';
import './style/views.css';
import './style/narrow.css';
import './style/print.css';

applyTheme(savedTheme());
void start();

async function start(): Promise<void> {
  const root = document.getElementById('app');
  if (root === null) return;
  try {
    const data = await readEmbedded(document.getElementById('kacs-data')?.textContent ?? '');
    render(<App model={buildModel(data)} />, root);
  } catch (error) {
    root.textContent = `This page cannot be shown: ${(error as Error).message}. report.md has it.`;
  }
}

/** Compressed JSON in base64. */
async function readEmbedded(text: string): Promise<PageData> {
  if (!('DecompressionStream' in globalThis)) {
    throw new Error('it needs a browser of 2023 or later');
  }
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return (await new Response(stream).json()) as PageData;
}
