/** @module The served reference: a child process of its own that speaks the adapter protocol. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Adapter } from '../adapters/adapter.js';
import { connect } from '../adapters/stdio/connect.js';
import { packagePath } from '../package-root.js';

/** How the child is started. @internal */
export interface Served {
  readonly adapter?: string;
  readonly programs?: boolean;
  readonly noise?: number;
}

/** The folder of the build under test: KACS_DIST, or `dist` of the package. */
const DIST = resolve(packagePath(), process.env['KACS_DIST'] ?? 'dist');

/** An adapter to a new child. @internal */
export function served({ adapter = 'reference', programs = true, noise }: Served = {}): Adapter {
  const main = resolve(DIST, 'harness/cli/main.js');
  if (!existsSync(main)) throw new Error(`${main} is not there: run \`npm run build\` first`);
  const words = [process.execPath, main, 'serve', '--adapter', adapter];
  if (!programs) words.push('--no-programs');
  if (noise !== undefined) words.push('--noise', String(noise));
  return connect(`stdio:${words.map((word) => `'${word}'`).join(' ')}`, { deadlineMs: 60_000 });
}
