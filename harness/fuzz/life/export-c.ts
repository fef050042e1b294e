/**
 * @module A Program as one stand-alone C program that makes the raw system calls and prints result
 * and errno of each step. Nothing else is needed to run it on a kernel.
 */
import { ioctlsOf } from '../../../reference/kernel/calls/raw-structs.js';
import type { Profile } from '../../../reference/profiles/built-in.generated.js';
import { TEARDOWN_NOTE } from '../../judge/teardown.js';
import type { Argument, CallStep, ParallelStep, Program, Step } from '../../program/program.js';
import { cNumber, plainSyscall, type CWriter } from './c-calls.js';
import { C_ALL_CALLS } from './c-descriptors.js';
import { C_INCLUDES, C_RUNTIME } from './c-runtime.js';
import { C_WORLD } from './c-world.js';

/** Names become numbers in the order in which they appear. */
class Numbers {
  private readonly known = new Map<string, number>();
  private readonly first: number;

  constructor(first: number, ...names: readonly string[]) {
    this.first = first;
    for (const name of names) this.of(name);
  }

  get size(): number {
    return this.known.size;
  }

  of(name: string): number {
    const number = this.known.get(name) ?? this.first + this.known.size;
    this.known.set(name, number);
    return number;
  }
}

/** The text of the C program; `about` stands in front as a comment. @internal */
export function exportC(program: Program, profile: Profile, about: readonly string[]): string {
  const names = new Numbers(1);
  const actors = new Numbers(0, 'init');
  const lines: string[] = [];
  let turn = 0;
  const write = (step: Step): void => {
    const writer: CWriter = {
      profile,
      name: (as) => names.of(as),
      actor: (name) => actors.of(name),
      path: (value) => textOf(names, value),
      step: turn,
    };
    if ('par' in step) lines.push(...block(writer, step));
    else lines.push(...single(writer, step));
    turn += 1;
    if (!('par' in step) && step.op === 'world.passHandle') {
      lines.push(...receiving({ ...writer, step: turn }, step));
      turn += 1;
    }
  };
  program.steps.filter((step) => !isTeardown(step)).forEach(write);
  const query = [...ioctlsOf(profile).values()].find(({ op }) => op === 'KACS_IOC_QUERY')?.word;
  return [
    ...['/*', ...about.map((line) => ` * ${line.replaceAll('*/', '* /')}`), ' */'],
    '#define _GNU_SOURCE',
    ...C_INCLUDES.map((file) => `#include <${file}>`),
    '',
    '#define UNUSED __attribute__((unused))',
    `#define ACTORS ${actors.size}`,
    `#define NAMES ${names.size}`,
    `#define KACS_IOC_QUERY ${query ?? 0}u`,
    `#define QUERY_CLASSES ${profile.abi.queryClasses}u`,
    C_RUNTIME,
    'static void run(int self, int from)',
    '{',
    '    int64_t r = 0;',
    '    (void)r;',
    ...lines,
    '    /* Whoever ends takes handles and tokens along: all wait for the last step. */',
    `    wait_for(&all->turn, ${turn});`,
    '}',
    '',
  ].join('\n');
}

/** A path that a step has given, or a literal. */
function textOf(names: Numbers, value: Argument): string {
  if (typeof value === 'string') return JSON.stringify(value.replace(/[^ -~]/g, '?'));
  const { ref = '' } = (value ?? {}) as { readonly ref?: string };
  return `all->text[${names.of(ref.split('.')[0] ?? '')}]`;
}

/** Actors end with the program; sessions would be destroyed only where somebody looks. */
function isTeardown(step: Step): boolean {
  if (!('op' in step)) return false;
  return (
    step.note === TEARDOWN_NOTE || (step.op === 'world.exit' && step.onlyIf?.step === step.actor)
  );
}

function single(writer: CWriter, step: CallStep): readonly string[] {
  const { step: turn } = writer;
  return [
    `    if (from <= ${turn} && takes(self, ${writer.actor(step.actor)}, ${turn})) {`,
    ...indented(call(writer, step)),
    '        pass_on();',
    '    }',
  ];
}

function call(writer: CWriter, step: CallStep): readonly string[] {
  const { op, as, actor } = step;
  const statements =
    plainSyscall(writer, step) ??
    C_ALL_CALLS[op]?.(writer, step) ??
    C_WORLD[op]?.(writer, step) ??
    (op === 'world.passHandle' ? passing(writer, step) : ['errno = ENOSYS;', 'r = -1;']);
  const known = op in C_ALL_CALLS || op in C_WORLD || op === 'world.passHandle';
  const title = known || plainSyscall(writer, step) !== undefined ? op : `${op} (left out)`;
  return [
    'errno = 0;',
    ...statements,
    ...(as === undefined ? [] : [`all->value[${writer.name(as)}] = r;`]),
    `say(${writer.step}, "${safe(actor)}", "${safe(title)}", r);`,
  ];
}

function passing(writer: CWriter, { args }: CallStep): readonly string[] {
  const { ref = 'init' } = (args['to'] ?? {}) as { readonly ref?: string };
  const to = writer.actor(ref.split('.')[0] ?? 'init');
  return [`r = send_handle(MAIL(${to}, 0), (int)${cNumber(writer, args['handle'])});`];
}

/** The other half of passing a handle: the receiver takes it out of its mail. */
function receiving(writer: CWriter, step: CallStep): readonly string[] {
  const { ref = 'init' } = (step.args['to'] ?? {}) as { readonly ref?: string };
  const to = ref.split('.')[0] ?? 'init';
  const actor = writer.actor(to);
  return [
    `    if (from <= ${writer.step} && takes(self, ${actor}, ${writer.step})) {`,
    '        errno = 0;',
    `        r = receive_handle(MAIL(${actor}, 1));`,
    ...(step.as === undefined ? [] : [`        all->value[${writer.name(step.as)}] = r;`]),
    `        say(${writer.step}, "${safe(to)}", "receives", r);`,
    '        pass_on();',
    '    }',
  ];
}

/** Branches start together, round by round. */
function block(writer: CWriter, { par, repeat = 1 }: ParallelStep): readonly string[] {
  const count = par.length;
  return par.flatMap((branch) => {
    const [first] = branch;
    if (first === undefined) return [];
    return [
      `    if (self == ${writer.actor(first.actor)} && from <= ${writer.step}) {`,
      `        wait_for(&all->turn, ${writer.step});`,
      `        for (int round = 1; round <= ${repeat}; round++) {`,
      '            atomic_fetch_add(&all->arrived, 1);',
      `            while (atomic_load(&all->arrived) < round * ${count})`,
      '                ;',
      ...branch.flatMap((step) => ['        {', ...indented(call(writer, step)), '        }']),
      '        }',
      `        if (atomic_fetch_add(&all->finished, 1) + 1 == ${count}) {`,
      '            atomic_store(&all->arrived, 0);',
      '            atomic_store(&all->finished, 0);',
      '            pass_on();',
      '        }',
      '    }',
    ];
  });
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `        ${line}`);
}

function safe(text: string): string {
  return text.replace(/[^\w. ()-]/g, '_');
}
