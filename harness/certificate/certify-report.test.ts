/**
 * Each way to get a certificate that is not deserved, and each way to pass one off for another. The
 * reports come from real runs of the reference.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { reportText } from '../report-file.js';
import type { CaseReport, Report, Waiver } from '../report.js';
import { concludeReport, clausesAgain } from '../runner/conclude.js';
import { waiversFor } from '../waivers/add.js';
import { applyWaivers } from '../waivers/apply.js';
import { canonicalJson } from './canonical-json.js';
import { ARTIFACT, certification, wholeRun } from './certificate.fixture.js';
import { keyPair } from './keys.fixture.js';
import { payloadOf, seal, type Envelope } from './envelope.js';
import type { Statement } from './statement.js';
import { verifyCertificate, type Evidence } from './verify.js';

const { signing, trusted } = keyPair();
/** Fails three of the cases, each in its own right. */
const FAULT = 'faulty:session-spec/smallest-record-off-by-one';
const TODAY = '2026-06-01';

let good: Report;
let faulty: Report;
beforeAll(async () => {
  good = await wholeRun();
  faulty = await wholeRun(FAULT);
});

function refusals(report: Report, change: Parameters<typeof certification>[2] = {}): string {
  const made = certification(report, signing, change);
  return 'refused' in made ? made.refused.join('\n') : 'certified';
}

function certified(report: Report): {
  readonly certificate: Buffer;
  readonly statement: Statement;
} {
  const made = certification(report, signing);
  if ('refused' in made) throw new Error(made.refused.join('; '));
  return { certificate: Buffer.from(made.certificate), statement: made.statement };
}

/** The report with some results exchanged, counted again: as consistent as a forger can make it. */
function forged(report: Report, change: (result: CaseReport) => CaseReport | undefined): Report {
  const results = report.results.flatMap((result) => change(result) ?? []);
  return concludeReport({ ...report, results, clauses: clausesAgain(report) });
}

const WHY = { reason: 'known', owner: 'me', expires: '2026-12-31' };
const STALE: Waiver = { match: 'session-spec/**', symptom: 'accepted', ...WHY };

describe('a certificate of a whole run', () => {
  it('says what was executed, and names what it rests on', () => {
    const { statement } = certified(good);
    const { predicate } = statement;
    expect(statement.subject).toEqual([
      { name: 'kernel.img', digest: { sha256: ARTIFACT.sha256 } },
    ]);
    expect(predicate.result).toBe('PASSED');
    expect(predicate.passedTests.length).toBe(predicate.kacsConformance.clauses.passed);
    expect(predicate.failedTests).toEqual([]);
    expect(predicate.configuration.map(({ name }) => name)).toEqual([
      ...['report.json', 'suite', 'catalogue', 'rulings', 'profile'],
    ]);
    const { clauses, extent } = predicate.kacsConformance;
    expect([extent, clauses.executed, clauses.waived]).toEqual(['complete', clauses.expected, 0]);
  });

  it('is the same text for the same run', () => {
    expect(certified(good).certificate.equals(certified(good).certificate)).toBe(true);
  });
});

