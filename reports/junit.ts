/**
 * @module The report as JUnit XML, in the dialect that Jenkins, GitLab and surefire readers share:
 * one suite per area, one test case per case, and one skipped test case per clause that cannot be
 * observed or has no case, so that the file does not claim more than was tested.
 */
import type { CaseReport, ClauseReport, Failure, Report, Verdict } from '../harness/report.js';
import { escapeXml, escapeXmlAttribute } from './escape-xml.js';
import { caseCommand } from './replay-command.js';
import { VERDICT_LABELS } from './verdict-words.js';
import { shorten } from './visible-text.js';
import { suspicionsByCase } from './waiver-words.js';

type Result = 'passed' | 'failure' | 'error' | 'skipped';

const RESULTS: Readonly<Record<Verdict, Result>> = {
  pass: 'passed',
  info: 'passed',
  warn: 'passed',
  fail: 'failure',
  unstable: 'failure',
  couldNotRun: 'error',
  harnessError: 'error',
  notApplicable: 'skipped',
};

interface TestCase {
  readonly area: string;
  readonly result: Result;
  readonly xml: string;
}

/** @public */
export function renderJunit(report: Report): string {
  const testCases = [
    ...report.results.map((result) => caseElement(report, result)),
    ...report.clauses.flatMap(clauseElement),
  ];
  const areas = new Map<string, TestCase[]>();
  for (const testCase of testCases) {
    const known = areas.get(testCase.area);
    if (known) known.push(testCase);
    else areas.set(testCase.area, [testCase]);
  }
  const suites = [...areas].map(([area, members]) => suiteElement(report, area, members));
  // The root has no `skipped` in the schema of Jenkins.
  const total = counts(testCases, ['tests', 'failures', 'errors']);
  const time = attribute('time', report.timing.seconds.toFixed(3));
  const name = attribute('name', `${report.tool.name}: ${report.candidate.name}`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${name}${total}${time}>`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

/** Single cases are not timed; readers that insist on `time` get zero, the run has the real one. */
const UNTIMED = ' time="0"';

function suiteElement(report: Report, area: string, members: readonly TestCase[]): string {
  // Readers expect local time without zone; the run's start in UTC is the honest choice.
  const timestamp = attribute('timestamp', report.timing.startedAt.replace(/(\.\d+)?Z$/, ''));
  const properties = Object.entries({
    candidate: report.candidate.name,
    candidateVersion: report.candidate.version,
    profile: report.profile,
    declaredProfile: report.declaredProfile,
    seed: String(report.seed),
    suiteDigest: report.digests.suite,
    catalogueDigest: report.digests.catalogue,
    rulingsDigest: report.digests.rulings,
  }).map(([name, value]) => `<property${attribute('name', name)}${attribute('value', value)}/>`);
  return [
    `<testsuite${attribute('name', area)}${counts(members)}${UNTIMED}${timestamp}>`,
    `<properties>${properties.join('')}</properties>`,
    ...members.map((member) => member.xml),
    '</testsuite>',
  ].join('\n');
}

function caseElement(report: Report, result: CaseReport): TestCase {
  const slash = result.id.lastIndexOf('/');
  const area = result.id.slice(0, Math.max(result.id.indexOf('/'), 0)) || 'unnamed';
  const classname = slash === -1 ? area : result.id.slice(0, slash);
  const kind = result.waived === true ? 'skipped' : RESULTS[result.verdict];
  const open = testCaseTag(classname, result.id.slice(slash + 1));
  const body = caseBody(report, result, kind);
  return { area, result: kind, xml: body === '' ? `${open}/>` : `${open}>${body}</testcase>` };
}

function caseBody(report: Report, result: CaseReport, kind: Result): string {
  const [first] = result.failures ?? [];
  const message = attribute(
    'message',
    shorten(first?.message ?? `${VERDICT_LABELS[result.verdict]}: ${result.title}`),
  );
  const type = attribute('type', first?.symptom ?? result.verdict);
  switch (kind) {
    case 'passed': {
      const lines = [...(result.recorded ?? []), ...(result.failures ?? []).map(failureText)];
      if (result.verdict === 'pass' && lines.length === 0) return '';
      const text = [`${VERDICT_LABELS[result.verdict]}: ${result.title}`, ...lines].join('\n');
      return `<system-out>${escapeXml(shorten(text))}</system-out>`;
    }
    case 'skipped': {
      if (result.waived === true) return waivedElement(report, result);
      const missing = (result.missing ?? []).join(', ');
      const reason = `not applicable: the candidate does not claim ${missing || 'what it needs'}`;
      return `<skipped${attribute('message', shorten(reason))}/>`;
    }
    case 'failure':
    case 'error': {
      const suspicion = suspicionsByCase(report).get(result.id);
      const text = [
        `${VERDICT_LABELS[result.verdict]}: ${result.title}`,
        ...(suspicion === undefined ? [] : [suspicion]),
        ...(result.failures ?? []).slice(0, 20).map(failureText),
        `repeat: ${caseCommand(report, result.id)}`,
      ].join('\n');
      return `<${kind}${message}${type}>${escapeXml(text)}</${kind}>`;
    }
  }
}

/** A failure that is known does not turn a build red; what failed is still to be read. */
function waivedElement(report: Report, result: CaseReport): string {
  const reasons = (report.waivers ?? [])
    .filter(({ waives }) => waives.includes(result.id))
    .map(({ reason, owner, expires }) => `${reason} (${owner}, until ${expires})`);
  const message = attribute('message', shorten(`waived: ${reasons.join('; ')}`));
  const text = (result.failures ?? []).slice(0, 20).map(failureText).join('\n');
  return `<skipped${message}>${escapeXml(text)}</skipped>`;
}

function failureText(failure: Failure): string {
  const clause = failure.clause === undefined ? 'control' : failure.clause;
  const step = failure.step < 0 ? 'afterwards' : `step ${failure.step + 1}`;
  return [
    `${clause}, ${step}: ${shorten(failure.message)}`,
    `  expected: ${shorten(failure.expected)}`,
    `  actual:   ${shorten(failure.actual)}`,
  ].join('\n');
}

/** Clauses without a case appear only if the reader would otherwise miss them. */
function clauseElement(clause: ClauseReport): readonly TestCase[] {
  if (clause.verdict !== 'excluded' && clause.verdict !== 'noCase') return [];
  const reason =
    clause.verdict === 'excluded'
      ? `excluded: ${clause.excluded ?? 'cannot be observed'}`
      : 'no case covers this clause yet';
  const open = testCaseTag(`${clause.area}/clauses`, clause.id);
  const skipped = `<skipped${attribute('message', shorten(reason))}/>`;
  return [{ area: clause.area, result: 'skipped', xml: `${open}>${skipped}</testcase>` }];
}

function testCaseTag(classname: string, name: string): string {
  return `<testcase${attribute('classname', classname)}${attribute('name', name)}${UNTIMED}`;
}

const COUNTS = ['tests', 'failures', 'errors', 'skipped'] as const;

function counts(
  members: readonly TestCase[],
  names: readonly (typeof COUNTS)[number][] = COUNTS,
): string {
  const of = (kind: Result) => members.filter((member) => member.result === kind).length;
  const numbers = {
    tests: members.length,
    failures: of('failure'),
    errors: of('error'),
    skipped: of('skipped'),
  };
  return names.map((name) => attribute(name, String(numbers[name]))).join('');
}

function attribute(name: string, value: string): string {
  return ` ${name}="${escapeXmlAttribute(value)}"`;
}
