/** @module Impersonation is of one thread: siblings, new threads, children, new programs. */
import { aCase, asserts, control, defineSuite, type SuiteStep } from '../language/suite.js';
import { aSession, by, is, openSelf, OTHER_USER, query, ref, USER } from '../language/steps.js';
import {
  effectiveToken,
  exec,
  fork,
  impersonate,
  revert,
  startThread,
} from '../language/steps-impersonate.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { aClient, asServer, PRIVILEGES } from './servers.js';

const CLIENT = 'S-1-5-21-1111-2222-3333-1009';

/** A server that may impersonate everybody, two clients, and who it is before. */
function scene(level: number): readonly SuiteStep[] {
  return [
    aSession(),
    aClient('client', { userSid: CLIENT, impersonationLevel: level }),
    aClient('other', { userSid: OTHER_USER }),
    ...asServer(PRIVILEGES.enabled),
    effectiveToken('own'),
    control(query('was', 'own', 'STATISTICS')),
  ];
}

const SCENE = scene(2);

/** The actor's effective token is the token that `was` was asked of. */
function isServer(clause: ClauseId, actor: string, as = `${actor}-e`): readonly SuiteStep[] {
  return [
    by(actor, effectiveToken(as)),
    by(
      actor,
      asserts(
        clause,
        query(`${as}-is`, as, 'STATISTICS'),
        is.equals('decoded.identity', ref('was.decoded.identity')),
      ),
    ),
  ];
}

/** The actor's effective token is its primary token, which is of the server's user. */
function isItself(clause: ClauseId, actor: string): readonly SuiteStep[] {
  const [real, effective] = [`${actor}-real`, `${actor}-effective`];
  return [
    effectiveToken(effective),
    asserts(clause, query(`${actor}-user`, effective, 'USER'), is.equals('decoded', USER)),
    // Whoever still is the client may not open the primary token.
    control(openSelf(real, 0x0008, true)),
    control(query(`${real}-is`, real, 'STATISTICS')),
    asserts(
      clause,
      query(`${actor}-is`, effective, 'STATISTICS'),
      is.equals('decoded.identity', ref(`${real}-is.decoded.identity`)),
    ),
  ].map((step) => by(actor, step));
}

function hasUser(clause: ClauseId, actor: string, user: string, as: string): readonly SuiteStep[] {
  return [
    by(actor, effectiveToken(as)),
    by(actor, asserts(clause, query(`${as}-user`, as, 'USER'), is.equals('decoded', user))),
  ];
}

const LEVELS = [0, 1, 2, 3];

export default defineSuite('impersonate', 'threads', [
  aCase('sibling', 'a sibling keeps its identity while the main thread impersonates', [
    ...SCENE,
    startThread('x'),
    asserts('IM-002', impersonate('client'), is.returned),
    ...isServer('IM-002', 'x'),
  ]),
  aCase('main', 'the main thread keeps its identity while another impersonates', [
    ...SCENE,
    startThread('x'),
    by('x', asserts('IM-002', impersonate('client'), is.returned)),
    ...isServer('IM-002', 'w', 'main'),
    ...hasUser('IM-002', 'x', CLIENT, 'theirs'),
  ]),
  aCase('two-clients', 'two threads impersonate two clients, a third nobody', [
    ...SCENE,
    startThread('x'),
    startThread('y'),
    control(impersonate('client')),
    by('x', control(impersonate('other'))),
    ...hasUser('IM-002', 'w', CLIENT, 'first'),
    ...hasUser('IM-002', 'x', OTHER_USER, 'second'),
    ...isServer('IM-002', 'y'),
  ]),
  aCase('revert-of-one', 'a revert of one thread leaves the impersonation of another', [
    ...SCENE,
    startThread('x'),
    control(impersonate('client')),
    by('x', control(impersonate('other'))),
    by('x', control(revert())),
    ...hasUser('IM-002', 'w', CLIENT, 'first'),
    ...isServer('IM-002', 'x'),
  ]),
  LEVELS.map((level) =>
    aCase(`new-thread-level-${level}`, `a thread made under a level-${level} client is nobody’s`, [
      ...scene(level),
      control(impersonate('client')),
      startThread('x'),
      ...isServer('IM-028', 'x'),
    ]),
  ),
  aCase('new-thread-impersonates', 'a thread made while impersonating may impersonate by itself', [
    ...SCENE,
    control(impersonate('client')),
    startThread('x'),
    ...isServer('IM-028', 'x', 'before'),
    by('x', control(impersonate('other'))),
    by('x', control(revert())),
    ...isServer('IM-028', 'x', 'after'),
  ]),
  LEVELS.map((level) =>
    aCase(`child-level-${level}`, `a child forked under a level-${level} client is nobody’s`, [
      ...scene(level),
      control(impersonate('client')),
      fork('c'),
      ...isItself('IM-027', 'c'),
    ]),
  ),
  aCase('grandchild', 'nor is a grandchild, forked while the child impersonates', [
    ...SCENE,
    control(impersonate('client')),
    fork('c'),
    by('c', control(impersonate('other'))),
    by('c', fork('g')),
    ...isItself('IM-027', 'g'),
  ]),
  aCase('fork-of-a-thread', 'a child forked by an impersonating thread is nobody’s', [
    ...SCENE,
    startThread('x'),
    by('x', control(impersonate('client'))),
    by('x', fork('c')),
    ...isItself('IM-027', 'c'),
  ]),
  LEVELS.map((level) =>
    aCase(`exec-level-${level}`, `a program started under a level-${level} client is nobody’s`, [
      ...scene(level),
      control(impersonate('client')),
      exec(),
      ...isItself('IM-026', 'w'),
    ]),
  ),
  aCase('exec-in-child', 'nor is a program started by an impersonating child', [
    ...SCENE,
    fork('c'),
    by('c', control(impersonate('client'))),
    by('c', exec()),
    ...isItself('IM-026', 'c'),
  ]),
]);
