/**
 * @module What a certificate states, from a report: an in-toto Statement v1 with the predicate
 * `test-result` v0.1, and under `kacsConformance` what that predicate has no place for.
 */
import { waivedCases } from '../../reports/waiver-words.js';
import type { ClauseReport, Report, VerdictCounts, Waiver } from '../report.js';
import { asWritten } from '../waivers/apply.js';

/** A file that is certified: its name and the SHA-256 of its bytes. @internal */
export interface Artifact {
  readonly name: string;
  readonly sha256: string;
}

/** What a profile builds on, and the SHA-256 of all that it says as canonical JSON. @internal */
export interface Reading {
  readonly basis: string;
  readonly sha256: string;
}

/** @internal */
export interface Statement {
  readonly _type: 'https://in-toto.io/Statement/v1';
  readonly subject: readonly Subject[];
  readonly predicateType: 'https://in-toto.io/attestation/test-result/v0.1';
  readonly predicate: {
    readonly result: 'PASSED' | 'WARNED';
    readonly configuration: readonly Subject[];
    /** Clause ids. */
    readonly passedTests: readonly string[];
    readonly warnedTests: readonly string[];
    readonly failedTests: readonly string[];
    readonly kacsConformance: Details;
  };
}

interface Subject {
  readonly name: string;
  readonly digest: Readonly<Record<string, string>>;
}

interface Details {
  readonly schema: 'https://kacs-conformance.invalid/schemas/certificate-1.json';
  /** `partial`: the candidate does not claim what the whole profile needs. */
  readonly extent: 'complete' | 'partial';
  readonly profile: string;
  /** The built-in profile that it is, or builds on. */
  readonly basis: string;
  readonly scope: string;
  readonly candidate: {
    readonly name: string;
    readonly version: string;
    readonly vendor?: string;
    readonly commandDigest?: string;
    readonly capabilities: readonly string[];
    readonly unclaimed: readonly string[];
  };
  readonly clauses: ClauseNumbers;
  readonly cases: VerdictCounts & { readonly waived: number };
  readonly waivers: readonly (Waiver & { readonly waives: readonly string[] })[];
  readonly disputes: readonly {
    readonly match: string;
    readonly reading: string;
    readonly owner: string;
    readonly expires: string;
  }[];
  readonly run: {
    readonly tool: string;
    readonly command: readonly string[];
    readonly seed: number;
    readonly startedAt: string;
    readonly seconds: number;
    readonly detected: Report['detected'];
    readonly setup: readonly string[];
    readonly unobserved: readonly string[];
  };
}

interface ClauseNumbers {
  /** Clauses of the profile and scope that a candidate can be tested for. */
  readonly expected: number;
  readonly executed: number;
  readonly passed: number;
  readonly warned: number;
  readonly recorded: number;
  /** Failed, and expected by a waiver. */
  readonly waived: number;
  readonly notApplicable: number;
  /** Cannot be observed; not among the expected. */
  readonly excluded: number;
}

/** The statement of a report that may be certified. @internal */
export function statementOf(
  report: Report,
  reportSha256: string,
  artifacts: readonly Artifact[],
  reading: Reading,
): Statement {
  const named = (verdict: ClauseReport['verdict']): readonly string[] =>
    report.clauses.filter((clause) => clause.verdict === verdict).map(({ id }) => id);
  const { suite, catalogue, rulings } = report.digests;
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: subjectsOf(report, artifacts),
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    predicate: {
      result: isPlain(report) ? 'PASSED' : 'WARNED',
      configuration: [
        { name: 'report.json', digest: { sha256: reportSha256 } },
        { name: 'suite', digest: { sha256: hexOf(suite) } },
        { name: 'catalogue', digest: { sha256: hexOf(catalogue) } },
        { name: 'rulings', digest: { sha256: hexOf(rulings) } },
        { name: 'profile', digest: { sha256: reading.sha256 } },
      ],
      passedTests: named('pass'),
      warnedTests: named('warn'),
      failedTests: named('fail'),
      kacsConformance: detailsOf(report, reading),
    },
  };
}

/**
 * The files by their SHA-256; the command by the digest that the run took of it, which is over the
 * digests of its files and so is not under the name of SHA-256 alone.
 */
function subjectsOf({ candidate }: Report, artifacts: readonly Artifact[]): readonly Subject[] {
  const name = cleanText(`${candidate.name} ${candidate.version}`);
  return [
    ...artifacts.map((file) => ({ name: cleanText(file.name), digest: { sha256: file.sha256 } })),
    ...(candidate.digest === undefined
      ? []
      : [{ name, digest: { kacsCommand: hexOf(candidate.digest) } }]),
  ];
}

/** Everything expected was executed and passed, without a word of explanation. */
function isPlain({ complete, cases, disputes = [] }: Report): boolean {
  return complete && cases.warn === 0 && disputes.length === 0;
}

function detailsOf(report: Report, { basis }: Reading): Details {
  const { candidate, cases, waivers = [], disputes = [], timing, unclaimed = [] } = report;
  const { name, version, vendor, digest, capabilities } = candidate;
  return {
    schema: 'https://kacs-conformance.invalid/schemas/certificate-1.json',
    extent: unclaimed.length === 0 ? 'complete' : 'partial',
    profile: report.profile,
    basis,
    scope: report.scope,
    candidate: {
      name: cleanText(name),
      version: cleanText(version),
      ...(vendor === undefined ? {} : { vendor: cleanText(vendor) }),
      ...(digest === undefined ? {} : { commandDigest: digest }),
      capabilities: capabilities.map(cleanText),
      unclaimed,
    },
    clauses: clauseNumbers(report),
    cases: { ...cases, waived: waivedCases(report) },
    waivers: waivers.map((waiver) => ({ ...asWritten(waiver), waives: waiver.waives })),
    disputes: disputes.map(({ match, reading, owner, expires }) => {
      return { match, reading, owner, expires };
    }),
    run: {
      tool: `${report.tool.name} ${report.tool.version}`,
      command: report.command.map(cleanText),
      seed: report.seed,
      startedAt: timing.startedAt,
      seconds: timing.seconds,
      detected: report.detected,
      setup: candidate.setup.map(cleanText),
      unobserved: report.unobserved.map(cleanText),
    },
  };
}

function clauseNumbers({ clauses, clauseCounts }: Report): ClauseNumbers {
  const count = (verdict: ClauseReport['verdict']): number =>
    clauses.filter((clause) => clause.verdict === verdict).length;
  return {
    expected: clauseCounts.testable,
    executed: clauseCounts.executed,
    passed: count('pass'),
    warned: count('warn'),
    recorded: count('info'),
    waived: count('fail'),
    notApplicable: count('notApplicable'),
    excluded: clauseCounts.excluded,
  };
}

const TEXT_MAX = 1000;

/** What a candidate chose, as far as JSON in UTF-8 can hold it. */
function cleanText(text: string): string {
  return text.slice(0, TEXT_MAX).replace(/\p{Surrogate}/gu, '\ufffd');
}

function hexOf(digest: string): string {
  return digest.slice(digest.indexOf(':') + 1);
}
