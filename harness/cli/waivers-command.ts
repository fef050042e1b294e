/** @module `waivers lint` and `waivers add`. */
import { existsSync } from 'node:fs';
import { dayOf } from '../../reports/expiry.js';
import { waiverRemarks } from '../../reports/waiver-words.js';
import { fileName, readText } from '../read-bounded.js';
import { readReport } from '../report-file.js';
import { isStale } from '../waivers/apply.js';
import { waiversFor, withAdded } from '../waivers/add.js';
import { lintWaivers } from '../waivers/lint.js';
import {
  readWaiverFile,
  waiversFrom,
  withWaivers,
  WAIVER_BYTES_MAX,
} from '../waivers/waiver-file.js';
import { writeWhole } from '../write-beside.js';
import { EXIT } from './options.js';
import { oneLine } from '../protocol/excerpt.js';
import { fold, paint } from './terminal.js';

/** So many remarks are shown to a person. */
const SHOWN_MAX = 50;

/** @internal */
export interface LintFlags {
  readonly report?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** @internal */
export interface AddFlags {
  readonly report: string;
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
  readonly link?: string;
  readonly quiet?: boolean;
}

/** Says what is wrong with a file, by itself or against a report. @internal */
export function lint(file: string, flags: LintFlags): void {
  const waivers = readWaiverFile(file);
  const remarks = [...lintWaivers(waivers, dayOf(new Date()))];
  if (flags.report !== undefined) {
    const report = withWaivers(readReport(flags.report), waivers);
    const stale = new Set((report.waivers ?? []).filter(isStale).map(({ match }) => match));
    for (const { about, text, urgency } of waiverRemarks(report)) {
      if (urgency !== 'stale' || stale.size === 0) continue;
      remarks.push({ severity: 'error', text: `${about} ${text}` });
    }
  }
  const errors = remarks.filter(({ severity }) => severity === 'error').length;
  process.exitCode = errors === 0 ? EXIT.ok : EXIT.findings;
  if (flags.json === true) {
    process.stdout.write(`${JSON.stringify({ file, remarks })}\n`);
  } else if (flags.quiet !== true) {
    const shown = remarks.slice(0, SHOWN_MAX);
    const lines = shown.map(({ severity, text }) => {
      const mark = severity === 'error' ? paint('✗', 'red') : paint('!', 'yellow');
      return fold(`${mark} ${oneLine(text, 400)}`, 2);
    });
    if (remarks.length > SHOWN_MAX) lines.push(`  … and ${remarks.length - SHOWN_MAX} more`);
    const counts = `${waivers.waivers.length} waivers, ${waivers.disputes.length} disputes`;
    const verdict = errors === 0 ? 'nothing is wrong' : `${errors} wrong`;
    lines.push(`${fileName(file)}: ${counts}, ${verdict}`);
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}

/** Adds waivers for what a report shows as failing. @internal */
export function add(file: string, patterns: readonly string[], flags: AddFlags): void {
  const { reason, owner, expires, link } = flags;
  const report = readReport(flags.report);
  const added = waiversFor(report, patterns, {
    ...{ reason, owner, expires },
    ...(link === undefined ? {} : { link }),
  });
  const before = existsSync(file) ? readText(file, WAIVER_BYTES_MAX, 'a file of waivers') : '';
  waiversFrom(before, file);
  const text = withAdded(before, added);
  // What was said on the command line is checked like what is written by hand.
  waiversFrom(text, file);
  writeWhole(file, text);
  if (flags.quiet === true) return;
  const lines = added.map(({ match, symptom }) => `+ ${oneLine(match)} (${symptom})`);
  process.stdout.write(`${[...lines, `${fileName(file)}: ${added.length} added`].join('\n')}\n`);
}
