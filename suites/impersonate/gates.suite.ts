/** @module IMPERSONATE: the complete matrix of both gates. */
import { aCase, asserts, defineSuite, judged, type SuiteCase } from '../language/suite.js';
import { aSession, is, OTHER_USER, query, ref, USER } from '../language/steps.js';
import { effectiveToken, impersonate } from '../language/steps-impersonate.js';
import { answerTo, ROWS, type Answer, type Row } from './matrix.js';
import { aClient, asServer, PRIVILEGES, RESTRICTED } from './servers.js';

/** The server is at Medium. */
const INTEGRITY = { lower: 4096, equal: 8192, higher: 12288 } as const;

function slugOf(row: Row): string {
  const restriction = (restricted: boolean): string => (restricted ? 'restricted' : 'full');
  return [
    `${row.user}-user`,
    `${restriction(row.serverRestricted)}-server`,
    `${restriction(row.clientRestricted)}-client`,
    `integrity-${row.integrity}`,
    `privilege-${row.privilege}`,
    `level-${row.level}`,
  ].join('-');
}

function titleOf(row: Row, outcome: string): string {
  const restriction = (restricted: boolean): string => (restricted ? 'restricted' : 'unrestricted');
  const user = row.user === 'same' ? 'the same' : 'another';
  return [
    `${restriction(row.serverRestricted)} server with the privilege ${row.privilege}`,
    `${restriction(row.clientRestricted)} client of ${user} user`,
    `${row.integrity} integrity, level ${row.level}: ${outcome}`,
  ].join(', ');
}

function caseOf(row: Row, answer: Answer): SuiteCase {
  const actors = [
    aSession(),
    aClient('client', {
      impersonationLevel: row.level,
      userSid: row.user === 'same' ? USER : OTHER_USER,
      integrityLevel: INTEGRITY[row.integrity],
      ...(row.clientRestricted ? RESTRICTED : {}),
    }),
    // What this server may take is accepted where the row is refused.
    aClient('own', row.serverRestricted ? RESTRICTED : {}),
    ...asServer({
      ...PRIVILEGES[row.privilege],
      ...(row.serverRestricted ? RESTRICTED : {}),
    }),
  ];
  if (answer.kind === 'denied') {
    return aCase(slugOf(row), titleOf(row, 'refused'), [
      ...actors,
      effectiveToken('before'),
      query('was', 'before', 'STATISTICS'),
      judged('IM-008', impersonate('client')),
      effectiveToken('after'),
      asserts(
        'IM-009',
        query('is', 'after', 'STATISTICS'),
        is.equals('payload', ref('was.payload')),
      ),
    ]);
  }
  const { clauses, level, only } = answer;
  return aCase(
    slugOf(row),
    titleOf(row, `level ${level}`),
    [
      ...actors,
      asserts(clauses, impersonate('client'), is.returned),
      effectiveToken('after'),
      asserts(clauses, query('is', 'after', 'IMPERSONATION_LEVEL'), is.equals('decoded', level)),
    ],
    only === undefined ? {} : { only },
  );
}

export default defineSuite(
  'impersonate',
  'gates',
  ROWS.flatMap((row) => {
    const answer = answerTo(row);
    return answer === undefined ? [] : [caseOf(row, answer)];
  }),
);
