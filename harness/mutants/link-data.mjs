/** Unit tests find their data beside the build that they belong to. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Links what unit tests of the reference read. */
export function linkData(build) {
  symlinkSync(resolve('corpus'), join(build, 'corpus'));
  mkdirSync(join(build, 'suites'), { recursive: true });
  symlinkSync(resolve('suites/catalogue'), join(build, 'suites/catalogue'));
  mkdirSync(join(build, 'reports'), { recursive: true });
}
