/** @module What running a file of lower integrity makes of the primary token (§4.3). */
import { aSession, aToken, is, openSelf, query, ref } from '../language/steps.js';
import { execFile, makeFile } from '../language/steps-files.js';
import { aCase, asserts, control, defineSuite } from '../language/suite.js';
import type { SuiteCase, SuiteStep } from '../language/suite.js';
import { install } from '../language/steps.js';

const LEVELS = [0, 4096, 8192, 12288, 16384] as const;
const MEDIUM = 8192;
const NEW_PROCESS_MIN = 2;
const NO_WRITE_UP = 1;

/** A file that everyone may run. */
function file(level: number | undefined): SuiteStep {
  return makeFile('f', {
    owner: 'S-1-5-18',
    group: 'S-1-5-18',
    dacl: [{ sid: 'S-1-1-0', mask: 0x001f01ff }],
    ...(level === undefined ? {} : { label: { level, policy: 1 } }),
  });
}

/** The worker goes on with a token of this integrity and policy, and runs the file. */
function running(
  level: number | undefined,
  integrityLevel: number,
  mandatoryPolicy: number,
): readonly SuiteStep[] {
  return [
    file(level),
    aSession(),
    aToken('t', { integrityLevel, mandatoryPolicy }),
    control(install('t')),
    control(openSelf('own')),
    control(query('before', 'own', 'STATISTICS')),
    control(execFile('f')),
    control(openSelf('after')),
  ];
}

const levelCase = (
  level: number | undefined,
  token: number,
  policy: number,
  result: number,
): SuiteCase =>
  aCase(
    `file-${level ?? 'none'}-token-${token}-policy-${policy}`,
    `a file ${level === undefined ? 'without label' : `at ${level}`}, a token at ${token}`,
    [
      running(level, token, policy),
      asserts(
        'TC-035',
        query('q', 'after', 'INTEGRITY_LEVEL'),
        is.equals('decoded', levelSid(result)),
      ),
    ],
  );

const levelSid = (level: number): string => `S-1-16-${level}`;

export default defineSuite('token-creation-effects', 'new-process-min', [
  [undefined, ...LEVELS].flatMap((level) =>
    LEVELS.flatMap((token) => [
      levelCase(level, token, NEW_PROCESS_MIN, Math.min(level ?? MEDIUM, token)),
      levelCase(level, token, NO_WRITE_UP, token),
    ]),
  ),
  [0, 3].map((policy) => levelCase(4096, 12288, policy, policy === 0 ? 12288 : 4096)),
  aCase('new-token', 'the lowered token is another one, and as modified as a copy', [
    running(4096, 12288, NEW_PROCESS_MIN),
    asserts(
      'TC-035',
      query('q', 'after', 'STATISTICS'),
      is.differsFrom('decoded.identity', ref('before.decoded.identity')),
    ),
  ]),
  aCase('same-token', 'a token that is not lowered stays the same', [
    running(12288, 12288, NEW_PROCESS_MIN),
    asserts(
      'TC-035',
      query('q', 'after', 'STATISTICS'),
      is.equals('payload', ref('before.payload')),
    ),
  ]),
  (['USER', 'GROUPS', 'PRIVILEGES', 'SOURCE', 'MANDATORY_POLICY', 'OWNER'] as const).map((name) =>
    aCase(`keeps-${name.toLowerCase()}`, `the lowered token keeps ${name}`, [
      file(0),
      aSession(),
      aToken('t', {
        integrityLevel: 12288,
        mandatoryPolicy: 3,
        privilegesPresent: '0xc',
        privilegesEnabled: '0x8',
        privilegesEnabledByDefault: '0x8',
      }),
      control(install('t')),
      control(openSelf('own')),
      control(query('old', 'own', name)),
      control(execFile('f')),
      control(openSelf('after')),
      asserts('TC-035', query('q', 'after', name), is.equals('payload', ref('old.payload'))),
    ]),
  ),
  aCase('twice', 'a second file lowers further, a third does not raise', [
    [
      ['low', 4096],
      ['untrusted', 0],
      ['high', 12288],
    ].map(([name, level]) =>
      makeFile(String(name), {
        owner: 'S-1-5-18',
        group: 'S-1-5-18',
        dacl: [{ sid: 'S-1-1-0', mask: 0x001f01ff }],
        label: { level: Number(level), policy: 1 },
      }),
    ),
    aSession(),
    aToken('t', { integrityLevel: 16384, mandatoryPolicy: 3 }),
    control(install('t')),
    ...[
      ['low', 4096],
      ['untrusted', 0],
      ['high', 0],
    ].flatMap(([name, level]) => [
      control(execFile(String(name))),
      control(openSelf(`own${name}`)),
      asserts(
        'TC-035',
        query(`q${name}`, `own${name}`, 'INTEGRITY_LEVEL'),
        is.equals('decoded', levelSid(Number(level))),
      ),
    ]),
  ]),
]);
