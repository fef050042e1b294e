/** The mutants that change nothing anybody could see, each with its reason. */
import { readFileSync } from 'node:fs';

/** The entries of `equivalent.json`, each with the reason that it shares with others. */
export function equivalentMutants() {
  const path = new URL('equivalent.json', import.meta.url);
  const { equivalent } = JSON.parse(readFileSync(path, 'utf8'));
  return equivalent.flatMap(({ reason, mutants }) => mutants.map((one) => ({ ...one, reason })));
}
