/** @module logonse on sessions: what it lists, creates and destroys. */
import { aCase, asserts, control, defineSuite, type SuiteStep } from '../language/suite.js';
import {
  aSession,
  aToken,
  by,
  createSession,
  install,
  is,
  openSelf,
  query,
  ref,
  sessionSpec,
  spawn,
} from '../language/steps.js';
import { edit } from '../language/template.js';
import { destroyPrinted, helperInSession, run, SPEC_FILE } from './steps.js';

/** Reads the listing of the kernel: the witness of what the command did. */
function listing(as: string): readonly SuiteStep[] {
  return [
    control({
      as: `${as}Open`,
      op: 'world.open',
      args: { path: '/sys/kernel/security/kacs/sessions' },
    }),
    control({ as, op: 'world.read', args: { handle: ref(`${as}Open.handle`) } }),
  ];
}

/** The same read, with an assertion. */
function listed(
  as: string,
  clause: Parameters<typeof asserts>[0],
  matcher: Parameters<typeof asserts>[2],
) {
  const [open, read] = listing(as);
  if (open === undefined || read === undefined) throw new Error('two steps');
  return [open, asserts(clause, read, matcher)];
}

export default defineSuite('logonse-cli', 'sessions', [
  aCase('own-session', 'list shows the session of the own process, in decimal', [
    openSelf('o'),
    control(query('q', 'o', 'STATISTICS')),
    asserts(
      ['CLI-011', 'CLI-015'],
      run('r', ['list']),
      is.contains('printed.numbers', ref('q.decoded.sessionId')),
    ),
  ]),
  aCase('helper-listed', 'list shows a helper under its session', [
    ...helperInSession('p', 's'),
    asserts(
      ['CLI-011', 'CLI-012', 'CLI-015'],
      run('r', ['list']),
      is.contains('printed.numbers', ref('s.id')),
    ),
    asserts('CLI-012', run('again', ['list']), is.contains('printed.numbers', ref('p.pid'))),
  ]),
  aCase('row-format', 'a human row names the session and its pids', [
    asserts('CLI-013', run('r', ['list']), { kind: 'recorded' }),
    asserts('CLI-014', run('q', ['list']), { kind: 'recorded' }),
    asserts('CLI-016', run('b', ['list']), { kind: 'recorded' }),
  ]),
  aCase('show-pids', 'show prints the processes of its session and of no other', [
    ...helperInSession('p', 's'),
    ...helperInSession('q', 'other'),
    asserts(
      'CLI-017',
      run('r', ['show', ref('s.idText')]),
      is.contains('printed.numbers', ref('p.pid')),
    ),
    asserts(
      'CLI-018',
      run('again', ['show', ref('s.idText')]),
      is.absent('printed.numbers', ref('q.pid')),
    ),
    asserts(
      'CLI-017',
      run('json', ['show', ref('s.idText'), '--json']),
      is.contains('printed.numbers', ref('p.pid')),
    ),
  ]),
  aCase('walk', 'the walk over processes is best effort', [
    aSession(),
    aToken(),
    asserts('CLI-022', run('l', ['list']), { kind: 'recorded' }),
    asserts('CLI-023', run('r', ['show', ref('s.idText')]), { kind: 'recorded' }),
    asserts('CLI-025', run('q', ['list']), { kind: 'recorded' }),
  ]),
  aCase('moving', 'a snapshot under change', [
    spawn('p'),
    control(by('p', { op: 'world.exit', args: {} })),
    asserts('CLI-026', run('r', ['list']), { kind: 'recorded' }),
    asserts('CLI-061', run('j', ['list', '--json']), { kind: 'recorded' }),
  ]),
  aCase('create-from-file', 'create makes a session out of a file, as the bytes say', [
    control(run('r', ['create', SPEC_FILE])),
    ...listed(
      'l',
      ['CLI-028', 'CLI-029', 'CLI-033'],
      is.contains('listing.numbers.session_id', ref('r.printedId')),
    ),
    destroyPrinted('r'),
  ]),
  aCase('create-from-stdin', 'a dash reads the spec from standard input', [
    control(run('r', ['create', '-'], { stdin: sessionSpec() })),
    ...listed('l', 'CLI-030', is.contains('listing.numbers.session_id', ref('r.printedId'))),
    destroyPrinted('r'),
  ]),
  aCase('bytes-unmodified', 'the bytes of the file are those of the session', [
    control(run('r', ['create', '-'], { stdin: sessionSpec({ authPackage: '4b0a20c3bc' }) })),
    ...listed('l', 'CLI-031', is.contains('listing.fields.auth_package', '4b0a20c3bc')),
    destroyPrinted('r'),
  ]),
  aCase('prints-id', 'create prints a decimal number', [
    asserts(
      'CLI-032',
      run('r', ['create', SPEC_FILE]),
      is.matches('printed.text', '(?:^|[^0-9A-Za-z])[0-9]+(?:$|[^0-9A-Za-z])'),
    ),
    destroyPrinted('r'),
  ]),
  aCase('two-ids', 'two creates print two ids', [
    control(run('a', ['create', SPEC_FILE])),
    asserts(
      'CLI-035',
      run('b', ['create', SPEC_FILE]),
      is.absent('printed.numbers', ref('a.printedId')),
    ),
    destroyPrinted('a'),
    destroyPrinted('b'),
  ]),
  aCase('create-without-privilege', 'create fails for a caller without SeTcb', [
    asserts('CLI-034', run('ok', ['create', SPEC_FILE]), is.equals('status', 0)),
    destroyPrinted('ok'),
    spawn('p'),
    by('p', aSession('ps')),
    by('p', aToken('weak', { sessionId: ref('ps.id') })),
    control(by('p', install('weak', 'weakened'))),
    asserts('CLI-034', by('p', run('r', ['create', SPEC_FILE])), is.equals('status', 1)),
  ]),
  aCase('create-truncated', 'a truncated spec fails', [
    asserts(
      'CLI-036',
      run('r', ['create', '-'], { stdin: sessionSpec({}, edit.cut(1)) }),
      is.equals('status', 1),
    ),
  ]),
  aCase('create-bad-type', 'a spec with an unknown logon type fails', [
    asserts(
      'CLI-036',
      run('r', ['create', '-'], { stdin: sessionSpec({}, edit.put(0, 1, 7)) }),
      is.equals('status', 1),
    ),
  ]),
  aCase('create-empty-stdin', 'empty standard input fails', [
    asserts('CLI-039', run('r', ['create', '-'], { stdin: '' }), is.equals('status', 1)),
  ]),
  aCase('destroy-removes', 'destroy removes the session', [
    aSession(),
    control(run('r', ['destroy', ref('s.idText')])),
    ...listed('l', 'CLI-040', is.absent('listing.numbers.session_id', ref('s.id'))),
  ]),
  aCase('destroy-in-use', 'destroy of a session with a token fails and leaves it', [
    aSession(),
    aToken(),
    asserts('CLI-041', run('r', ['destroy', ref('s.idText')]), is.equals('status', 1)),
    ...listed('l', 'CLI-042', is.contains('listing.numbers.session_id', ref('s.id'))),
  ]),
  aCase('destroy-after-close', 'after the last close the session goes', [
    aSession(),
    aToken(),
    control({ op: 'world.close', args: { handle: ref('t.handle') } }),
    control(run('r', ['destroy', ref('s.idText')])),
    ...listed('l', 'CLI-043', is.absent('listing.numbers.session_id', ref('s.id'))),
  ]),
  aCase('destroy-one-of-two', 'destroy leaves other sessions alone', [
    aSession(),
    createSession('other'),
    control(run('r', ['destroy', ref('s.idText')])),
    ...listed('l', 'CLI-040', is.contains('listing.numbers.session_id', ref('other.id'))),
  ]),
]);