describe('a run that does not deserve one', () => {
  it.each<readonly [string, () => Report, RegExp]>([
    ['was cut short', () => ({ ...good, interrupted: true }), /the run was cut short/],
    ['was filtered', () => ({ ...good, selection: ['SS-*'] }), /only selected cases ran/],
    ['is one part', () => ({ ...good, shard: { index: 1, of: 2 } }), /part 1 of 2: merge all/],
    ['contradicts its profile', () => ({ ...good, contradictions: ['x'] }), /contradict the prof/],
    ['fails', () => faulty, /\d+ cases fail that no waiver expects/],
    [
      'is unstable',
      () => ({ ...good, cases: { ...good.cases, unstable: 1 } }),
      /1 case is unstable/,
    ],
    [
      'could not run everything',
      () => ({ ...good, cases: { ...good.cases, couldNotRun: 2 } }),
      /2 cases could not run/,
    ],
    [
      'met an error of the harness',
      () => ({ ...good, cases: { ...good.cases, harnessError: 1 } }),
      /1 case met an error of the harness/,
    ],
    ['passed nothing', () => ({ ...good, cases: { ...good.cases, pass: 0 } }), /no case passed/],
    [
      'claims a part',
      () => ({ ...good, unclaimed: ['link'] }),
      /does not claim link: --partial certifies/,
    ],
    [
      'left clauses out',
      () => ({ ...good, clauseCounts: { ...good.clauseCounts, executed: 400 } }),
      /\d+ testable clauses were not executed/,
    ],
    ['has a stale waiver', () => applyWaivers(good, [STALE]), /the waiver .* is stale \(pass/],
    [
      'has an expired waiver',
      () => applyWaivers(faulty, waiversFor(faulty, ['**'], { ...WHY, expires: '2026-05-31' })),
      /the waiver session-spec\/.* expired on 2026-05-31/,
    ],
  ])('because it %s', (_, make, message) => {
    expect(refusals(make())).toMatch(message);
  });

  it('because it holds text that no certificate can hold', () => {
    const timing = { startedAt: '\ud800', seconds: 1 };
    expect(refusals({ ...good, timing })).toMatch(/holds text that is not Unicode/);
  });

  it('is told all reasons at once', () => {
    const bad = { ...good, interrupted: true, selection: ['x'] };
    expect(refusals(bad).split('\n')).toHaveLength(2);
  });

  it('because nothing says what the candidate is', () => {
    expect(refusals(good, { artifacts: [] })).toMatch(/took no digest of the candidate/);
    const digest = `sha256:${'cd'.repeat(32)}`;
    const named = { ...good, candidate: { ...good.candidate, digest } };
    expect(refusals(named, { artifacts: [] })).toBe('certified');
  });
});

describe('a run of a candidate that does not claim everything', () => {
  let part: Report;
  beforeAll(async () => {
    part = await wholeRun('reference', 'link');
  });

  it('gets a certificate only if that is what is asked for, and one that says so', () => {
    expect(refusals(part)).toMatch(/^the candidate does not claim link: --partial certifies/);
    const made = certification(part, signing, { partial: true });
    if ('refused' in made) throw new Error(made.refused.join('; '));
    const { result, kacsConformance: details } = made.statement.predicate;
    expect([result, details.extent, details.candidate.unclaimed]).toEqual([
      ...['WARNED', 'partial'],
      ['link'],
    ]);
    expect(details.clauses.executed).toBeLessThan(details.clauses.expected);
    const certificate = Buffer.from(made.certificate);
    const report = { report: part, bytes: Buffer.from(reportText(part)) };
    const evidence = { certificate, keys: [trusted], artifacts: [], today: TODAY, report };
    expect(verifyCertificate(evidence).valid).toBe(true);
  });

  it('does not get a whole one by hiding what it does not claim', () => {
    const { unclaimed: _unclaimed, ...hidden } = part;
    expect(refusals(hidden)).toMatch(/testable clauses? (?:was|were) not executed/);
    const claimed = { ...hidden.candidate, capabilities: good.candidate.capabilities };
    expect(refusals({ ...hidden, candidate: claimed })).not.toBe('certified');
    const counts = { ...hidden.clauseCounts, executed: hidden.clauseCounts.testable };
    expect(refusals({ ...hidden, clauseCounts: counts })).toMatch(/do not follow/);
  });

  it('is not what a whole run is asked to be', () => {
    expect(refusals(good, { partial: true })).toMatch(/claims all of the profile/);
  });
});

describe('a report that was edited', () => {
  const rows: readonly (readonly [string, () => Report, RegExp])[] = [
    ['red cases turned green', () => forged(faulty, green), /said to pass, and yet/],
    ['red cases taken out', () => forged(faulty, withoutRed), /clauses? (?:was|were) not executed/],
    [
      'a case too many',
      () => ({ ...good, results: [...good.results, ...good.results.slice(0, 1)] }),
      /results of \d+ cases, the profile has \d+/,
    ],
    ['the counts', () => ({ ...good, cases: { ...good.cases, pass: 9999 } }), /its numbers of ca/],
    ['what conforms', () => ({ ...good, conforms: false }), /its conforms do not follow/],
    [
      'the verdict of a clause',
      () => ({ ...good, clauses: good.clauses.map((c) => ({ ...c, verdict: 'pass' as const })) }),
      /its clauses do not follow/,
    ],
    [
      'a clause taken out',
      () => ({ ...good, clauses: good.clauses.slice(1) }),
      /its (?:clauses|numbers of clauses) do not follow/,
    ],
    [
      'a case that was not run, as another',
      () => ({ ...good, results: [...good.results.slice(1), ...good.results.slice(0, 1)] }),
      /in the place of the case /,
    ],
    [
      'cases that could run said not to be applicable',
      () => forged(faulty, (r) => (r.verdict === 'fail' ? { ...r, verdict: 'notApplicable' } : r)),
      /lacks no capability/,
    ],
    [
      'the digest of the suite',
      () => ({ ...good, digests: { ...good.digests, suite: `sha256:${'0'.repeat(64)}` } }),
      /made with another suite/,
    ],
    [
      'the rulings',
      () => ({ ...good, digests: { ...good.digests, rulings: 'sha256:00' } }),
      /made with another rulings/,
    ],
    [
      'the version',
      () => ({ ...good, tool: { ...good.tool, version: '9' } }),
      /by version 9, this/,
    ],
    ['the profile', () => ({ ...good, profile: 'psd-0.20' }), /its profile is psd-0.20/],
    [
      'what was detected',
      () => ({ ...good, detected: { ...good.detected, layout: 'packed' } }),
      /its (?:complete|contradictions) do not follow/,
    ],
    [
      'failures marked as waived without a waiver',
      () => ({ ...faulty, results: faulty.results.map(markWaived) }),
      /its waived cases do not follow/,
    ],
  ];

  it.each(rows)('%s', (_, make, message) => {
    const said = refusals(make());
    expect(said).toMatch(message);
    expect(said).not.toBe('certified');
  });

  it('in a way that only an honest run could tell: its signer vouches for that', () => {
    // Failures removed without a trace are a report of another run. No signature can tell.
    const clean = forged(faulty, (result) =>
      result.verdict === 'fail' ? spotless(result) : result,
    );
    expect(refusals(clean)).toBe('certified');
  });
});

function green(result: CaseReport): CaseReport {
  return { ...result, verdict: result.verdict === 'fail' ? 'pass' : result.verdict };
}

function spotless({ id, title, clauses }: CaseReport): CaseReport {
  const entries = Object.keys(clauses).map((clause) => [clause, 'pass']);
  return { id, title, verdict: 'pass', clauses: Object.fromEntries(entries) };
}

function withoutRed(result: CaseReport): CaseReport | undefined {
  return result.verdict === 'fail' ? undefined : result;
}

function markWaived(result: CaseReport): CaseReport {
  return result.verdict === 'fail' ? { ...result, waived: true } : result;
}

describe('a run with waivers that hold', () => {
  it('is certified with a word of warning, and ends with the first of them', () => {
    const waivers = waiversFor(faulty, ['**'], WHY);
    const report = applyWaivers(faulty, waivers);
    const { certificate, statement } = certified(report);
    const { result, failedTests, kacsConformance: details } = statement.predicate;
    expect(result).toBe('WARNED');
    expect(failedTests.length).toBe(details.clauses.waived);
    expect(details.cases.waived).toBe(faulty.cases.fail);
    const bytes = Buffer.from(reportText(report));
    const evidence = { certificate, keys: [trusted], artifacts: [], report: { report, bytes } };
    expect(verifyCertificate({ ...evidence, today: '2026-12-31' }).valid).toBe(true);
    expect(verifyCertificate({ ...evidence, today: '2027-01-01' })).toMatchObject({
      reason: expect.stringMatching(/rests on the waiver \S+, which expired on 2026-12-31/),
    });
  });
});

describe('verification', () => {
  let evidence: Evidence & { readonly report: NonNullable<Evidence['report']> };
  let statement: Statement;
  beforeAll(() => {
    const made = certified(good);
    statement = made.statement;
    const report = { report: good, bytes: Buffer.from(reportText(good)) };
    const { certificate } = made;
    evidence = { certificate, keys: [trusted], report, artifacts: [ARTIFACT], today: TODAY };
  });
  const reason = (change: Partial<Evidence>): string => {
    const found = verifyCertificate({ ...evidence, ...change });
    return found.valid ? 'valid' : found.reason;
  };
  const altered = (change: (envelope: Envelope) => unknown): Buffer =>
    Buffer.from(
      JSON.stringify(change(JSON.parse(evidence.certificate.toString('utf8')) as Envelope)),
    );
  const signedBy = (payload: object | Buffer, key = signing): Buffer => {
    const bytes = Buffer.isBuffer(payload) ? payload : Buffer.from(canonicalJson(payload));
    return Buffer.from(JSON.stringify(seal(bytes, key)));
  };

  it('holds what was signed', () => {
    expect(verifyCertificate(evidence)).toMatchObject({ valid: true, signer: trusted, statement });
  });

  it('does not hold with counts that were edited in the envelope', () => {
    const certificate = altered((envelope) => {
      const edited = payloadOf(envelope).toString('utf8').replace('"waived":0', '"waived":9');
      return { ...envelope, payload: Buffer.from(edited).toString('base64') };
    });
    expect(reason({ certificate })).toMatch(/was altered, or another key/);
  });

  it('does not hold with an unknown key', () => {
    expect(reason({ keys: [keyPair().trusted] })).toMatch(/another key signed it/);
    expect(reason({ certificate: signedBy(statement, keyPair().signing) })).toMatch(/another key/);
    expect(reason({ keys: [] })).toMatch(/another key/);
  });

  it('does not hold with a file that was cut off anywhere', () => {
    for (const share of [0, 0.1, 0.5, 0.9, 0.999]) {
      const end = Math.floor(evidence.certificate.length * share);
      const certificate = evidence.certificate.subarray(0, end);
      expect(reason({ certificate })).toMatch(/this is no certificate/);
    }
  });

  it('does not hold with another report, though it be of the same candidate', () => {
    const other = { ...good, seed: 1 };
    const report = { report: other, bytes: Buffer.from(reportText(other)) };
    expect(reason({ report })).toMatch(/the report is not the one that was certified/);
    const spaced = Buffer.from(`${evidence.report.bytes.toString('utf8')} `);
    expect(reason({ report: { ...evidence.report, bytes: spaced } })).toMatch(/is not the one/);
  });

  it('does not hold for another candidate', () => {
    const stranger = { name: 'other.img', sha256: 'cd'.repeat(32) };
    expect(reason({ artifacts: [ARTIFACT, stranger] })).toMatch(/other.img is not what was certif/);
    expect(reason({ commandDigest: 'sha256:00' })).toMatch(/the command is not what was certified/);
  });

  it('does not hold if the signer states more than the report that they name', () => {
    const { predicate } = statement;
    const { kacsConformance: details } = predicate;
    const boast = { ...details, profile: 'psd-0.22' };
    const certificate = signedBy({
      ...statement,
      predicate: { ...predicate, kacsConformance: boast },
    });
    expect(reason({ certificate })).toMatch(/says something else than the report/);
    // Without the report, the signer is taken at their word: that is said.
    const { report: _report, ...rest } = evidence;
    expect(verifyCertificate({ ...rest, certificate }).valid).toBe(true);
  });

  it('does not hold of what is signed by the same key for another purpose', () => {
    expect(reason({ certificate: signedBy({ hello: 1 }) })).toMatch(/no certificate of KACS: the/);
    const pretty = Buffer.from(JSON.stringify(statement, null, 1));
    expect(reason({ certificate: signedBy(pretty) })).toMatch(/not canonical JSON/);
    const broken = canonicalJson(statement).replace('kernel.img', '\\ud800');
    expect(reason({ certificate: signedBy(Buffer.from(broken)) })).toMatch(/not canonical JSON/);
    expect(reason({ certificate: signedBy(Buffer.from('['.repeat(1e6))) })).toMatch(/no certif/);
  });
});
