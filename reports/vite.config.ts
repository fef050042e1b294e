/** @module Builds the page into one file, `app.html`: the template that reports are put into. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('app'),
  logLevel: 'warn',
  plugins: [viteSingleFile()],
  build: {
    outDir: here('../dist/reports'),
    // The folder also holds what the compiler wrote.
    emptyOutDir: false,
    target: 'es2022',
    modulePreload: false,
    rollupOptions: { input: here('app/app.html') },
  },
});
