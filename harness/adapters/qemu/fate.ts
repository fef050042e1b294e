/** @module What became of a guest, and how to say it in one line. */
import { lastLines, oneLine } from '../../protocol/excerpt.js';
import type { Trouble } from './console-patterns.js';
import type { ConsoleReport } from './console-watch.js';

/** @public */
export type Fate =
  /** The console reported trouble of the kernel. */
  | { readonly kind: 'trouble'; readonly trouble: Trouble; readonly report: ConsoleReport }
  /** No sign of life; where the processors stood. */
  | { readonly kind: 'hang'; readonly silentMs: number; readonly processors: readonly string[] }
  | { readonly kind: 'off'; readonly how: 'powered itself off' | 'restarted itself' }
  /** The agent came to an end although the kernel had no trouble: its fault, or the harness's. */
  | { readonly kind: 'agent'; readonly how: string }
  /** The emulator itself ended: nothing is known about the guest. */
  | { readonly kind: 'emulator'; readonly reason: string }
  /** The harness ended it. */
  | { readonly kind: 'ended' };

/** Whether the system under test went down, as opposed to the link to it. @internal */
export function isDown(fate: Fate): boolean {
  return fate.kind === 'trouble' || fate.kind === 'hang' || fate.kind === 'off';
}

const EXCERPT_MAX = 1500;
/** Lines of an oops that a person reads first. */
const TELLING = /RIP: |Comm: |CPU: \d|BUG|Oops|[ #]\[#\d+\]/;

/** One line for people. @internal */
export function fateText(fate: Fate): string {
  switch (fate.kind) {
    case 'trouble':
      return `the guest's kernel reported ${article(fate.trouble)}: ${gist(fate.report)}`;
    case 'hang': {
      const where = fate.processors.join('; ');
      return (
        `the guest hung: no sign of life for ${Math.round(fate.silentMs / 1000)} s` +
        (where === '' ? '' : `; ${oneLine(where, EXCERPT_MAX)}`)
      );
    }
    case 'off':
      return `the guest ${fate.how}`;
    case 'agent':
      return `the agent in the guest ${fate.how}, though the kernel had no trouble`;
    case 'emulator':
      return `the emulator ended: ${fate.reason}`;
    case 'ended':
      return 'the harness ended the guest';
    default:
      return fate satisfies never;
  }
}

/** A short name, for folders and lists. @internal */
export function fateName(fate: Fate): string {
  return fate.kind === 'trouble' ? fate.trouble.replaceAll(' ', '-') : fate.kind;
}

function article(trouble: Trouble): string {
  const uncounted: readonly Trouble[] = ['out of memory', 'undefined behaviour', 'locking'];
  if (trouble === 'locking') return 'trouble with locks';
  if (uncounted.includes(trouble)) return trouble;
  return `${/^[aeiou]/.test(trouble) ? 'an' : 'a'} ${trouble}`;
}

function gist({ headline, excerpt }: ConsoleReport): string {
  const rest = excerpt.map(withoutStamp).filter((line) => line !== '' && !headline.includes(line));
  const telling = rest.filter((line) => TELLING.test(line));
  const calls = callTrace(rest);
  const details = [...telling.slice(0, 4), ...(calls === '' ? [] : [`called from ${calls}`])];
  return oneLine([headline, ...details].join(' | '), EXCERPT_MAX);
}

/** The first functions of a call trace. */
function callTrace(lines: readonly string[]): string {
  const start = lines.findIndex((line) => line.includes('Call Trace'));
  if (start < 0) return '';
  const functions = lines
    .slice(start + 1)
    .flatMap((line) => /^(?:\? )?([\w.]+\+0x[0-9a-f]+\/0x[0-9a-f]+)/.exec(line)?.[1] ?? []);
  return functions.slice(0, 6).join(' < ');
}

/** `[    1.234567][  T12] text` → `text`. */
function withoutStamp(line: string): string {
  return line.replace(/^(?:<\d>)?\[\s*\d+\.\d+\](?:\[\s*[TC]\d+\])?\s*/, '').trim();
}

/** Why a guest that was never ready is of no use. @internal */
export function bootProblem(
  fate: Fate | 'late',
  told: { readonly bytes: number; readonly text: string; readonly complaint?: string },
  deadlineMs: number,
): string {
  const seconds = Math.round(deadlineMs / 1000);
  const last = lastLines(told.text, 2, 300);
  const tail = last === '' ? '' : `; its console ends with: ${last}`;
  if (told.complaint !== undefined) return `the agent could not start: ${oneLine(told.complaint)}`;
  if (fate !== 'late') {
    if (fate.kind === 'emulator') return fateText(fate);
    return `the guest never got as far as the agent: ${fateText(fate)}${tail}`;
  }
  if (told.bytes === 0) {
    return (
      `the guest wrote nothing to its serial console within ${seconds} s: the kernel needs ` +
      'CONFIG_SERIAL_8250_CONSOLE (or cannot be booted by this emulator)'
    );
  }
  return (
    `the guest did not start the agent within ${seconds} s (--boot-deadline), although it wrote ` +
    `to its console${tail}`
  );
}
