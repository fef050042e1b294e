/** @module What people see: colours, progress on standard error, data on standard output. */
import type { VerdictCounts } from '../report.js';

/** @internal */
export interface TerminalOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Whether a stream shows colours (https://no-color.org). @internal */
export function hasColours(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR: no, FORCE_COLOR: force } = process.env;
  if (no !== undefined && no !== '') return false;
  return (force !== undefined && force !== '0') || stream.isTTY;
}

const CODES = { red: 31, green: 32, yellow: 33, cyan: 36, dim: 2, bold: 1 } as const;

/** Text in a colour, if standard output shows colours. @internal */
export function paint(text: string, colour: keyof typeof CODES): string {
  return hasColours(process.stdout) ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text;
}

/** Text of a candidate, harmless on a terminal and on one line. @internal */
export function harmless(text: string, limit = 300): string {
  // Control characters, and the marks that turn text around.
  // eslint-disable-next-line no-control-regex
  const clean = text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return clean.length > limit ? `${clean.slice(0, limit)}…` : clean;
}

const BAR_WIDTH = 24;
const REDRAW_MS = 100;
const LINE_EVERY_MS = 5000;

/** A progress bar on a terminal, a line now and then elsewhere, nothing when quiet. @internal */
export class Progress {
  private readonly enabled: boolean;
  private readonly started = performance.now();
  private shownAt = 0;
  private drawn = false;

  constructor(options: TerminalOptions) {
    this.enabled = options.quiet !== true;
  }

  update(done: number, total: number, counts: VerdictCounts): void {
    if (!this.enabled) return;
    const now = performance.now();
    const live = process.stderr.isTTY;
    const pause = live ? REDRAW_MS : LINE_EVERY_MS;
    if (now - Math.max(this.shownAt, live ? 0 : this.started) < pause) return;
    this.shownAt = now;
    const text = this.text(done, total, counts, now);
    if (live) {
      process.stderr.write(`\r\u001b[K${text.slice(0, (process.stderr.columns || 80) - 1)}`);
      this.drawn = true;
    } else {
      process.stderr.write(`${text}\n`);
    }
  }

  /** Takes the bar away. */
  end(): void {
    if (this.drawn) process.stderr.write('\r\u001b[K');
    this.drawn = false;
  }

  private text(done: number, total: number, counts: VerdictCounts, now: number): string {
    const share = total === 0 ? 1 : done / total;
    const filled = Math.round(share * BAR_WIDTH);
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
    const left =
      done === 0 ? '' : ` ${Math.ceil(((now - this.started) * (1 - share)) / share / 1000)} s left`;
    const red = counts.fail + counts.couldNotRun + counts.unstable + counts.harnessError;
    return `${bar} ${done}/${total}  ${counts.pass} pass, ${red} red${left}`;
  }
}
