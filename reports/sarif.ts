/**
 * @module The report as SARIF 2.1.0, for code scanning and for editors: one rule per clause, one
 * result per failed assertion. What passed is counted, not listed; a fault of the harness is a
 * notification of the tool, never a result about the candidate.
 */
import type { CaseReport, Failure, Report, Verdict } from '../harness/report.js';
import { caseCommand } from './replay-command.js';
import { VERDICT_LABELS } from './verdict-words.js';
import { shorten, visible } from './visible-text.js';
import { suspicionsByCase } from './waiver-words.js';

/** Failures outside any clause: a control of a case did not hold. */
const CONTROL = 'control';
const FAILURES_MAX = 20;
const CASES = 'CASES';
const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

interface Grade {
  readonly kind: 'fail' | 'open' | 'review';
  readonly level: 'error' | 'warning' | 'none';
}

/** Anything but `fail` has the level `none`: the standard says so. */
const GRADES: Readonly<Partial<Record<Verdict, Grade>>> = {
  fail: { kind: 'fail', level: 'error' },
  warn: { kind: 'fail', level: 'warning' },
  couldNotRun: { kind: 'open', level: 'none' },
  unstable: { kind: 'review', level: 'none' },
};

/** @public */
export function renderSarif(report: Report): string {
  const rules = rulesOf(report);
  const index = new Map(rules.map(({ id }, at) => [id, at]));
  const suspicions = suspicionsByCase(report);
  const results = report.results.flatMap((result) => {
    const grade = GRADES[result.verdict];
    if (grade === undefined) return [];
    const failures = (result.failures ?? []).slice(0, FAILURES_MAX);
    return (failures.length === 0 ? [undefined] : failures).map((failure) =>
      resultObject({ report, result, failure, grade, index, suspicion: suspicions.get(result.id) }),
    );
  });
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: report.tool.name, version: report.tool.version, rules } },
        automationDetails: { id: `${report.tool.name}/${report.scope}/${report.profile}` },
        originalUriBaseIds: {
          [CASES]: { description: { text: 'The folder suites of kacs-conformance.' } },
        },
        invocations: [invocation(report)],
        results,
        properties: {
          candidate: text(`${report.candidate.name} ${report.candidate.version}`),
          conforms: report.conforms,
          complete: report.complete,
          cases: report.cases,
          clauses: report.clauseCounts,
          digests: report.digests,
          seed: report.seed,
        },
      },
    ],
  };
  return `${JSON.stringify(log, null, 1)}\n`;
}

interface Rule {
  readonly id: string;
}

/** The clauses that results are about. */
function rulesOf(report: Report): readonly (Rule & object)[] {
  const used = new Set(
    report.results
      .filter(({ verdict }) => GRADES[verdict] !== undefined)
      .flatMap((result) => ruleIds(result)),
  );
  const clauses = report.clauses.flatMap((clause) =>
    used.has(clause.id)
      ? [
          {
            id: clause.id,
            shortDescription: { text: text(clause.summary) },
            properties: { area: text(clause.area), level: text(clause.level) },
          },
        ]
      : [],
  );
  const known = new Set<string>(clauses.map(({ id }) => id));
  const strays = [...used].filter((id) => !known.has(id) && id !== CONTROL).map((id) => ({ id }));
  const control = {
    id: CONTROL,
    shortDescription: { text: 'What a case takes for granted holds.' },
  };
  return [...clauses, ...strays, ...(used.has(CONTROL) ? [control] : [])];
}

function ruleIds({ failures = [] }: CaseReport): readonly string[] {
  const shown = failures.slice(0, FAILURES_MAX);
  return shown.length === 0 ? [CONTROL] : shown.map(({ clause }) => clause ?? CONTROL);
}

function resultObject(about: {
  readonly report: Report;
  readonly result: CaseReport;
  readonly failure: Failure | undefined;
  readonly grade: Grade;
  readonly index: ReadonlyMap<string, number>;
  readonly suspicion: string | undefined;
}): object {
  const { report, result, failure, grade, index, suspicion } = about;
  const ruleId = failure?.clause ?? CONTROL;
  const lines = [
    `${VERDICT_LABELS[result.verdict]}: ${result.title}`,
    ...(failure === undefined
      ? []
      : [failure.message, `expected: ${failure.expected}`, `actual: ${failure.actual}`]),
    ...(suspicion === undefined ? [] : [suspicion]),
    `repeat: ${caseCommand(report, result.id)}`,
  ];
  const symptom = failure?.symptom ?? result.verdict;
  return {
    ruleId,
    ruleIndex: index.get(ruleId) ?? -1,
    ...grade,
    message: { text: lines.map(messageText).join('\n') },
    locations: [locationOf(result)],
    partialFingerprints: {
      'case/v1': text(`${result.id} ${ruleId} ${failure?.step ?? ''} ${symptom}`),
    },
    ...(result.waived === true ? { suppressions: [suppression(report, result)] } : {}),
    properties: { symptom, verdict: result.verdict },
  };
}

/** Where the case stands: readers insist on a file. */
function locationOf({ id }: CaseReport): object {
  const [area = '', file = ''] = id.split('/');
  return {
    physicalLocation: {
      artifactLocation: {
        uri: `${encodeURIComponent(text(area))}/${encodeURIComponent(text(file))}.suite.ts`,
        uriBaseId: CASES,
      },
    },
    logicalLocations: [{ fullyQualifiedName: text(id), kind: 'member' }],
  };
}

function suppression({ waivers = [] }: Report, { id }: CaseReport): object {
  const reasons = waivers
    .filter(({ waives }) => waives.includes(id))
    .map(({ reason, owner, expires }) => `${reason} (${owner}, until ${expires})`);
  return { kind: 'external', status: 'accepted', justification: text(reasons.join('; ')) };
}

function invocation(report: Report): object {
  const broken = report.results.filter(({ verdict }) => verdict === 'harnessError');
  return {
    executionSuccessful: !report.interrupted && broken.length === 0,
    ...(UTC.test(report.timing.startedAt) ? { startTimeUtc: report.timing.startedAt } : {}),
    arguments: report.command.slice(1).map(text),
    toolExecutionNotifications: [
      ...(report.interrupted ? [notification('The run was cut short.')] : []),
      ...broken.slice(0, FAILURES_MAX).map(({ id, failures = [] }) => {
        return notification(`${id}: ${failures[0]?.message ?? 'no reason given'}`);
      }),
    ],
  };
}

function notification(words: string): object {
  return { level: 'error', message: { text: messageText(words) } };
}

/** In messages, braces are placeholders and `[…](…)` is a link. */
function messageText(words: string): string {
  return text(words).replace(/[{}]/g, '$&$&').replaceAll('](', '] (');
}

function text(words: string): string {
  return visible(shorten(words));
}
