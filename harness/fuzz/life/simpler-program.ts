/**
 * @module Simpler variants of a Program, the boldest first: halves and pieces left out, then single
 * steps, then branches, then arguments. Names that nothing binds any more only skip a step.
 */
import { bodyOf } from '../calls/draft.js';
import { TEARDOWN_NOTE } from '../../judge/teardown.js';
import { capabilitiesOf } from '../../program/needs.js';
import type { Argument, CallStep, ParallelStep, Program, Step } from '../../program/program.js';

/** @internal */
export function* simplerPrograms(program: Program): Iterable<Program> {
  const body = bodyOf(program);
  for (const kept of pieces(body)) yield assembled(program, kept);
  for (const [index, step] of body.entries()) {
    const variants = 'par' in step ? simplerBlocks(step) : simplerCalls(step);
    for (const variant of variants) {
      yield assembled(
        program,
        body.map((one, n) => (n === index ? variant : one)),
      );
    }
  }
}

/** Everything but a stretch of steps: long stretches first. */
function* pieces(body: readonly Step[]): Iterable<readonly Step[]> {
  for (let size = Math.floor(body.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = body.length - size; at > -size; at -= size) {
      const start = Math.max(0, at);
      const kept = body.filter((_, n) => n < start || n >= at + size);
      if (kept.length > 0 && kept.length < body.length) yield withoutLost(kept);
    }
  }
}

/** Without the steps whose names nobody binds any more: they would be skipped anyway. */
function withoutLost(steps: readonly Step[]): readonly Step[] {
  const bound = new Set(['init']);
  const isBound = (step: CallStep): boolean =>
    bound.has(step.actor) && [...namesIn(step.args)].every((name) => bound.has(name));
  const kept: Step[] = [];
  for (const step of steps) {
    if ('par' in step) {
      const par = step.par.map((branch) => branch.filter(isBound));
      if (par.some((branch) => branch.length > 0)) kept.push({ ...step, par });
      for (const { as } of step.par.flat()) if (as !== undefined) bound.add(as);
    } else if (isBound(step)) {
      kept.push(step);
      if (step.as !== undefined) bound.add(step.as);
    }
  }
  return kept;
}

/** The names that an argument refers to. */
function* namesIn(value: Argument): Iterable<string> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value as readonly Argument[]) yield* namesIn(item);
    return;
  }
  for (const [key, item] of Object.entries(value as Readonly<Record<string, Argument>>)) {
    if (key === 'ref' && typeof item === 'string') yield item.split('.')[0] ?? '';
    else yield* namesIn(item);
  }
}

/** A Program of these steps, with a teardown that fits them. */
function assembled(program: Program, body: readonly Step[]): Program {
  const names = new Set(
    body.flatMap((step) =>
      'par' in step ? step.par.flat().flatMap(({ as }) => as ?? []) : (step.as ?? []),
    ),
  );
  const teardown = program.steps.slice(bodyLength(program)).filter((step) => {
    if (!('op' in step)) return false;
    return step.onlyIf === undefined || names.has(step.onlyIf.step);
  });
  const steps = [...body, ...teardown];
  return { ...program, needs: capabilitiesOf(steps), steps };
}

/** The teardown stands behind everything else. */
function bodyLength({ steps }: Program): number {
  const isTeardown = (step: Step): boolean =>
    'op' in step &&
    (step.note === TEARDOWN_NOTE || (step.op === 'world.exit' && step.onlyIf?.step === step.actor));
  const first = steps.findIndex(isTeardown);
  return first < 0 ? steps.length : first;
}

function* simplerBlocks(block: ParallelStep): Iterable<Step> {
  const { repeat = 1, par } = block;
  if (repeat > 1) yield { ...block, repeat: Math.ceil(repeat / 2) };
  for (const [index] of par.entries()) {
    if (par.length > 2) yield { ...block, par: par.filter((_, n) => n !== index) };
  }
  for (const [index, branch] of par.entries()) {
    for (const [at] of branch.entries()) {
      const shorter = branch.filter((_, n) => n !== at);
      if (shorter.length === 0) continue;
      yield { ...block, par: par.map((one, n) => (n === index ? shorter : one)) };
    }
  }
}

/** Lists with less in them, optional arguments left out. */
function* simplerCalls(step: CallStep): Iterable<Step> {
  for (const [key, value] of Object.entries(step.args)) {
    if (Array.isArray(value) && value.length > 0) {
      const list = value as readonly Argument[];
      if (list.length > 1) yield withArgument(step, key, list.slice(0, list.length / 2));
      if (list.length > 1) yield withArgument(step, key, list.slice(list.length / 2));
      for (const [at] of list.entries()) {
        yield withArgument(
          step,
          key,
          list.filter((_, n) => n !== at),
        );
      }
    }
    if (OPTIONAL.includes(key)) {
      const { [key]: _, ...args } = step.args;
      yield { ...step, args };
    }
  }
}

/** Arguments that calls do without. */
const OPTIONAL: readonly string[] = [
  'sessions',
  'length',
  'pointer',
  'bufLen',
  'count',
  'pad',
  'dacl',
];

function withArgument(step: CallStep, key: string, value: Argument): CallStep {
  return { ...step, args: { ...step.args, [key]: value } };
}
