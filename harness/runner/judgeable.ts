/** @module Whether there is anything to judge at all: exit code 3 if not. */
import { AdapterFault, type Hello } from '../adapters/adapter.js';
import { oneLine } from '../protocol/excerpt.js';

/** How an agent says, in a note of its hello, that the system has no KACS. */
const NO_KACS = /^not a KACS kernel/;

/** What a candidate says if it is a system without KACS. @internal */
export function noKacs({ notes = [] }: Hello): string | undefined {
  const reason = notes.find((note) => NO_KACS.test(note));
  return reason === undefined ? undefined : oneLine(reason);
}

/** An {@link AdapterFault} if a candidate says itself that it has nothing to judge. @internal */
export function requireJudgeable(hello: Hello): void {
  const { name, capabilities } = hello;
  const reason = noKacs(hello);
  if (reason !== undefined) throw new AdapterFault(reason);
  if (capabilities.length === 0) {
    const who = oneLine(name, 80);
    throw new AdapterFault(`${who} claims no capability: there is nothing to judge`);
  }
}
