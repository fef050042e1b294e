/** @module A Program as a person reads it: a line for each step, its specs field by field. */
import type { Wire } from '../../reference/wire/wire.js';
import { dumpsOf } from '../judge/hex-dump.js';
import type { CallStep, Program, Step } from '../program/program.js';

/** What there is of it, under its name. @internal */
export function programText(
  id: string,
  { title, program }: { readonly title: string; readonly program?: Program },
  wire: Wire,
): string {
  const lines = [`${id}: ${title}`, ''];
  if (program !== undefined) for (const step of program.steps) lines.push(...stepText(step, wire));
  return `${lines.join('\n')}\n`;
}

function stepText(step: Program['steps'][number], wire: Wire): readonly string[] {
  if ('op' in step) return callText(step, wire);
  const { par, repeat } = step;
  const branches = par.flatMap((branch, index) => [
    `  branch ${index + 1}:`,
    ...branch.flatMap((call) => callText(call, wire)).map((line) => `    ${line}`),
  ]);
  return [`at the same time${repeat === undefined ? '' : `, ${repeat} times`}:`, ...branches];
}

function callText(step: Extract<Step, CallStep>, wire: Wire): readonly string[] {
  const { as, actor, op, args, note } = step;
  const given = Object.entries(args).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const line = `${as === undefined ? '' : `${as} = `}${actor}: ${op}(${given.join(', ')})`;
  const bytes = Object.entries(args).flatMap(([name, value]) => {
    const hex = typeof value === 'object' && value !== null && 'hex' in value ? value.hex : value;
    return typeof hex === 'string' ? [[name, hex] as const] : [];
  });
  const record = {
    step: 0,
    op,
    actor,
    args: Object.fromEntries(bytes),
    outcome: { kind: 'returned', value: {} },
  } as const;
  const fields = dumpsOf(wire, record).flatMap((dump) => [
    `    ${dump.title}:`,
    ...dump.fields.map(({ path, start, end, text }) => `      ${start}..${end} ${path} = ${text}`),
  ]);
  return [...(note === undefined ? [] : [`# ${note}`]), line, ...fields];
}
