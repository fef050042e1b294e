/**
 * @module Adds observations before and after the judged calls of a Program, so that a refusal is
 * also "nothing changed" and a success "nothing else changed".
 */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { CallStep, Program, Step } from '../program/program.js';
import { EFFECTS } from './effects.js';

/** A judged call between two observations; numbers are indexes into the steps. @internal */
export interface Watch {
  readonly before: number;
  readonly call: number;
  readonly after: number;
  readonly clauses: readonly ClauseId[];
  /** Index of the called token among the observed ones, if it is one of them. */
  readonly target?: number;
}

/** @internal */
export interface Instrumented {
  readonly program: Program;
  readonly watches: readonly Watch[];
  /** Instrumented index → index in the original program (−1: an added step). */
  readonly origin: readonly number[];
}

const OPENS_TOKEN =
  /^(?:kacs_create_token|kacs_open_\w*token|KACS_IOC_(?:DUPLICATE|RESTRICT|GET_LINKED_TOKEN))$/;
const OUTCOME_KINDS: readonly string[] = ['returned', 'refused', 'either', 'recorded'];

/** The program with observations around its judged calls. @internal */
export function instrument(program: Program): Instrumented {
  const steps: Step[] = [];
  const origin: number[] = [];
  const watches: Watch[] = [];
  /** Names of the tokens that each actor holds. */
  const held = new Map<string, string[]>();
  const add = (step: Step, from: number): number => {
    steps.push(step);
    origin.push(from);
    return steps.length - 1;
  };
  program.steps.forEach((step, index) => {
    if (!('op' in step)) {
      add(step, index);
      return;
    }
    const clauses = watchedClauses(step);
    const names = held.get(step.actor) ?? [];
    if (clauses.length === 0) {
      add(step, index);
    } else {
      const target = names.indexOf(tokenName(step));
      const before = add(observation(step, names), -1);
      const call = add(step, index);
      const after = add(observation(step, names), -1);
      watches.push({ before, call, after, clauses, ...(target < 0 ? {} : { target }) });
    }
    if (step.as !== undefined && OPENS_TOKEN.test(step.op) && mustReturn(step)) {
      held.set(step.actor, [...names, step.as]);
    }
    if (step.op === 'world.close') held.delete(step.actor);
  });
  return { program: { ...program, steps }, watches, origin };
}

function watchedClauses(step: CallStep): readonly ClauseId[] {
  if (EFFECTS[step.op] === undefined) return [];
  const judged = (step.expect ?? []).filter(({ clause, is }) => {
    if (clause === undefined || !OUTCOME_KINDS.includes(is.kind)) return false;
    // Queries run by the thousand; only a refused one is worth two observations.
    return step.op !== 'KACS_IOC_QUERY' || is.kind === 'refused';
  });
  return judged.flatMap(({ clause }) => (clause === undefined ? [] : [clause]));
}

function mustReturn(step: CallStep): boolean {
  const kinds = (step.expect ?? []).map(({ is }) => is.kind);
  return !kinds.some((kind) => kind === 'refused' || kind === 'either' || kind === 'recorded');
}

function observation(step: CallStep, names: readonly string[]): CallStep {
  return {
    actor: step.actor,
    op: 'world.observe',
    args: { tokens: names.map((name) => ({ ref: `${name}.handle` })) },
    ...(step.onlyIf === undefined ? {} : { onlyIf: step.onlyIf }),
  };
}

function tokenName(step: CallStep): string {
  const { token } = step.args;
  if (typeof token !== 'object' || token === null) return '';
  const { ref } = token as { readonly ref?: unknown };
  return typeof ref === 'string' ? ref.replace(/\.handle$/, '') : '';
}
