/** @module The form of a recorded exchange: JSON lines, a head first, an end mark last. */
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { AdapterFault, type Hello, type HelloRequest, type PlainStep } from '../adapter.js';
import type { JsonObject, Outcome, StepRecord } from '../../program/program.js';
import { excerpt } from '../../protocol/excerpt.js';
import { checkHello } from '../../protocol/validate.js';
import { readText } from '../../read-bounded.js';
import { UsageError } from '../../usage-error.js';
import { beside, refuseNoFile, systemReason } from '../../write-beside.js';

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
/** More does not fit into one text. */
const RECORDING_BYTES_MAX = 480 * 1024 * 1024;

/**
 * Writes a recording beside its place, and puts it there when it is whole. Whether that can be
 * done is known from the start. @internal
 */
export class RecordingWriter {
  readonly #path: string;
  readonly #beside: string;
  readonly #descriptor: number;
  readonly #remove = (): void => rmSync(this.#beside, { force: true });
  #batch = '';
  #lines = 0;
  #open = true;

  constructor(path: string) {
    this.#path = path;
    this.#beside = beside(path);
    try {
      refuseNoFile(path);
      this.#descriptor = openSync(this.#beside, 'w');
    } catch (error) {
      const reason = systemReason(error);
      throw new UsageError(`cannot write the recording ${excerpt(path, 120)}: ${reason}`);
    }
    // For a run that is cut off.
    process.on('exit', this.#remove);
    this.write(HEAD);
  }

  write(line: RecordedLine): void {
    if (!this.#open) return;
    this.#batch += `${JSON.stringify(line)}\n`;
    this.#lines += 1;
    if (this.#batch.length > BATCH) this.#flush();
  }

  /** Writes the end mark. Where there is nothing but a head, no file is left. */
  close(): void {
    if (!this.#open) return;
    const empty = this.#lines === 1;
    this.write({ end: { lines: this.#lines } });
    this.#flush();
    this.#open = false;
    closeSync(this.#descriptor);
    if (!empty) this.#attempt(() => renameSync(this.#beside, this.#path));
    this.#remove();
    process.off('exit', this.#remove);
  }

  #flush(): void {
    this.#attempt(() => {
      const bytes = Buffer.from(this.#batch);
      for (let at = 0; at < bytes.length;) at += writeSync(this.#descriptor, bytes, at);
    });
    this.#batch = '';
  }

  #attempt(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#open = false;
      this.#remove();
      throw new AdapterFault(
        `cannot write the recording ${excerpt(this.#path, 120)}: ${systemReason(error)}`,
      );
    }
  }
}

/** All lines between head and end mark; a file that cannot be used is a UsageError. @internal */
export function readRecording(path: string): readonly RecordedLine[] {
  const name = `recording ${excerpt(path, 120)}`;
  const text = readText(path, RECORDING_BYTES_MAX, 'a recording of certify --record');
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
  if ('hello' in line) return checkHello(line['hello']) === undefined && isObject('request');
  if ('steps' in line) return Array.isArray(line['steps']) && areRecords(line['records']);
  if ('end' in line) return isObject('end');
  const answered = isOutcome(line['outcome']) || typeof line['fault'] === 'string';
  return typeof line['op'] === 'string' && isObject('params') && answered;
}

function isOutcome(outcome: unknown): boolean {
  if (typeof outcome !== 'object' || outcome === null) return false;
  const { kind, value, errno, number, detail, afterMs } = outcome as Record<string, unknown>;
  switch (kind) {
    case 'returned':
      return typeof value === 'object' && value !== null;
    case 'refused':
      return typeof errno === 'string' && typeof number === 'number';
    case 'crashed':
      return typeof detail === 'string';
    case 'timedOut':
      return typeof afterMs === 'number';
    default:
      return false;
  }
}

function areRecords(records: unknown): boolean {
  return (
    Array.isArray(records) &&
    records.every((record: unknown) => {
      if (typeof record !== 'object' || record === null) return false;
      const { step, skipped, outcome } = record as Record<string, unknown>;
      return typeof step === 'number' && (typeof skipped === 'string' || isOutcome(outcome));
    })
  );
}
