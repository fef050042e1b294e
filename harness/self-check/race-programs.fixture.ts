/** @module Programs in which two processes work on one token, or one session, at the same time. */
import { QUERY_CLASS, TOKEN_RIGHT } from '../../reference/abi/numbers.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { Wire } from '../../reference/wire/wire.js';
import type { CompiledCase } from '../../suites/language/compile.js';
import { encodeTemplate } from '../../suites/language/encode-template.js';
import { ref, sessionSpec, tokenSpec, utf8 } from '../../suites/language/steps.js';
import type { CallStep, ParallelStep, Step } from '../program/program.js';

/** The privileges that the token has and that are switched on and off. */
const PRIVILEGES = [2, 3] as const;
const OFF = 0;
const ON = 2;
const REPEAT = 12;
const RIGHTS = TOKEN_RIGHT.QUERY | TOKEN_RIGHT.ADJUST_PRIVILEGES | TOKEN_RIGHT.ADJUST_GROUPS;

/** `w1` with a primary token of its own making, and `w2`; `a` and `b` are handles of that token. */
function twoOnOneToken(wire: Wire): readonly CallStep[] {
  const spec = tokenSpec({
    privilegesPresent: '0xc',
    privilegesEnabled: '0xc',
    privilegesEnabledByDefault: '0xc',
    groups: [
      { sid: 'S-1-22-2-5001', attributes: 6 },
      { sid: 'S-1-22-2-5002', attributes: 6 },
    ],
  });
  const pid = ref('w1.pid');
  return [
    ...spawned('w1', 'w2'),
    must({
      as: 's',
      actor: 'w1',
      op: 'kacs_create_session',
      args: { spec: encodeTemplate(wire, sessionSpec()) },
    }),
    must({
      as: 'a',
      actor: 'w1',
      op: 'kacs_create_token',
      args: { spec: encodeTemplate(wire, spec) },
    }),
    must({ actor: 'w1', op: 'KACS_IOC_INSTALL', args: { token: ref('a.handle') } }),
    must({
      as: 'b',
      actor: 'w2',
      op: 'kacs_open_process_token',
      args: { pid, accessMask: RIGHTS },
    }),
  ];
}

function spawned(...names: readonly string[]): readonly CallStep[] {
  return names.map((as) =>
    must({ as, actor: 'init', op: 'world.spawn', args: { identity: 'own' } }),
  );
}

/** The case cannot run without it. */
function must(step: CallStep): CallStep {
  return { ...step, expect: [{ is: { kind: 'returned' } }] };
}

function privileges(actor: string, token: string, attributes: number): CallStep {
  const entries = PRIVILEGES.map((luid) => ({ luid, attributes }));
  const args = { token: ref(`${token}.handle`), entries };
  return must({ actor, op: 'KACS_IOC_ADJUST_PRIVS', args });
}

function groups(actor: string, token: string, enable: number): CallStep {
  const entries = [0, 1].map((index) => ({ index, enable }));
  const args = { token: ref(`${token}.handle`), entries };
  return must({ actor, op: 'KACS_IOC_ADJUST_GROUPS', args });
}

function query(actor: string, token: string, number: number): CallStep {
  const args = { token: ref(`${token}.handle`), class: number, capacity: 4096 };
  return must({ actor, op: 'KACS_IOC_QUERY', args });
}

function exits(...actors: readonly string[]): readonly CallStep[] {
  return actors.map((actor) => must({ actor, op: 'world.exit', args: {} }));
}

function destroyed(...sessions: readonly string[]): readonly CallStep[] {
  return sessions.map((as) => ({
    actor: 'init',
    op: 'kacs_destroy_empty_session',
    args: { id: ref(`${as}.id`) },
    note: 'teardown',
  }));
}

function raceCase(slug: string, clause: ClauseId, steps: readonly Step[]): CompiledCase {
  const id = `self-check/races/${slug}`;
  const needs = ['adjust', 'install', 'processes', 'query', 'sessions', 'tokens'];
  const program = { id, title: slug, needs, steps };
  return { id, title: slug, area: 'self-check', clauses: [clause], program };
}

function adjustAgainstQuery(wire: Wire): CompiledCase {
  const own = query('w1', 'a', QUERY_CLASS.PRIVILEGES);
  const look = query('w2', 'b', QUERY_CLASS.PRIVILEGES);
  const block: ParallelStep = {
    par: [
      [privileges('w1', 'a', OFF), own, privileges('w1', 'a', ON), own],
      [look, look, look],
    ],
    repeat: REPEAT,
    linearizable: { clause: 'AP-004' },
  };
  const steps = [...twoOnOneToken(wire), block, ...exits('w2', 'w1'), ...destroyed('s')];
  return raceCase('adjust-against-query', 'AP-004', steps);
}

function groupsAgainstGroups(wire: Wire): CompiledCase {
  const block: ParallelStep = {
    par: [
      [groups('w1', 'a', 0), query('w1', 'a', QUERY_CLASS.GROUPS)],
      [groups('w2', 'b', 1), query('w2', 'b', QUERY_CLASS.GROUPS)],
    ],
    repeat: REPEAT,
    linearizable: { clause: 'AG-022' },
  };
  const last: ParallelStep = {
    par: [[query('w2', 'b', QUERY_CLASS.GROUPS)]],
    linearizable: { clause: 'AG-022' },
  };
  const steps = [...twoOnOneToken(wire), block, last, ...exits('w2', 'w1'), ...destroyed('s')];
  return raceCase('groups-against-groups', 'AG-022', steps);
}

/** Either the session goes first and the token is refused, or the token keeps the session. */
function destroyAgainstCreate(wire: Wire): CompiledCase {
  const names = Array.from({ length: REPEAT }, (_, n) => `s${n}`);
  const rounds = names.flatMap((name): Step[] => {
    const session = sessionSpec({ authPackage: utf8('race') });
    const token = tokenSpec({ sessionId: ref(`${name}.id`) });
    const create = encodeTemplate(wire, session);
    const destroy = {
      actor: 'w1',
      op: 'kacs_destroy_empty_session',
      args: { id: ref(`${name}.id`) },
    };
    const mint = {
      actor: 'w2',
      op: 'kacs_create_token',
      args: { spec: encodeTemplate(wire, token) },
    };
    return [
      must({ as: name, actor: 'w1', op: 'kacs_create_session', args: { spec: create } }),
      { par: [[destroy], [mint]], linearizable: { clause: 'SE-008' } },
    ];
  });
  const steps = [...spawned('w1', 'w2'), ...rounds, ...exits('w2', 'w1'), ...destroyed(...names)];
  return raceCase('destroy-against-create', 'SE-008', steps);
}

/** All of them, with the bytes of a profile. @internal */
export function racePrograms(wire: Wire): readonly CompiledCase[] {
  return [adjustAgainstQuery(wire), groupsAgainstGroups(wire), destroyAgainstCreate(wire)];
}
