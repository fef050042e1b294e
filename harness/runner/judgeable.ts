/** @module Whether there is anything to judge at all: exit code 3 if not. */
import { AdapterFault, type Hello } from '../adapters/adapter.js';
import { oneLine } from '../protocol/excerpt.js';

/** How an agent says, in a note of its hello, that the system has no KACS. */
const NO_KACS = /^not a KACS kernel/;

/** An {@link AdapterFault} if a candidate says itself that it has nothing to judge. @internal */
export function requireJudgeable({ name, capabilities, notes = [] }: Hello): void {
  const reason = notes.find((note) => NO_KACS.test(note));
  if (reason !== undefined) throw new AdapterFault(oneLine(reason));
  if (capabilities.length === 0) {
    const who = oneLine(name, 80);
    throw new AdapterFault(`${who} claims no capability: there is nothing to judge`);
  }
}
