/** @module A report typed by hand for tests of the renderers: each verdict, bytes, bad text. */
import type { CaseReport, ClauseReport, Failure, HexField, Report } from '../harness/report.js';
import type { Outcome } from '../harness/program/program.js';
import type { StepReport } from '../harness/report.js';

/** What a hostile candidate would like a report to show. @internal */
export const HOSTILE_TEXT =
  '</script><script>alert(1)</script><img src=x onerror=alert(2)> " onfocus="alert(3)" \' `x` ' +
  '| a | b | [link](javascript:alert(4)) @everyone #1 https://evil.example \u202etxt.exe\u202c ' +
  '\u0000\u0007\u001b[31m \u200bzero \u2028 \ud800 ]]> --> &lt;b&gt; \ufffe end\r\nsecond line';

/** A report in which each verdict of cases and of clauses appears. @internal */
export function sampleReport(): Report {
  return {
    schema: 'https://kacs-conformance.invalid/schemas/report-1.json',
    tool: { name: 'kacs-conformance', version: '0.1.0' },
    conforms: false,
    complete: false,
    interrupted: false,
    scope: 'kernel',
    profile: 'psd-0.20',
    declaredProfile: 'psd-0.20',
    detected: { layout: 'psd-0.20', abi: 'psd-0.20', semantics: 'learn-0.20' },
    contradictions: [
      'Semantics: a duplicate session SID is accepted, as learn-0.20 has it; psd-0.20 refuses it.',
    ],
    candidate: {
      name: 'sample-kernel',
      version: '6.9-kacs3',
      vendor: 'Example & Sons',
      digest: 'sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff',
      capabilities: ['sessions', 'tokens', 'query', 'adjust'],
      setup: ['Raised the integrity of the boot process to System.'],
      notes: ['Runs as a guest without network.'],
    },
    digests: {
      suite: 'sha256:1111111111111111111111111111111111111111111111111111111111111111',
      catalogue: 'sha256:2222222222222222222222222222222222222222222222222222222222222222',
      rulings: 'sha256:3333333333333333333333333333333333333333333333333333333333333333',
    },
    seed: 20260501,
    selection: ['session-spec/**', 'token-spec-*/**'],
    shard: { index: 1, of: 2 },
    command: [
      'npx',
      'kacs-conformance',
      'certify',
      '--adapter',
      'stdio:./agent --fast',
      '--profile',
      'psd-0.20',
      '--suite',
      '{session-spec,token-spec-*}/**',
      '--seed',
      '20260501',
    ],
    cases: {
      pass: 1,
      fail: 2,
      warn: 1,
      info: 1,
      notApplicable: 1,
      couldNotRun: 1,
      unstable: 1,
      harnessError: 1,
    },
    clauseCounts: { testable: 9, executed: 6, excluded: 1 },
    results: sampleCases(),
    clauses: sampleClauses(),
    unobserved: ['sessions listing'],
    diagnostics: 'agent: kacs_create_token\nagent: BUG at token.c:212\n',
    timing: { startedAt: '2026-05-01T12:00:00.000Z', seconds: 3.25 },
    extra: { note: 'kept for tools' },
  };
}

function sampleCases(): readonly CaseReport[] {
  return [
    {
      id: 'session-spec/types/interactive',
      title: 'type 2',
      verdict: 'pass',
      clauses: pass('SS-003'),
    },
    revisionCase(),
    hostileCase(),
    {
      id: 'session-spec/types/unknown-type',
      title: 'a logon type that no document names',
      verdict: 'warn',
      clauses: { 'SS-004': 'warn' },
      failures: [failure({ symptom: 'errno', expected: 'EINVAL', actual: 'EPERM (1)' })],
      steps: [call(0, 'kacs_create_session', { spec: 'ff00' }, refused('EPERM', 1))],
    },
    {
      id: 'session-spec/types/listing',
      title: 'the order of the listing',
      verdict: 'info',
      clauses: { 'SS-006': 'info' },
      recorded: ['newest first'],
    },
    {
      id: 'restrict/basic/write-restricted',
      title: 'a write-restricted token',
      verdict: 'notApplicable',
      clauses: { 'RS-001': 'notApplicable' },
      missing: ['restrict'],
    },
    {
      id: 'token-spec-header/flags/second-session',
      title: 'a token in a second session',
      verdict: 'couldNotRun',
      clauses: { 'TH-002': 'couldNotRun' },
      failures: [
        failure({ symptom: 'prerequisite', message: 'the session could not be created', step: 1 }),
      ],
      steps: [
        call(0, 'kacs_create_session', { spec: '0200' }, refused('EMFILE', 24)),
        {
          title: 'create a token in s1',
          record: { step: 1, skipped: 'unbound', reference: 's1.id' },
        },
      ],
    },
    {
      id: 'token-spec-header/flags/race',
      title: 'two creations at once',
      verdict: 'unstable',
      clauses: { 'TH-003': 'unstable' },
      failures: [failure({ clause: 'TH-003', symptom: 'history', step: 0 })],
      steps: [
        {
          title: 'create in parallel',
          record: {
            step: 0,
            branch: 1,
            iteration: 3,
            op: 'kacs_create_token',
            actor: 'a1',
            args: {},
            outcome: { kind: 'timedOut', afterMs: 2000 },
            startedAt: 1,
            endedAt: 4,
          },
        },
      ],
      reruns: ['fail', 'pass', 'pass', 'pass'],
    },
    {
      id: 'token-spec-header/flags/ours',
      title: 'a mistake of the harness',
      verdict: 'harnessError',
      clauses: { 'TH-005': 'harnessError' },
      failures: [failure({ symptom: 'harness', step: -1, message: 'unreachable branch' })],
    },
  ];
}

