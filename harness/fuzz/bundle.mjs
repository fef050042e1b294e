/**
 * @module Bundles the targets that jsfuzz loads to CommonJS: `node harness/fuzz/bundle.mjs [DIST]`,
 * part of `npm run build`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';

const dist = resolve(process.argv[2] ?? 'dist');

/** Entry in the build → file name of the bundle. */
const BUNDLES = {
  'harness/fuzz/decoder/jsfuzz-entry.js': 'decoder',
  'harness/fuzz/wire/jsfuzz-entry.js': 'wire',
  'harness/fuzz/calls/jsfuzz-entry.js': 'programs',
};

const folder = join(dist, 'fuzz-targets');
mkdirSync(folder, { recursive: true });
// jsfuzz instruments files that end in `.js`, and only those.
writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');

for (const [entry, name] of Object.entries(BUNDLES)) {
  await build({
    configFile: false,
    root: dist,
    logLevel: 'error',
    build: {
      ssr: join(dist, entry),
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      target: 'node20',
      rolldownOptions: { output: { format: 'cjs', entryFileNames: `${name}.js` } },
    },
  });
}
