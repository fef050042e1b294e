/** @module Progress on standard error: a bar on a terminal, a line now and then elsewhere. */
import type { VerdictCounts } from '../report.js';
import { isLive } from './terminal.js';

const BAR_WIDTH = 24;
const REDRAW_MS = 100;
const LINE_EVERY_MS = 5000;
/** Less than this says little about the time left. */
const ESTIMATE_AFTER = { ms: 1000, share: 0.02 };

/** @internal */
export class Progress {
  #enabled: boolean;
  /** What is being done; each kind of work has its own time left. */
  #work = '';
  #started: number | undefined;
  #shownAt = 0;
  #drawn = false;

  constructor(options: { readonly quiet?: boolean }) {
    this.#enabled = options.quiet !== true;
  }

  /** Says on a terminal what is done before there is anything to count. */
  announce(text: string): void {
    if (!this.#enabled || !isLive(process.stderr)) return;
    process.stderr.write(`\r\u001b[K${text}`);
    this.#drawn = true;
  }

  /** Shows counts of verdicts. */
  update(done: number, total: number, counts: VerdictCounts, work = ''): void {
    const red = counts.fail + counts.couldNotRun + counts.unstable + counts.harnessError;
    this.show(done, total, `${counts.pass} pass, ${red} red`, work);
  }

  /** Shows counts in words. */
  show(done: number, total: number, words: string, work = ''): void {
    if (!this.#enabled) return;
    const now = performance.now();
    if (work !== this.#work || this.#started === undefined) {
      if (this.#started === undefined) this.#shownAt = now;
      this.#work = work;
      this.#started = now;
    }
    const live = isLive(process.stderr);
    if (now - this.#shownAt < (live ? REDRAW_MS : LINE_EVERY_MS)) return;
    this.#shownAt = now;
    const text = this.#text(done, total, words, now - this.#started);
    if (live) {
      process.stderr.write(`\r\u001b[K${text.slice(0, (process.stderr.columns || 80) - 1)}`);
      this.#drawn = true;
    } else {
      process.stderr.write(`${text}\n`);
    }
  }

  /** Takes the bar away; nothing is shown after it. */
  end(): void {
    this.#enabled = false;
    if (this.#drawn) process.stderr.write('\r\u001b[K');
    this.#drawn = false;
  }

  #text(done: number, total: number, words: string, elapsedMs: number): string {
    const share = total === 0 ? 1 : done / total;
    const filled = Math.round(share * BAR_WIDTH);
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
    const known = done > 0 && elapsedMs > ESTIMATE_AFTER.ms && share >= ESTIMATE_AFTER.share;
    const left = known ? `, ${timeText((elapsedMs * (1 - share)) / share)} left` : '';
    return `${bar} ${this.#work}${done}/${total}  ${words}${left}`;
  }
}

function timeText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}
