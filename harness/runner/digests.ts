/** @module Digests that name what a report was made with. */
import { createHash } from 'node:crypto';
import type { CompiledCase } from '../../suites/language/compile.js';
import { catalogueText } from '../catalogue/catalogue.js';

/** `sha256:…` of a text. @internal */
export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** Digests of the cases as compiled, the catalogue and the rulings. @internal */
export function suiteDigests(cases: readonly CompiledCase[]): {
  readonly suite: string;
  readonly catalogue: string;
  readonly rulings: string;
} {
  const hash = createHash('sha256');
  for (const { program } of cases) hash.update(JSON.stringify(program)).update('\n');
  return {
    suite: `sha256:${hash.digest('hex')}`,
    catalogue: digestOf(catalogueText('clauses.json')),
    rulings: digestOf(catalogueText('rulings.md')),
  };
}
