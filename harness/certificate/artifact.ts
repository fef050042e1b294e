/** @module The files that make up a candidate, by their digests. */
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { fileHash } from '../adapters/stdio/digest.js';
import { fileName } from '../read-bounded.js';
import { UsageError } from '../usage-error.js';
import type { Artifact } from './statement.js';

/** A file of any size. @internal */
export function artifactOf(path: string): Artifact {
  // A pipe would keep us waiting.
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const hash = isFile ? fileHash(path) : undefined;
  if (hash === undefined) {
    throw new UsageError(`cannot read the candidate ${fileName(path)}: expected a file`);
  }
  return { name: basename(path), sha256: hash.toString('hex') };
}
