/** @module The verdicts in words, and the few groups in which they are drawn and counted. */
import type { ClauseReport, Verdict } from '../harness/report.js';

/** @internal */
export type ClauseVerdict = ClauseReport['verdict'];

/** How a verdict is called in text. @internal */
export const VERDICT_LABELS: Readonly<Record<ClauseVerdict, string>> = {
  pass: 'pass',
  info: 'recorded',
  warn: 'warning',
  fail: 'fail',
  couldNotRun: 'could not run',
  unstable: 'unstable',
  harnessError: 'harness error',
  notApplicable: 'not applicable',
  notRun: 'not run',
  noCase: 'no case',
  excluded: 'excluded',
};

/** What each verdict says, for a reader who meets it first. @internal */
export const VERDICT_MEANINGS: Readonly<Record<ClauseVerdict, string>> = {
  pass: 'did what the documents say',
  info: 'exercised and recorded; never judged',
  warn: 'refused as it should, with an errno outside the preferred set',
  fail: 'departs from the documents',
  couldNotRun: 'a prerequisite failed, so nothing was learnt',
  unstable: 'red once, not again when repeated: shown, not an accusation',
  harnessError: 'a fault of the harness: no verdict on the candidate',
  notApplicable: 'needs a capability that the candidate does not claim',
  notRun: 'not selected, or the run was cut short',
  noCase: 'no case covers it yet',
  excluded: 'cannot be observed from outside',
};

/** A mark beside the colour, for those who do not see it. @internal */
export const VERDICT_MARKS: Readonly<Record<ClauseVerdict, string>> = {
  pass: '✓',
  info: 'i',
  warn: '!',
  fail: '✗',
  couldNotRun: '⊘',
  unstable: '≈',
  harnessError: '⚙',
  notApplicable: '–',
  notRun: '·',
  noCase: '·',
  excluded: '×',
};

/** The verdicts from the worst to the best, then those that say nothing. @internal */
export const BY_URGENCY: readonly ClauseVerdict[] = [
  'fail',
  'harnessError',
  'couldNotRun',
  'unstable',
  'warn',
  'pass',
  'info',
  'notApplicable',
  'notRun',
  'noCase',
  'excluded',
];

/** Verdicts that stand in the way of conformance. @internal */
export function isRed(verdict: ClauseVerdict): boolean {
  return ['fail', 'couldNotRun', 'unstable', 'harnessError'].includes(verdict);
}

/** Verdicts of cases that were executed to an end. @internal */
export function isExecuted(verdict: Verdict): boolean {
  return ['pass', 'info', 'warn', 'fail', 'unstable'].includes(verdict);
}

/** The colour of a verdict: a class name of the style sheet. @internal */
export type Shade =
  'pass' | 'info' | 'warn' | 'trouble' | 'fail' | 'notApplicable' | 'notRun' | 'excluded';

/** In the order in which a bar is drawn. @internal */
export const SHADES: readonly Shade[] = [
  'fail',
  'trouble',
  'warn',
  'pass',
  'info',
  'notApplicable',
  'notRun',
  'excluded',
];

/** @internal */
export const SHADE_LABELS: Readonly<Record<Shade, string>> = {
  pass: 'pass',
  info: 'recorded',
  warn: 'warning',
  trouble: 'could not run, unstable or harness error',
  fail: 'fail',
  notApplicable: 'not applicable',
  notRun: 'not run',
  excluded: 'excluded',
};

/** @internal */
export function shadeOf(verdict: ClauseVerdict): Shade {
  switch (verdict) {
    case 'couldNotRun':
    case 'unstable':
    case 'harnessError':
      return 'trouble';
    case 'noCase':
      return 'notRun';
    default:
      return verdict;
  }
}