/** The failure with bytes: a SID of revision 2 that was accepted. */
function revisionCase(): CaseReport {
  const spec = '0201050000000000020000000000' + '05150000000a0000000b000000';
  return {
    id: 'token-spec-header/sid/revision-2',
    title: 'a user SID of revision 2 is refused',
    verdict: 'fail',
    clauses: { 'TH-001': 'fail', 'TH-002': 'pass' },
    failures: [
      {
        ...failure({ clause: 'TH-001', symptom: 'accepted', step: 1 }),
        message: 'kacs_create_token accepted a user SID of revision 2',
        expected: 'refused with EINVAL',
        actual: 'returned a handle',
        hex: [
          {
            title: 'argument spec of kacs_create_token',
            hex: spec,
            fields: FIELDS,
            guilty: { start: 8, end: 9 },
          },
        ],
      },
    ],
    steps: [
      call(
        0,
        'kacs_create_session',
        { spec: '02000000' },
        { kind: 'returned', value: { id: '0x3e9' } },
      ),
      call(
        1,
        'kacs_create_token',
        { spec, session: '0x3e9' },
        { kind: 'returned', value: { handle: 7 } },
      ),
    ],
    recorded: ['the token answers TokenUser with revision 2'],
    reruns: ['fail', 'fail', 'fail', 'fail'],
  };
}

const FIELDS: readonly HexField[] = [
  { path: 'version', start: 0, end: 2, text: '0x0102', doc: 'Version of the format.' },
  { path: 'flags', start: 2, end: 4, text: '5', doc: 'Bit 0: restricted.' },
  { path: 'reserved', start: 4, end: 8, text: '0', doc: 'Has to be zero.' },
  { path: 'userSid', start: 8, end: 24, text: 'S-2-…', doc: 'The user.' },
  { path: 'userSid.revision', start: 8, end: 9, text: '2', doc: 'Has to be 1.' },
  { path: 'userSid.subAuthorityCount', start: 9, end: 10, text: '0', doc: 'At most 15.' },
  { path: 'userSid.authority', start: 10, end: 16, text: '5', doc: 'Big-endian.' },
];

function hostileCase(): CaseReport {
  return {
    id: 'session-spec/types/crash',
    title: 'a session spec of one byte',
    verdict: 'fail',
    clauses: { 'SS-005': 'fail' },
    failures: [
      {
        ...failure({ clause: 'SS-005', symptom: 'crashed' }),
        message: HOSTILE_TEXT,
        expected: HOSTILE_TEXT,
        actual: HOSTILE_TEXT,
        hex: [
          {
            title: HOSTILE_TEXT,
            hex: '02',
            fields: [
              { path: HOSTILE_TEXT, start: 0, end: 1, text: HOSTILE_TEXT, doc: HOSTILE_TEXT },
            ],
            guilty: { start: 1, end: 4 },
          },
        ],
      },
    ],
    steps: [
      {
        ...call(
          0,
          'kacs_create_session',
          { spec: '02', [HOSTILE_TEXT]: HOSTILE_TEXT },
          { kind: 'crashed', detail: HOSTILE_TEXT, signal: 'SIGSEGV' },
        ),
        note: HOSTILE_TEXT,
      },
    ],
  };
}

function sampleClauses(): readonly ClauseReport[] {
  return [
    clause('SS-003', 'session-spec', 'pass', 'Logon type 2 (Interactive) is accepted.'),
    clause('SS-004', 'session-spec', 'warn', 'An unknown logon type is refused.'),
    clause('SS-005', 'session-spec', 'fail', 'A truncated session spec is refused.'),
    { ...clause('SS-006', 'session-spec', 'info', 'The order of the listing.'), level: 'INFO' },
    {
      ...clause('SS-007', 'session-spec', 'notRun', 'An empty package name is accepted.'),
      level: 'MAY',
    },
    clause('TH-001', 'token-spec-header', 'fail', 'The revision of each SID is 1.'),
    clause('TH-002', 'token-spec-header', 'couldNotRun', 'The session has to exist.'),
    clause('TH-003', 'token-spec-header', 'unstable', 'Ids are never handed out twice.'),
    clause('TH-004', 'token-spec-header', 'noCase', 'Reserved bytes are zero.'),
    clause('TH-005', 'token-spec-header', 'harnessError', 'Flags outside the mask are refused.'),
    {
      ...clause('TH-125', 'token-spec-header', 'excluded', 'A dead session is refused.'),
      excluded: 'no call with a number makes a session dead (R20)',
    },
    clause('RS-001', 'restrict', 'notApplicable', 'A restricted token carries the mark.'),
  ];
}

function clause(
  id: ClauseReport['id'],
  area: string,
  verdict: ClauseReport['verdict'],
  summary: string,
): ClauseReport {
  const cases = verdict === 'excluded' || verdict === 'noCase' ? 0 : 1;
  return { id, area, level: 'MUST', summary, verdict, cases };
}

function pass(id: ClauseReport['id']): CaseReport['clauses'] {
  return { [id]: 'pass' };
}

function failure(change: Partial<Failure>): Failure {
  return {
    step: 0,
    symptom: 'value',
    message: 'the result is not what the clause asks for',
    expected: 'what the clause asks for',
    actual: 'something else',
    ...change,
  };
}

function call(
  step: number,
  op: string,
  args: Record<string, string>,
  outcome: Outcome,
): StepReport {
  return { title: `call ${op}`, record: { step, op, actor: 'w1', args, outcome } };
}

function refused(errno: string, number: number): Outcome {
  return { kind: 'refused', errno, number, out: { length: 0 } };
}
