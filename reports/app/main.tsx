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
const root = document.getElementById('app');
const embedded = document.getElementById('kacs-data')?.textContent ?? '';
if (root !== null) {
  const data = JSON.parse(embedded) as PageData;
  render(<App model={buildModel(data)} />, root);
}
