/** @module Steps as an adapter sees them. */
import type { PlainStep } from '../adapters/adapter.js';
import type { Step } from './program.js';

/** The candidate never sees an expectation. @internal */
export function withoutExpectations(step: Step): PlainStep {
  if ('par' in step) {
    const { par, repeat, barrier } = step;
    return {
      par: par.map((branch) => branch.map((call) => withoutExpectations(call) as typeof call)),
      ...(repeat === undefined ? {} : { repeat }),
      ...(barrier === undefined ? {} : { barrier }),
    };
  }
  const { as, actor, op, args, onlyIf } = step;
  return {
    actor,
    op,
    args,
    ...(as === undefined ? {} : { as }),
    ...(onlyIf === undefined ? {} : { onlyIf }),
  };
}
