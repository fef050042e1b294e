/** @module `spec decode|lint|encode`: token and session specs, from bytes to words and back. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { InvalidArgumentError, type Command } from 'commander';
import { parse } from 'yaml';
import { fromHex, toHex } from '../../reference/wire/hex.js';
import {
  clausesOf,
  decode,
  encode,
  fromJson,
  hexView,
  toJson,
  wireOf,
  type StructureName,
  type Wire,
} from '../../reference/wire/wire.js';
import { PROFILE_IDS, profileOf } from '../profiles/profile-option.js';
import { UsageError } from '../usage-error.js';
import { systemReason } from '../write-beside.js';
import { EXIT } from './options.js';
import { paint } from './terminal.js';

interface SpecFlags {
  readonly profile: string;
  readonly type?: Kind;
  readonly hex?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

type Kind = 'token' | 'session';

const STRUCTURES: Readonly<Record<Kind, StructureName>> = {
  token: 'TOKEN_SPEC',
  session: 'SESSION_SPEC',
};
/** Twice the largest spec, as hex text, with room for spaces. */
const INPUT_BYTES_MAX = 1024 * 1024;

/** Adds the commands. @internal */
export function addSpec(program: Command): void {
  const spec = program
    .command('spec')
    .description('decode, check and write token and session specs');
  const add = (
    name: string,
    description: string,
    action: (file: string, flags: SpecFlags) => void,
  ): void => {
    spec
      .command(name)
      .description(description)
      .argument('<file>', 'a file, or - for standard input')
      .option('-p, --profile <profile>', PROFILE_IDS.join(', '), 'learn-0.20')
      .option('-t, --type <type>', 'token or session (default: by what fits)', kindOf)
      .option('--hex', 'bytes are written as hex text')
      .option('--json', 'print one JSON object')
      .option('--quiet', 'only the exit status')
      .action(action);
  };
  add('decode', 'show every field with its bytes', decodeFile);
  add('lint', 'name everything that is wrong, with the clauses that say so', lintFile);
  add('encode', 'write a spec from YAML or JSON', encodeFile);
}

function kindOf(value: string): Kind {
  if (value !== 'token' && value !== 'session') {
    throw new InvalidArgumentError('expected token or session.');
  }
  return value;
}

interface Loaded {
  readonly wire: Wire;
  readonly kind: Kind;
  readonly structure: StructureName;
  readonly bytes: Uint8Array;
}

function load(file: string, flags: SpecFlags): Loaded {
  const wire = wireOf(profileOf(flags.profile));
  const bytes = asBytes(readInput(file), file, flags);
  const kind = flags.type ?? guessKind(bytes);
  return { wire, kind, structure: STRUCTURES[kind], bytes };
}

/** A token spec opens with its version, 2, as a 32-bit word; a session record has no such word. */
function guessKind(bytes: Uint8Array): Kind {
  return bytes[0] === 2 && bytes[1] === 0 && bytes[2] === 0 && bytes[3] === 0 && bytes.length >= 64
    ? 'token'
    : 'session';
}

