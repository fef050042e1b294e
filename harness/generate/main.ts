/**
 * @module `npm run generate`: writes every generated file. With `--check`, writes nothing and
 * names the files that are not fresh (exit 1).
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { generatedFiles } from './files.js';
import { packagePath } from '../package-root.js';

const check = process.argv.includes('--check');
let stale = 0;
for (const [path, text] of Object.entries(generatedFiles())) {
  const absolute = packagePath(path);
  let current = '';
  try {
    current = readFileSync(absolute, 'utf8');
  } catch {
    // A missing file is a stale one.
  }
  if (current === text) continue;
  stale += 1;
  if (check) console.error(`${path} is not fresh; run \`npm run generate\``);
  else {
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(absolute, text);
    console.log(`wrote ${path}`);
  }
}
process.exitCode = check && stale > 0 ? 1 : 0;
