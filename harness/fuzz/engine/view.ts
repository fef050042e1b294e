/**
 * @module What a campaign shows while it runs: a few lines that redraw themselves on a terminal, a
 * line every few seconds elsewhere. All on standard error.
 */
import { isLive } from '../../cli/terminal.js';
import { oneLine } from '../../protocol/excerpt.js';
import type { Finding } from '../finding.js';
import { FINDING_KINDS } from '../target.js';
import type { CampaignState } from './campaign.js';

const REDRAW_MS = 250;
const LINE_EVERY_MS = 5000;
const FINDINGS_SHOWN = 8;
const NARROWEST = 40;

/** @internal */
export class CampaignView {
  private readonly enabled: boolean;
  private readonly live: boolean;
  private readonly title: string;
  private readonly timeMs: number | undefined;
  private shownAt = performance.now();
  private drawn = 0;
  private last: CampaignState | undefined;
  private readonly fresh: string[] = [];

  constructor(options: {
    readonly quiet: boolean;
    readonly title: string;
    readonly timeMs: number | undefined;
  }) {
    this.enabled = !options.quiet;
    this.live = this.enabled && isLive(process.stderr);
    this.title = options.title;
    this.timeMs = options.timeMs;
  }

  /** A line that stays. */
  line(text: string): void {
    if (!this.enabled) return;
    this.erase();
    process.stderr.write(`${oneLine(text, 1000)}\n`);
    if (this.live && this.last !== undefined) this.draw(this.last);
  }

  found(finding: Finding): void {
    const { signature, explanation, waived } = finding;
    const text = `${waived === undefined ? '' : 'waived: '}${signature}: ${explanation}`;
    if (!this.live) this.line(text);
    this.fresh.push(text);
  }

  update(state: CampaignState): void {
    if (!this.enabled) return;
    this.last = state;
    const now = performance.now();
    if (now - this.shownAt < (this.live ? REDRAW_MS : LINE_EVERY_MS)) return;
    this.shownAt = now;
    if (!this.live) {
      process.stderr.write(`${plainLine(state, this.timeMs)}\n`);
      return;
    }
    this.erase();
    this.draw(state);
  }

  /** Takes the live lines away. */
  end(): void {
    this.erase();
    this.last = undefined;
  }

  private draw(state: CampaignState): void {
    const columns = Math.max(NARROWEST, process.stderr.columns || 80) - 1;
    const lines = liveLines(this.title, state, this.timeMs, this.fresh);
    const cut = lines.map((line) =>
      line.length > columns ? `${line.slice(0, columns - 1)}…` : line,
    );
    process.stderr.write(cut.map((line) => `${line}\u001b[K\n`).join(''));
    this.drawn = cut.length;
  }

  private erase(): void {
    if (this.drawn > 0) process.stderr.write(`\u001b[${this.drawn}A\u001b[J`);
    this.drawn = 0;
  }
}

/** The live view as lines. @internal */
export function liveLines(
  title: string,
  state: CampaignState,
  timeMs: number | undefined,
  fresh: readonly string[],
): readonly string[] {
  const of = timeMs === undefined ? '' : ` of ${timeText(timeMs / 1000)}`;
  const row = (name: string, text: string): string => `  ${name.padEnd(12)}${text}`;
  const share = state.executions === 0 ? 0 : (100 * state.accepted) / state.executions;
  const shown = fresh.slice(-FINDINGS_SHOWN).map((text) => `  ✗ ${oneLine(text, 400)}`);
  const more = fresh.length - shown.length;
  return [
    `${title}, ${timeText(state.seconds)}${of}`,
    row(
      'executions',
      `${count(state.executions)}, ${count(state.perSecond)} a second, ${share.toFixed(0)} % accepted`,
    ),
    row('corpus', `${count(state.corpus)} inputs`),
    row('clauses', `${state.clausesReached} reached of ${state.clausesReachable} reachable`),
    ...(state.edges === undefined ? [] : [row('edges', `${count(state.edges)} of the candidate`)]),
    row('findings', kindsText(state)),
    row('last new', `${timeText(state.secondsSinceNew)} ago`),
    ...(more > 0 ? [`  … and ${more} findings before these`] : []),
    ...shown,
  ];
}

function plainLine(state: CampaignState, timeMs: number | undefined): string {
  const of = timeMs === undefined ? '' : `/${timeText(timeMs / 1000)}`;
  const edges = state.edges === undefined ? '' : `, edges ${count(state.edges)}`;
  return (
    `${timeText(state.seconds)}${of}  ${count(state.executions)} executions, ` +
    `${count(state.perSecond)} a second, corpus ${count(state.corpus)}, clauses ` +
    `${state.clausesReached}/${state.clausesReachable}${edges}, findings ${kindsText(state)}, ` +
    `last new ${timeText(state.secondsSinceNew)} ago`
  );
}

/** Findings by kind; waived ones are counted by themselves. @internal */
export function kindsText({ findings }: Pick<CampaignState, 'findings'>): string {
  const open = findings.filter(({ waived }) => waived === undefined);
  const kinds = FINDING_KINDS.flatMap((kind) => {
    const number = open.filter((finding) => finding.kind === kind).length;
    return number === 0 ? [] : [`${number} ${kind}`];
  });
  const waived = findings.length - open.length;
  const parts = [...kinds, ...(waived === 0 ? [] : [`${waived} waived`])];
  return parts.length === 0 ? 'none' : parts.join(', ');
}

/** Thousands with a thin gap: 1 234 567. */
function count(number: number): string {
  return String(Math.round(number)).replace(/\B(?=(?:\d{3})+$)/g, ' ');
}

/** A time for people. @internal */
export function timeText(seconds: number): string {
  const whole = Math.floor(seconds);
  if (whole < 120) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
