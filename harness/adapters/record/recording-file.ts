/** @module The form of a recorded exchange: JSON lines, a head first, an end mark last. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { AdapterFault, type Hello, type HelloRequest, type PlainStep } from '../adapter.js';
import type { JsonObject, Outcome, StepRecord } from '../../program/program.js';
import { excerpt, oneLine } from '../../protocol/excerpt.js';
import { UsageError } from '../../usage-error.js';

/** @public */
export type RecordedLine =
  | { readonly recording: 'kacs-conformance'; readonly version: 1 }
  | { readonly hello: Hello; readonly request: HelloRequest }
  | { readonly op: string; readonly params: JsonObject; readonly outcome: Outcome }
  | { readonly steps: readonly PlainStep[]; readonly records: readonly StepRecord[] }
  | { readonly op: string; readonly params: JsonObject; readonly fault: string }
  | { readonly end: { readonly lines: number } };

const NAME = 'kacs-conformance';
const HEAD: RecordedLine = { recording: NAME, version: 1 };
const BATCH = 256 * 1024;

/** Writes a recording; the file is there, and writable, from the start. @internal */
export class RecordingWriter {
  readonly #path: string;
  readonly #descriptor: number;
  #batch = '';
  #lines = 0;
  #open = true;

  constructor(path: string) {
    this.#path = path;
    try {
      this.#descriptor = openSync(path, 'w');
    } catch (error) {
      throw new UsageError(`cannot write the recording: ${oneLine((error as Error).message)}`);
    }
    this.write(HEAD);
  }

  write(line: RecordedLine): void {
    if (!this.#open) return;
    this.#batch += `${JSON.stringify(line)}\n`;
    this.#lines += 1;
    if (this.#batch.length > BATCH) this.#flush();
  }

  /** Writes the end mark. */
  close(): void {
    if (!this.#open) return;
    this.write({ end: { lines: this.#lines } });
    this.#flush();
    this.#open = false;
    closeSync(this.#descriptor);
  }

  #flush(): void {
    try {
      const bytes = Buffer.from(this.#batch);
      for (let at = 0; at < bytes.length;) at += writeSync(this.#descriptor, bytes, at);
    } catch (error) {
      this.#open = false;
      const reason = oneLine((error as Error).message);
      throw new AdapterFault(`cannot write the recording ${this.#path}: ${reason}`);
    }
    this.#batch = '';
  }
}

/** All lines between head and end mark; a file that cannot be used is a UsageError. @internal */
export function readRecording(path: string): readonly RecordedLine[] {
  const name = `recording ${excerpt(path, 120)}`;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read the ${name}: ${oneLine((error as Error).message)}`);
  }
  const texts = text.split('\n');
  const rest = texts.pop();
  if (rest !== '') throw new UsageError(`the ${name} is cut off in line ${texts.length + 1}`);
  const lines = texts.map((line, index) => parseLine(line, index, name));
  const [head] = lines;
  if (head === undefined || !('recording' in head) || head.recording !== NAME) {
    throw new UsageError(`the ${name} does not begin like one (is it a file of --record?)`);
  }
  if (head.version !== 1) {
    throw new UsageError(`the ${name} is of version ${excerpt(head.version)}, expected 1`);
  }
  const last = lines.at(-1);
  if (last === undefined || !('end' in last)) {
    throw new UsageError(`the ${name} is cut off after line ${lines.length}: no end mark`);
  }
  if (last.end.lines !== lines.length - 1) {
    throw new UsageError(`the ${name} has ${lines.length - 1} lines, its end says otherwise`);
  }
  return lines.slice(1, -1);
}

function parseLine(line: string, index: number, name: string): RecordedLine {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    throw new UsageError(`the ${name} is broken in line ${index + 1}: not JSON`);
  }
  if (!isRecordedLine(parsed)) {
    throw new UsageError(`the ${name} is broken in line ${index + 1}: ${excerpt(parsed)}`);
  }
  return parsed;
}

function isRecordedLine(parsed: unknown): parsed is RecordedLine {
  if (typeof parsed !== 'object' || parsed === null) return false;
  const line = parsed as Readonly<Record<string, unknown>>;
  const isObject = (key: string): boolean => typeof line[key] === 'object' && line[key] !== null;
  if ('recording' in line) return true;
  if ('hello' in line) return isObject('hello') && isObject('request');
  if ('steps' in line) return Array.isArray(line['steps']) && Array.isArray(line['records']);
  if ('end' in line) return isObject('end');
  const answered = isObject('outcome') || typeof line['fault'] === 'string';
  return typeof line['op'] === 'string' && isObject('params') && answered;
}
