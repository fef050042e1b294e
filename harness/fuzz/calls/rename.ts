/** @module Gives the names of steps a prefix, so that two Programs can be put together. */
import type { Argument, Step } from '../../program/program.js';

/** The steps with every name, and every reference to one, changed. @internal */
export function renamed(steps: readonly Step[], prefix: string): readonly Step[] {
  const rename = (name: string): string => (name === 'init' ? name : `${prefix}${name}`);
  const walk = (value: Argument): Argument => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return (value as readonly Argument[]).map(walk);
    return Object.fromEntries(
      Object.entries(value as Readonly<Record<string, Argument>>).map(([key, item]) => [
        key,
        key === 'ref' && typeof item === 'string' ? rename(item) : walk(item),
      ]),
    );
  };
  return steps.flatMap((step): readonly Step[] => {
    if ('par' in step) return [];
    const { as, onlyIf, ...rest } = step;
    return [
      {
        ...rest,
        actor: rename(step.actor),
        args: walk(step.args) as typeof step.args,
        ...(as === undefined ? {} : { as: rename(as) }),
        ...(onlyIf === undefined ? {} : { onlyIf: { ...onlyIf, step: rename(onlyIf.step) } }),
      },
    ];
  });
}
