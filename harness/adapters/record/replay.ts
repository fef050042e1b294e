/** @module An adapter that answers from a recording: the same calls, the same outcomes. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AdapterFault, type Adapter, type Hello, type PlainStep } from '../adapter.js';
import type { Outcome, StepRecord } from '../../program/program.js';
import { excerpt } from '../../protocol/excerpt.js';
import { readRecording } from './recording-file.js';

type Answer = { readonly outcome: Outcome } | { readonly fault: string };

/**
 * Answers equal calls (op, parameters, actor) in the order in which they were recorded; any other
 * call is an AdapterFault. A file that is no recording is a UsageError. @public
 */
export function replay(file: string): Adapter {
  const answers = new Map<string, Answer[]>();
  const programs = new Map<string, (readonly StepRecord[])[]>();
  let hello: Hello | undefined;
  for (const line of readRecording(file)) {
    if ('hello' in line) hello ??= line.hello;
    else if ('steps' in line) append(programs, canonical(line.steps), line.records);
    else if ('op' in line) append(answers, key(line.op, line.params), line);
  }
  const missing = (what: string): AdapterFault =>
    new AdapterFault(
      `replay of ${excerpt(file, 120)}: the recording has no answer for ${what}; ` +
        'was it made with the same suite, profile, seed and options?',
    );
  const adapter: Adapter = {
    hello: () => (hello === undefined ? Promise.reject(missing('hello')) : Promise.resolve(hello)),
    call(op, params) {
      const answer = answers.get(key(op, params))?.shift();
      if (answer === undefined) {
        const call = excerpt(JSON.stringify(params), 120);
        return Promise.reject(missing(`${op} of actor ${excerpt(params.actor)} with ${call}`));
      }
      return 'outcome' in answer
        ? Promise.resolve(answer.outcome)
        : Promise.reject(new AdapterFault(answer.fault));
    },
    close: () => Promise.resolve(),
    digest: () => `sha256:${createHash('sha256').update(readFileSync(file)).digest('hex')}`,
  };
  if (hello?.capabilities.includes('programs') === true) {
    adapter.runProgram = (steps: readonly PlainStep[]) => {
      const records = programs.get(canonical(steps))?.shift();
      return records === undefined
        ? Promise.reject(missing(`a Program of ${steps.length} steps`))
        : Promise.resolve(records);
    };
  }
  return adapter;
}

function append<Value>(map: Map<string, Value[]>, at: string, value: Value): void {
  const list = map.get(at);
  if (list === undefined) map.set(at, [value]);
  else list.push(value);
}

function key(op: string, params: unknown): string {
  return `${op} ${canonical(params)}`;
}

/** JSON whose text does not depend on the order of properties. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
