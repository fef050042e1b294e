/**
 * @module A target for tests of the engine: sessions whose package has six letters, all of which
 * are the same to the model. A candidate that does something special for one word of them has a
 * trapdoor that only what is reached in it leads to, letter by letter.
 */
import type { Program } from '../../program/program.js';
import type { Execution, Target, TargetDefinition, TargetSetup } from '../target.js';

/** The word of the trapdoors. @internal */
export const TRAPDOOR = 'dgkbnf';

const LETTERS = 'abcdefghijklmnop';
const SYSTEM_SID = '010100000000000512000000';
const MODEL_FEATURES = [1, 2, 3];

function specOf(word: string): string {
  return `020600${Buffer.from(word).toString('hex')}0c000000${SYSTEM_SID}`;
}

function programOf(word: string): Program {
  return {
    id: word,
    title: `a session with the package ${word}`,
    needs: ['sessions'],
    steps: [
      { as: 's', actor: 'init', op: 'kacs_create_session', args: { spec: specOf(word) } },
      { actor: 'init', op: 'kacs_destroy_empty_session', args: { id: { ref: 's.id' } } },
    ],
  };
}

function wordOf({ steps: [first] }: Program): string | undefined {
  const spec = first !== undefined && 'args' in first ? first.args['spec'] : undefined;
  return typeof spec === 'string' ? Buffer.from(spec.slice(6, 18), 'hex').toString() : undefined;
}

async function execute({ adapter }: TargetSetup, word: string): Promise<Execution> {
  const outcome = await adapter.call('kacs_create_session', { actor: 'init', spec: specOf(word) });
  if (outcome.kind === 'returned') {
    const id = String(outcome.value['id']);
    await adapter.call('kacs_destroy_empty_session', { actor: 'init', id });
  }
  const crashed = outcome.kind === 'crashed';
  const crash = {
    kind: 'crash',
    op: 'kacs_create_session',
    path: 'outcome',
    expected: 'an answer',
    actual: 'crashed',
    clauses: [],
    step: 0,
    explanation: 'it crashed',
  } as const;
  return {
    features: MODEL_FEATURES,
    differences: crashed ? [crash] : [],
    calls: 2,
    accepted: true,
    candidateGone: crashed,
  };
}

/** @internal */
export const SIX_LETTERS: TargetDefinition<string> = {
  name: 'wire',
  needs: ['sessions'],
  open: (setup): Promise<Target<string>> =>
    Promise.resolve({
      name: 'wire',
      kinds: ['letter'],
      reachable: new Set(),
      overlap: 8,
      seeds: () => ['aaaaaa'],
      generate: () => undefined,
      mutate: (parent, { random }) => {
        const at = random(parent.length);
        const letter = LETTERS[random(LETTERS.length)] ?? 'a';
        return `${parent.slice(0, at)}${letter}${parent.slice(at + 1)}`;
      },
      execute: (word) => execute(setup, word),
      toProgram: programOf,
      fromProgram: wordOf,
      simpler: () => [],
    }),
};
