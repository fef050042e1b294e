/** @module The version of this package. */
import { readFileSync } from 'node:fs';
import { packagePath } from './package-root.js';

const manifest = JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as {
  readonly version: string;
};

/** @internal */
export const VERSION = manifest.version;
