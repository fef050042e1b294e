/**
 * @module Near misses of the values of the shipped specs, a few of each kind: what a rule forbids
 * is tried once, before luck has its turn.
 */
import { decodeWithMarks } from '../../../reference/wire/decode.js';
import { valueCandidates } from '../../../reference/wire/mutant-values.js';
import type { Wire } from '../../../reference/wire/wire.js';
import type { NamedSpec } from '../corpus/specs.js';
import { INPUT_BYTES_MAX, inputOf, type WireInput } from './wire-input.js';

const OF_EACH = 2;
/** Longer specs have no rules that shorter ones lack. */
const BYTES_MAX = 1024;

/** @internal */
export function* firstMisses(wire: Wire, specs: readonly NamedSpec[]): Iterable<WireInput> {
  const times = new Map<string, number>();
  for (const { structure, bytes } of specs) {
    if (bytes.length > BYTES_MAX) continue;
    const { value, marks } = decodeWithMarks(wire, structure, bytes);
    for (const { name, aim, bytes: miss } of valueCandidates(wire, structure, value, marks)) {
      // Where in the value it is is not what makes a kind.
      const kind = `${aim?.place ?? ''} ${aim?.rule ?? ''} ${name.replace(/^.*: /, '')}`;
      const before = times.get(kind) ?? 0;
      times.set(kind, before + 1);
      if (before < OF_EACH && miss.length <= INPUT_BYTES_MAX) yield inputOf(wire, structure, miss);
    }
  }
}
