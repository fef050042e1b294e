/** @module What is kept of a candidate that went down: how it was made, and what it said last. */
import type { Adapter } from '../../adapters/adapter.js';
import type { Finding } from '../finding.js';
import type { FindingKind } from '../target.js';

/** A report of a sanitizer or a kernel is within its last lines. */
const CHARACTERS_MAX = 64 * 1024;
/** Of these nobody knows more than the candidate itself. */
const FATAL: readonly FindingKind[] = ['crash', 'hang'];

/** @internal */
export function lastWords(kind: FindingKind, adapter: Adapter): Pick<Finding, 'diagnostics'> {
  const said = FATAL.includes(kind) ? (adapter.diagnostics?.() ?? '') : '';
  return said === '' ? {} : { diagnostics: said.slice(-CHARACTERS_MAX) };
}
