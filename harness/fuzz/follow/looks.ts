/**
 * @module A Program with a look behind every call: whose doing a difference is shows in the first
 * look that it is in.
 */
import type { Argument, CallStep, Program, Step } from '../../program/program.js';
import { TEARDOWN_NOTE } from '../../judge/teardown.js';

/** Results that are handles, by their key. */
const HANDLE_OPS: readonly string[] = [
  ...['kacs_create_token', 'kacs_open_self_token', 'kacs_open_process_token'],
  ...['kacs_open_thread_token', 'kacs_open_peer_token', 'KACS_IOC_DUPLICATE'],
  ...['KACS_IOC_RESTRICT', 'KACS_IOC_GET_LINKED_TOKEN', 'world.open', 'world.duplicateHandle'],
  ...['world.passHandle', 'world.receiveMessage'],
];
const LOOK = 'world.observe';

/**
 * The Program with a look at all tokens of the actor behind each of its calls. `bound`: the names
 * that are bound when the Program is played. @internal
 */
export function withLooks(program: Program, bound: ReadonlySet<string>): Program {
  const tokens = new Map<string, Argument[]>();
  const sessions: Argument[] = [];
  const gone = new Set<string>();
  const steps = program.steps.flatMap((step): readonly Step[] => {
    if ('par' in step || step.note === TEARDOWN_NOTE || step.op === LOOK) return [step];
    if (step.as !== undefined && bound.has(step.as)) {
      if (HANDLE_OPS.includes(step.op)) {
        const owner = ownerOf(step);
        tokens.set(owner, [...(tokens.get(owner) ?? []), { ref: `${step.as}.handle` }]);
      }
      if (step.op === 'kacs_create_session') sessions.push({ ref: `${step.as}.id` });
      if (step.op === 'world.fork') tokens.set(step.as, [...(tokens.get(step.actor) ?? [])]);
    }
    if (step.op === 'world.exit') gone.add(step.actor);
    if (step.op === 'world.kill') return [step];
    // Who has just come has a first look, and the initial actor belongs to nobody's Program.
    const eyes = [step.actor, step.as ?? ''].filter(
      (name, n) => name !== 'init' && !gone.has(name) && (n === 0 || isActor(step, bound)),
    );
    return [step, ...eyes.map((actor) => look(actor, tokens.get(actor) ?? [], sessions))];
  });
  return { ...program, steps };
}

function look(actor: string, tokens: readonly Argument[], sessions: readonly Argument[]): CallStep {
  const named = sessions.length === 0 ? {} : { sessions: [...sessions] };
  return { actor, op: LOOK, args: { tokens: [...tokens], ...named } };
}

function isActor({ op, as }: CallStep, bound: ReadonlySet<string>): boolean {
  return as !== undefined && bound.has(as) && /^world\.(?:spawn|fork|thread)$/.test(op);
}

/** Who has the handle that a step gives. */
function ownerOf({ actor, op, args }: CallStep): string {
  const { ref = '' } = (args['to'] ?? {}) as { readonly ref?: string };
  return op === 'world.passHandle' ? (ref.split('.')[0] ?? actor) : actor;
}