function readInput(file: string): Buffer {
  let descriptor = 0;
  try {
    if (file !== '-') {
      descriptor = openSync(file, 'r');
      if (fstatSync(descriptor).isDirectory())
        throw new UsageError(`cannot read ${file}: it is a folder`);
    }
    const buffer = Buffer.alloc(INPUT_BYTES_MAX + 1);
    let length = 0;
    while (length < buffer.length) {
      const read = readSync(descriptor, buffer, length, buffer.length - length, null);
      if (read === 0) break;
      length += read;
    }
    if (length > INPUT_BYTES_MAX) {
      throw new UsageError(
        `${file} has more than ${INPUT_BYTES_MAX} bytes: a spec has at most 65536`,
      );
    }
    return buffer.subarray(0, length);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot read ${file}: ${systemReason(error)}`);
  } finally {
    if (descriptor !== 0) closeSync(descriptor);
  }
}

/** The file is the spec, or with `--hex` its hex text. */
function asBytes(input: Buffer, file: string, flags: SpecFlags): Uint8Array {
  if (flags.hex !== true) return Uint8Array.from(input);
  const text = input.toString('utf8').replace(/\s+/g, '').toLowerCase();
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) {
    throw new UsageError(`${file} is not hex text: expected pairs of hexadecimal digits`);
  }
  return fromHex(text);
}

function decodeFile(file: string, flags: SpecFlags): void {
  const { wire, kind, structure, bytes } = load(file, flags);
  const { value, issues } = decode(wire, structure, bytes);
  const fields = hexView(wire, structure, bytes);
  if (flags.json === true) {
    const object = {
      type: kind,
      profile: wire.profile.id,
      bytes: bytes.length,
      value: toJson(wire, structure, value),
      fields,
      issues: issues.map((issue) => ({ ...issue, clauses: clausesOf(wire, issue) })),
    };
    process.stdout.write(`${JSON.stringify(object)}\n`);
  } else if (flags.quiet !== true) {
    const guilty = issues.map(({ start, end }) => ({ start, end }));
    process.stdout.write(`${kind} spec, ${bytes.length} bytes, profile ${wire.profile.id}\n`);
    for (const { path, start, end, text } of fields) {
      const hex = toHex(bytes.subarray(start, Math.min(end, start + 16)));
      const range = `${start}–${end - 1}`.padStart(11);
      const bad = guilty.some((g) => g.start < end && g.end > start);
      const line = `${range}  ${(end - start > 16 ? `${hex}…` : hex).padEnd(33)}  ${path} = ${text}`;
      process.stdout.write(`${bad ? paint(line, 'red') : line}\n`);
    }
    printIssues(wire, issues);
  }
  process.exitCode = issues.length === 0 ? EXIT.ok : EXIT.findings;
}

function lintFile(file: string, flags: SpecFlags): void {
  const { wire, kind, structure, bytes } = load(file, flags);
  const { issues } = decode(wire, structure, bytes);
  if (flags.json === true) {
    const object = {
      type: kind,
      profile: wire.profile.id,
      valid: issues.length === 0,
      issues: issues.map((issue) => ({ ...issue, clauses: clausesOf(wire, issue) })),
    };
    process.stdout.write(`${JSON.stringify(object)}\n`);
  } else if (flags.quiet !== true) {
    if (issues.length === 0) {
      process.stdout.write(`${file}: a well-formed ${kind} spec of profile ${wire.profile.id}\n`);
    }
    printIssues(wire, issues);
  }
  process.exitCode = issues.length === 0 ? EXIT.ok : EXIT.findings;
}

function printIssues(wire: Wire, issues: readonly Parameters<typeof clausesOf>[1][]): void {
  for (const issue of issues as readonly ReturnType<typeof decode>['issues'][number][]) {
    const clauses = clausesOf(wire, issue);
    const cited = clauses.length === 0 ? '' : ` [${clauses.join(' ')}]`;
    const range =
      issue.end > issue.start ? `bytes ${issue.start}–${issue.end - 1}` : `byte ${issue.start}`;
    const where = issue.path === '' ? 'the spec' : issue.path;
    process.stdout.write(
      `${paint('✗', 'red')} ${where} (${range}): expected ${issue.expected}, got ${issue.actual}${cited}\n`,
    );
  }
}

function encodeFile(file: string, flags: SpecFlags): void {
  const wire = wireOf(profileOf(flags.profile));
  let document: unknown;
  try {
    document = parse(readInput(file).toString('utf8'));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const [line = ''] = (error as Error).message.split('\n');
    throw new UsageError(`${file} is neither YAML nor JSON: ${line}`);
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new UsageError(`${file}: expected fields such as userSid: S-1-5-18`);
  }
  const kind = flags.type ?? ('authPackage' in document ? 'session' : 'token');
  let bytes: Uint8Array;
  try {
    bytes = encode(wire, STRUCTURES[kind], fromJson(wire, STRUCTURES[kind], document)).bytes;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`${file}: ${error.message}`);
  }
  if (flags.json === true) {
    process.stdout.write(
      `${JSON.stringify({ type: kind, bytes: bytes.length, hex: toHex(bytes) })}\n`,
    );
  } else if (flags.hex === true || process.stdout.isTTY) {
    process.stdout.write(`${toHex(bytes)}\n`);
  } else {
    process.stdout.write(bytes);
  }
}
