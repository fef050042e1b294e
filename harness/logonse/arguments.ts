/**
 * @module The command line of `logonse`: five subcommands, `--json` everywhere, no other status.
 */

/** What is asked for. @internal */
export type Request =
  | { readonly kind: 'usage'; readonly problem: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'list'; readonly json: boolean }
  | { readonly kind: 'show'; readonly id: bigint; readonly json: boolean }
  | { readonly kind: 'create'; readonly spec: string; readonly json: boolean }
  | { readonly kind: 'destroy'; readonly id: bigint; readonly json: boolean }
  | {
      readonly kind: 'psb';
      readonly pid: number;
      readonly mitigations: number;
      readonly json: boolean;
    };

const NUMBER = 'a decimal number, or a hexadecimal one with 0x,';
const ID_MAX = (1n << 64n) - 1n;
const PID_MAX = 0x7fffffff;
const MASK_MAX = 0xffffffff;

/** Reads the words behind the program name. @internal */
export function parseArguments(argv: readonly string[]): Request {
  const json = argv.includes('--json');
  const words = argv.filter((word) => word !== '--json');
  if (words.includes('--help') || words.includes('-h')) return { kind: 'help' };
  const [subcommand, ...rest] = words;
  switch (subcommand) {
    case undefined:
      return usage('a subcommand is missing');
    case 'list':
      return rest.length === 0 ? { kind: 'list', json } : usage(`list takes no ${quote(rest[0])}`);
    case 'show':
    case 'destroy':
      return withId(subcommand, rest, json);
    case 'create': {
      const [spec] = rest;
      if (spec === undefined) return usage('create needs a SPEC: a file, or -');
      if (rest.length > 1) return usage(`create takes one SPEC, not also ${quote(rest[1])}`);
      return { kind: 'create', spec, json };
    }
    case 'psb':
      return psb(rest, json);
    default:
      return usage(`there is no subcommand ${quote(subcommand)}`);
  }
}

function withId(kind: 'show' | 'destroy', rest: readonly string[], json: boolean): Request {
  const [word] = rest;
  if (word === undefined) return usage(`${kind} needs a session ID`);
  if (rest.length > 1) return usage(`${kind} takes one ID, not also ${quote(rest[1])}`);
  const id = wholeNumber(word);
  if (id === undefined || id > ID_MAX) {
    return usage(`${quote(word)} is no session id: expected ${NUMBER} of at most 64 bits`);
  }
  return { kind, id, json };
}

function psb(rest: readonly string[], json: boolean): Request {
  const values = new Map<string, string>();
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at] ?? '';
    const [name = '', inline] = word.split('=', 2);
    if (name !== '--pid' && name !== '--mitigations') return usage(`psb takes no ${quote(word)}`);
    const value = inline ?? rest[(at += 1)];
    if (value === undefined) return usage(`${name} needs a value`);
    values.set(name, value);
  }
  const [pidWord, maskWord] = [values.get('--pid'), values.get('--mitigations')];
  if (pidWord === undefined) return usage('psb needs --pid PID');
  if (maskWord === undefined) return usage('psb needs --mitigations MASK');
  const pid = wholeNumber(pidWord);
  const mask = wholeNumber(maskWord);
  if (pid === undefined || pid < 1n || pid > PID_MAX) {
    return usage(`${quote(pidWord)} is no process id: expected a number from 1 to ${PID_MAX}`);
  }
  if (mask === undefined || mask > MASK_MAX) {
    return usage(`${quote(maskWord)} is no mask: expected ${NUMBER} of at most 32 bits`);
  }
  return { kind: 'psb', pid: Number(pid), mitigations: Number(mask), json };
}

function wholeNumber(word: string): bigint | undefined {
  return /^(?:\d{1,20}|0x[0-9a-fA-F]{1,16})$/.test(word) ? BigInt(word) : undefined;
}

function usage(problem: string): Request {
  return { kind: 'usage', problem };
}

function quote(word: string | undefined): string {
  return JSON.stringify(word ?? '');
}
