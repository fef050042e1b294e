/**
 * @module Reads a guest's console: signs of life of the agent, and trouble of the kernel with an
 * excerpt. The kernel under test writes it, so nothing in it is trusted: lines and amounts are
 * bounded, and what is shown is escaped.
 */
import { oneLine } from '../../protocol/excerpt.js';
import { graver, LAST_WORDS, troubleIn, type Trouble } from './console-patterns.js';

/** Trouble of the kernel as its console told it. @internal */
export interface ConsoleReport {
  readonly trouble: Trouble;
  /** The line that says it best. */
  readonly headline: string;
  /** From the first line of the report on, escaped. */
  readonly excerpt: readonly string[];
}

/** @internal */
export interface ConsoleListener {
  /** The agent has opened this port. */
  ready(port: string): void;
  /** The agent is alive. */
  heartbeat(): void;
  /** The agent came to an end, and will be started again. */
  agentEnded(how: string): void;
  /** A report began or became graver: more lines may follow. */
  trouble(): void;
  /** Nothing more will follow. */
  lastWords(): void;
}

/** What the agent's supervisor writes to the console at its start, and from then on. */
const READY = /kacs-agent: ready on (\/dev\/[\w/]{1,60})/;
const HEARTBEAT = /kacs-agent: heartbeat/;
/** What the agent says when it cannot work. */
const COMPLAINT = /kacs-agent: ((?:cannot|none of) .+)/;
/** What its supervisor says when the agent itself, not the kernel, came to an end. */
const ENDED = /kacs-agent: the agent \(\d+\) ((?:died|exited) .+)/;
const LINE_BYTES_MAX = 1024;
const EXCERPT_LINES_MAX = 120;
const SHOWN_COLUMNS = 300;
const KEPT_BYTES_MAX = 512 * 1024;

/** @internal */
export class ConsoleWatch {
  readonly #listener: ConsoleListener;
  #line = '';
  #cut = false;
  #kept: string[] = [];
  #keptBytes = 0;
  #report: { trouble: Trouble; headline: string; lines: string[] } | undefined;
  #complaint: string | undefined;
  #bytes = 0;

  constructor(listener: ConsoleListener) {
    this.#listener = listener;
  }

  /** Takes what came, in whatever pieces. */
  push(chunk: Buffer): void {
    this.#bytes += chunk.length;
    const [first = '', ...rest] = chunk.toString('latin1').split('\n');
    this.#extend(first);
    for (const next of rest) {
      this.#endLine();
      this.#extend(next);
    }
  }

  /** What has been reported so far, if anything. */
  get report(): ConsoleReport | undefined {
    if (this.#report === undefined) return undefined;
    const { trouble, headline, lines } = this.#report;
    return { trouble, headline: shown(headline), excerpt: lines.map(shown) };
  }

  /** Sets aside what was reported: it is told otherwise. */
  forgetReport(): void {
    this.#report = undefined;
  }

  /** How much came, all in all. */
  get bytes(): number {
    return this.#bytes;
  }

  /** What the agent said about itself that was no sign of life. */
  get complaint(): string | undefined {
    return this.#complaint;
  }

  /** The last lines, escaped, each as a line of its own. */
  text(): string {
    return [...this.#kept, this.#line].map(shown).join('\n');
  }

  /** The last line that is not empty. */
  lastLine(): string {
    const last = [...this.#kept, this.#line].findLast((line) => line.trim() !== '');
    return shown(last ?? '');
  }

  #extend(text: string): void {
    const room = LINE_BYTES_MAX - this.#line.length;
    if (text.length > room) this.#cut = true;
    this.#line += text.slice(0, Math.max(room, 0));
  }

  #endLine(): void {
    const line = this.#cut ? `${this.#line}…` : this.#line.replace(/\r+$/, '');
    this.#line = '';
    this.#cut = false;
    this.#keep(line);
    const port = READY.exec(line)?.[1];
    const ended = ENDED.exec(line)?.[1];
    if (port !== undefined) this.#listener.ready(port);
    else if (ended !== undefined) this.#listener.agentEnded(oneLine(ended));
    else if (HEARTBEAT.test(line)) this.#listener.heartbeat();
    else this.#complaint ??= COMPLAINT.exec(line)?.[1]?.slice(0, SHOWN_COLUMNS);
    this.#look(line);
  }

  #look(line: string): void {
    const found = troubleIn(line);
    const report = this.#report;
    if (report === undefined) {
      if (found === undefined) return;
      this.#report = { trouble: found.trouble, headline: found.text, lines: [line] };
      this.#listener.trouble();
    } else {
      if (report.lines.length < EXCERPT_LINES_MAX && !HEARTBEAT.test(line)) report.lines.push(line);
      if (found !== undefined && graver(found.trouble, report.trouble)) {
        report.trouble = found.trouble;
        report.headline = found.text;
        this.#listener.trouble();
      }
    }
    if (LAST_WORDS.test(line)) this.#listener.lastWords();
  }

  #keep(line: string): void {
    this.#kept.push(line);
    this.#keptBytes += line.length + 1;
    while (this.#keptBytes > KEPT_BYTES_MAX)
      this.#keptBytes -= (this.#kept.shift() ?? '').length + 1;
  }
}

/** A line as it may be shown: `latin1` keeps every byte, and what is not printable is escaped. */
function shown(line: string): string {
  return oneLine(line.trimEnd(), SHOWN_COLUMNS);
}
