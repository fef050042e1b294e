/**
 * @module Actor names across restarts. What a restarted candidate calls `p1` is not the `p1` of its
 * predecessor, so names of later lives carry the number of their life: `p1#2`.
 */
import type { JsonObject } from '../../program/program.js';

/** The initial actor exists in every life. @internal */
export const INITIAL_ACTOR = 'init';

/** The name that the harness uses for an actor of this life. @internal */
export function outerName(inner: string, life: number): string {
  return life === 0 || inner === INITIAL_ACTOR ? inner : `${inner}#${life}`;
}

/** The name that the candidate knows; nothing if the actor died with an earlier life. @internal */
export function innerName(outer: string, life: number): string | undefined {
  if (outer === INITIAL_ACTOR) return outer;
  const mark = outer.lastIndexOf('#');
  const born = mark < 0 ? 0 : Number(outer.slice(mark + 1));
  if (born !== life) return undefined;
  return mark < 0 ? outer : outer.slice(0, mark);
}

/** Parameters with the names that the candidate knows; nothing if an actor is gone. @internal */
export function innerParams<Params extends JsonObject & { readonly actor: string }>(
  op: string,
  params: Params,
  life: number,
): Params | undefined {
  const actor = innerName(params.actor, life);
  if (actor === undefined) return undefined;
  const to = params['to'];
  if (op === 'world.passHandle' && typeof to === 'string') {
    const receiver = innerName(to, life);
    if (receiver === undefined) return undefined;
    return receiver === to && actor === params.actor ? params : { ...params, actor, to: receiver };
  }
  return actor === params.actor ? params : { ...params, actor };
}

/** Whether the value of this Op names a new actor. @internal */
export function makesActor(op: string): boolean {
  return op === 'world.spawn' || op === 'world.thread' || op === 'world.fork';
}
