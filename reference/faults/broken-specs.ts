/** @module Changes of kacs_create_token that faults of several areas share. */
import type { CreateTokenContext } from '../kernel/calls/create-token.js';
import { ModelBug } from '../kernel/model.js';
import type { Token } from '../kernel/state.js';
import { isField, rowOf } from '../wire/layout.js';
import type { Issue } from '../wire/wire.js';
import { otherEffect, refusing, weakerCheck, type Change } from './fault.js';

/** A spec is let through although it breaks rules. @internal */
export function lettingThrough(
  lets: (issues: readonly Issue[], context: CreateTokenContext) => boolean,
): Change {
  return weakerCheck<CreateTokenContext>('kacs_create_token', 'spec', (context) =>
    lets(context.issues, context),
  );
}

/** A spec that only breaks these rules is let through, where `and` holds. @internal */
export function lettingThroughOnly(
  rules: readonly string[],
  and: (context: CreateTokenContext) => boolean = () => true,
): Change {
  return lettingThrough(
    (issues, context) => issues.every(({ rule }) => rules.includes(rule)) && and(context),
  );
}

/** A spec that breaks one rule, and others below the same place, is let through. @internal */
export function lettingThroughAt(path: string, structure: string, rule: string): Change {
  return lettingThrough(
    (issues) =>
      issues.every((issue) => issue.path.startsWith(path)) &&
      issues.some((issue) => issue.structure === structure && issue.rule === rule),
  );
}

/** The 32-bit number in a header row of the spec as it was passed; 0 if cut off. @internal */
export function headerNumber({ world, buffer }: CreateTokenContext, name: string): number {
  const row = rowOf(world.model.wire.structures.TOKEN_SPEC, name);
  if (!isField(row)) throw new ModelBug(`${name} is no number row`);
  const { bytes } = buffer;
  if (row.offset + 4 > bytes.length) return 0;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(row.offset, true);
}

/** The new token differs from its spec. @internal */
export function mintingOther(change: (token: Token, context: CreateTokenContext) => void): Change {
  return otherEffect<CreateTokenContext>(
    'kacs_create_token',
    'copy-fields',
    (context, original) => {
      original();
      if (context.token !== undefined) change(context.token, context);
    },
  );
}

/** A well-formed spec is refused. @internal */
export function refusingSpec(when: (context: CreateTokenContext) => boolean): Change {
  return refusing<CreateTokenContext>('kacs_create_token', when);
}
