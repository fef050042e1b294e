/** @module `spec …`: token and session specs, from bytes to words and back. */
import {
  clausesOf,
  decode,
  hexView,
  toHex,
  toJson,
  type Issue,
  type Wire,
} from '../../reference/wire/wire.js';
import { profileOf } from '../profiles/profile-option.js';
import { oneLine } from '../protocol/excerpt.js';
import { EXIT } from './options.js';
import { exampleSpec } from './spec-example.js';
import { encodeSpec, readSpec, type Kind, type SpecBytes } from './spec-input.js';
import { fold, paint } from './terminal.js';

/** @internal */
export interface SpecFlags {
  readonly profile: string;
  readonly type?: Kind;
  readonly hex?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Prints a spec to start from. @internal */
export function printExample(flags: SpecFlags): void {
  process.stdout.write(exampleSpec(flags.type ?? 'token', profileOf(flags.profile)));
}

/** What carries the commands with a file out, by name. @internal */
export const readers = { decode: decodeFile, lint: lintFile, encode: encodeFile } as const;

function decodeFile(file: string, flags: SpecFlags): void {
  const spec = readSpec(file, profileOf(flags.profile), flags);
  const { wire, kind, structure, bytes } = spec;
  const { value, issues } = decode(wire, structure, bytes);
  if (flags.json === true) {
    const object = {
      type: kind,
      profile: wire.profile.id,
      bytes: bytes.length,
      value: toJson(wire, structure, value),
      fields: hexView(wire, structure, bytes),
      issues: withClauses(wire, issues),
    };
    process.stdout.write(`${JSON.stringify(object)}\n`);
  } else if (flags.quiet !== true) {
    const head = `${kind} spec, ${bytes.length} bytes, profile ${wire.profile.id}`;
    const lines = [head, ...fieldLines(spec, issues), ...issueLines(wire, issues)];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  process.exitCode = issues.length === 0 ? EXIT.ok : EXIT.findings;
}

function lintFile(file: string, flags: SpecFlags): void {
  const { wire, kind, structure, bytes } = readSpec(file, profileOf(flags.profile), flags);
  const { issues } = decode(wire, structure, bytes);
  if (flags.json === true) {
    const object = {
      type: kind,
      profile: wire.profile.id,
      valid: issues.length === 0,
      issues: withClauses(wire, issues),
    };
    process.stdout.write(`${JSON.stringify(object)}\n`);
  } else if (flags.quiet !== true) {
    const well = `${file}: a well-formed ${kind} spec of profile ${wire.profile.id}`;
    const lines = issues.length === 0 ? [oneLine(well, 400)] : issueLines(wire, issues);
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  process.exitCode = issues.length === 0 ? EXIT.ok : EXIT.findings;
}

function encodeFile(file: string, flags: SpecFlags): void {
  const { kind, bytes } = encodeSpec(file, profileOf(flags.profile), flags);
  if (flags.json === true) {
    const object = { type: kind, bytes: bytes.length, hex: toHex(bytes) };
    process.stdout.write(`${JSON.stringify(object)}\n`);
  } else if (flags.quiet === true) {
    return;
  } else if (flags.hex === true || process.stdout.isTTY) {
    process.stdout.write(`${toHex(bytes)}\n`);
  } else {
    process.stdout.write(bytes);
  }
}

function withClauses(wire: Wire, issues: readonly Issue[]): readonly object[] {
  return issues.map((issue) => ({ ...issue, clauses: clausesOf(wire, issue) }));
}

const BYTES_SHOWN = 16;
const TEXT_COLUMN = 48;

function fieldLines(
  { wire, structure, bytes }: SpecBytes,
  issues: readonly Issue[],
): readonly string[] {
  return hexView(wire, structure, bytes).map(({ path, start, end, text }) => {
    const hex = toHex(bytes.subarray(start, Math.min(end, start + BYTES_SHOWN)));
    const shown = end - start > BYTES_SHOWN ? `${hex}…` : hex;
    const value = text === '' ? '' : ` = ${text}`;
    const line = `${rangeOf(start, end).padStart(11)}  ${shown.padEnd(33)}  ${path}${value}`;
    const guilty = issues.some((issue) => issue.start < end && issue.end > start);
    return guilty ? paint(fold(line, TEXT_COLUMN), 'red') : fold(line, TEXT_COLUMN);
  });
}

function issueLines(wire: Wire, issues: readonly Issue[]): readonly string[] {
  return issues.map((issue) => {
    const { start, end, path, expected, actual } = issue;
    const clauses = clausesOf(wire, issue);
    const cited = clauses.length === 0 ? '' : ` [${clauses.join(' ')}]`;
    const range = end - start > 1 ? `bytes ${rangeOf(start, end)}` : `byte ${start}`;
    const where = `${path === '' ? 'the spec' : path} (${range})`;
    return fold(`${paint('✗', 'red')} ${where}: expected ${expected}, got ${actual}${cited}`, 4);
  });
}

/** Both ends count. */
function rangeOf(start: number, end: number): string {
  return end - start > 1 ? `${start}–${end - 1}` : `${start}`;
}
