/** @module The command line of logonse: subcommands, usage errors, JSON, exit status. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { aCase, asserts, control, defineSuite, type SuiteArgument } from '../language/suite.js';
import { aSession, is, ref, spawn } from '../language/steps.js';
import { destroyPrinted, run, SPEC_FILE } from './steps.js';

const OK = is.equals('status', 0);
const FAILED = is.equals('status', 1);

/** Bad invocations, each with the clause that speaks of it. */
const USAGE_ERRORS: readonly (readonly [string, readonly SuiteArgument[], ClauseId])[] = [
  ['none', [], 'CLI-003'],
  ['only-json', ['--json'], 'CLI-003'],
  ['frobnicate', ['frobnicate'], 'CLI-009'],
  ['upper-case', ['LIST'], 'CLI-009'],
  ['abbreviated', ['lis'], 'CLI-009'],
  ['empty-word', [''], 'CLI-009'],
  ['show-without-id', ['show'], 'CLI-020'],
  ['create-without-spec', ['create'], 'CLI-038'],
  ['destroy-without-id', ['destroy'], 'CLI-045'],
  ['show-id-not-a-number', ['show', 'abc'], 'CLI-063'],
  ['destroy-id-not-a-number', ['destroy', 'abc'], 'CLI-063'],
  ['destroy-id-above-64-bits', ['destroy', '99999999999999999999999'], 'CLI-063'],
  ['psb-mask-not-a-number', ['psb', '--pid', '1', '--mitigations', 'zz'], 'CLI-052'],
];

/** Operations that must fail. */
const FAILURES: readonly (readonly [string, readonly SuiteArgument[], ClauseId])[] = [
  ['destroy-unknown', ['destroy', '999999999'], 'CLI-044'],
  ['destroy-unknown-high', ['destroy', '18446744073709551615'], 'CLI-044'],
  ['create-missing-file', ['create', '/nonexistent/spec.bin'], 'CLI-037'],
  ['psb-missing-process', ['psb', '--pid', '4194304', '--mitigations', '0x20'], 'CLI-051'],
];

export default defineSuite('logonse-cli', 'subcommands', [
  aCase('list', 'list is a subcommand', [
    asserts(['CLI-001', 'CLI-004', 'CLI-062'], run('r', ['list']), OK),
  ]),
  aCase('show', 'show takes an id that list prints', [
    aSession(),
    control(run('l', ['list'])),
    asserts(['CLI-005', 'CLI-019'], run('r', ['show', ref('l.printedText')]), OK),
  ]),
  aCase('create', 'create is a subcommand', [
    asserts('CLI-006', run('r', ['create', SPEC_FILE]), OK),
    destroyPrinted('r'),
  ]),
  aCase('destroy', 'destroy is a subcommand', [
    aSession(),
    asserts('CLI-007', run('r', ['destroy', ref('s.idText')]), OK),
  ]),
  aCase('psb', 'psb is a subcommand', [
    spawn('p'),
    asserts(
      ['CLI-008', 'CLI-049'],
      run('r', ['psb', '--pid', ref('p.pidText'), '--mitigations', '0x20']),
      OK,
    ),
  ]),
  aCase('all-five', 'each subcommand with good arguments succeeds', [
    spawn('p'),
    aSession(),
    asserts('CLI-002', run('list', ['list']), OK),
    asserts('CLI-002', run('show', ['show', '0']), is.oneOf('status', [0, 1])),
    asserts('CLI-002', run('create', ['create', SPEC_FILE]), OK),
    asserts('CLI-002', run('destroy', ['destroy', ref('s.idText')]), OK),
    asserts(
      'CLI-002',
      run('psb', ['psb', '--pid', ref('p.pidText'), '--mitigations', '0x100']),
      OK,
    ),
    destroyPrinted('create'),
  ]),
  USAGE_ERRORS.map(([slug, words, clause]) =>
    aCase(`usage-${slug}`, `a usage error (${slug}) exits with 1`, [
      asserts(clause, control(run('ok', ['list'])), OK),
      asserts(
        [clause, ...(clause === 'CLI-063' ? [] : ['CLI-063' as const])],
        run('r', words),
        FAILED,
      ),
    ]),
  ),
  FAILURES.map(([slug, words, clause]) =>
    aCase(`failure-${slug}`, `an operation that fails (${slug}) exits with 1`, [
      asserts([clause, 'CLI-064'], run('r', words), FAILED),
    ]),
  ),
  [...USAGE_ERRORS, ...FAILURES].map(([slug, words]) =>
    aCase(`status-${slug}`, `no exit status but 0 and 1 (${slug})`, [
      asserts('CLI-065', run('r', words), is.oneOf('status', [0, 1])),
    ]),
  ),
  aCase('json-list', 'list prints JSON on demand', [
    asserts(['CLI-056'], run('r', ['list', '--json']), OK),
    asserts(
      ['CLI-055', 'CLI-056'],
      run('again', ['list', '--json']),
      is.equals('printed.isJson', true),
    ),
  ]),
  aCase('json-before', '--json may stand before the subcommand', [
    asserts('CLI-055', run('r', ['list', '--json']), is.equals('printed.isJson', true)),
  ]),
  aCase('json-show', 'show prints JSON on demand', [
    control(run('l', ['list'])),
    asserts('CLI-057', run('r', ['show', ref('l.printedText'), '--json']), OK),
    asserts(
      'CLI-057',
      run('again', ['show', ref('l.printedText'), '--json']),
      is.equals('printed.isJson', true),
    ),
  ]),
  aCase('json-create', 'create prints the id in JSON on demand', [
    asserts(
      'CLI-058',
      run('r', ['create', SPEC_FILE, '--json']),
      is.equals('printed.isJson', true),
    ),
    asserts(
      'CLI-058',
      { op: 'kacs_destroy_empty_session', args: { id: ref('r.printedId') } },
      is.returned,
    ),
  ]),
  aCase('json-destroy', 'destroy accepts --json', [
    aSession(),
    asserts('CLI-059', run('r', ['destroy', ref('s.idText'), '--json']), OK),
    aSession('s2'),
    asserts(
      'CLI-059',
      run('again', ['destroy', ref('s2.idText'), '--json']),
      is.matches('printed.text', '^(?:\\s*|\\s*[\\[{"].*\\s*)$'),
    ),
  ]),
  aCase('json-psb', 'psb accepts --json', [
    spawn('p'),
    asserts(
      'CLI-060',
      run('r', ['psb', '--pid', ref('p.pidText'), '--mitigations', '0x100', '--json']),
      OK,
    ),
    asserts(
      'CLI-060',
      run('again', ['psb', '--pid', ref('p.pidText'), '--mitigations', '0x100', '--json']),
      is.matches('printed.text', '^(?:\\s*|\\s*[\\[{"].*\\s*)$'),
    ),
  ]),
  aCase('psb-missing-flags', 'psb without one of its flags', [
    asserts('CLI-053', run('r', ['psb', '--pid', '1']), { kind: 'recorded' }),
    asserts('CLI-053', run('q', ['psb', '--mitigations', '0x20']), { kind: 'recorded' }),
  ]),
]);
