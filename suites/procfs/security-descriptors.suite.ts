/** @module Who may open the nodes of a process is written in its SD; one's own are always open. */
import { aSession, aToken, by, install, spawn, USER } from '../language/steps.js';
import { setProcessDacl, type AceSpec } from '../language/steps-access.js';
import { openPath, processNode, threadNode } from '../language/steps-inspect.js';
import {
  aCase,
  accepted,
  control,
  defineSuite,
  judged,
  type SuiteStep,
} from '../language/suite.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';

const SYSTEM = 'S-1-5-18';
const EVERYONE = 'S-1-1-0';
const OWNER_RIGHTS = 'S-1-3-4';
const DENY = 1;
const QUERY_INFORMATION = 0x0400;
const EVERYTHING = 0x000e1e73;

const system: AceSpec = { sid: SYSTEM, mask: EVERYTHING };
const user = (mask: number, type = 0): AceSpec => ({ sid: USER, mask, type });

/** DACLs that give the user PROCESS_QUERY_INFORMATION. */
const GRANTS: readonly (readonly [string, readonly AceSpec[]])[] = [
  ['to-the-user', [system, user(QUERY_INFORMATION)]],
  ['to-everyone', [system, { sid: EVERYONE, mask: QUERY_INFORMATION }]],
  ['in-generic-read', [system, user(0x80000000)]],
  ['in-generic-all', [user(0x10000000)]],
  ['with-a-later-deny', [system, user(QUERY_INFORMATION), user(QUERY_INFORMATION, DENY)]],
];

/** DACLs that do not. */
const NO_GRANTS: readonly (readonly [string, readonly AceSpec[]])[] = [
  ['empty', []],
  ['system-only', [system]],
  ['all-but-query', [system, user(EVERYTHING & ~QUERY_INFORMATION)]],
  ['query-limited', [system, { sid: EVERYONE, mask: 0x1000 }]],
  ['denied', [system, user(QUERY_INFORMATION, DENY), user(EVERYTHING)]],
  ['denied-as-everyone', [{ sid: EVERYONE, mask: EVERYTHING, type: DENY }, user(EVERYTHING)]],
  ['another-user', [system, { sid: 'S-1-5-21-1111-2222-3333-1002', mask: EVERYTHING }]],
];

type Path = Parameters<typeof openPath>[1];
const NODES: readonly (readonly [string, ClauseId, Path])[] = [
  ['process', 'PF-021', processNode('p')],
  ['thread', 'PF-034', threadNode('p')],
];

/** The worker becomes the user, without any privilege; `p` stays SYSTEM. */
const asUser: readonly SuiteStep[] = [spawn('p'), aSession(), aToken('i'), control(install('i'))];

const dacl = (aces: readonly AceSpec[]): SuiteStep => by('p', setProcessDacl('p', aces));

export default defineSuite('procfs', 'security-descriptors', [
  NODES.flatMap(([node, clause, path]) =>
    NO_GRANTS.map(([name, aces]) =>
      aCase(
        `${node}-${name}`,
        `the ${node} node stays closed under an SD without a grant (${name})`,
        [
          asUser,
          dacl([system, user(EVERYTHING)]),
          accepted(clause, openPath('open', path)),
          dacl(aces),
          judged(clause, openPath('closed', path)),
        ],
      ),
    ),
  ),
  GRANTS.map(([name, aces]) =>
    aCase(`granted-${name}`, `PROCESS_QUERY_INFORMATION ${name} opens the node`, [
      asUser,
      dacl(aces),
      judged('PF-022', openPath('open', processNode('p'))),
    ]),
  ),
  [
    ['system', [system]],
    ['administrators', [{ sid: 'S-1-5-32-544', mask: EVERYTHING }]],
    ['everyone', [{ sid: EVERYONE, mask: EVERYTHING }]],
  ].map(([name, aces]) =>
    aCase(
      `unprotected-${String(name)}`,
      `a grant to ${String(name)} opens an unprotected process`,
      [
        spawn('p'),
        dacl(aces as readonly AceSpec[]),
        judged('PF-024', openPath('open', processNode('p'))),
      ],
    ),
  ),
  [
    ['empty', []],
    ['deny-everyone', [{ sid: EVERYONE, mask: EVERYTHING, type: DENY }]],
    ['deny-owner', [{ sid: OWNER_RIGHTS, mask: EVERYTHING, type: DENY }]],
  ].flatMap(([name, aces]) => [
    aCase(
      `own-${String(name)}`,
      `the own node opens under an SD without a grant (${String(name)})`,
      [
        setProcessDacl('w', aces as readonly AceSpec[]),
        judged('PF-026', openPath('open', '/proc/self/token')),
      ],
    ),
    aCase(
      `own-of-a-user-${String(name)}`,
      `the own node opens for a user without privileges, without a grant (${String(name)})`,
      [
        asUser,
        by('p', setProcessDacl('w', aces as readonly AceSpec[])),
        judged('PF-026', openPath('open', '/proc/self/token')),
      ],
      { needs: ['sessions', 'tokens', 'install', 'processes'] },
    ),
    aCase(
      `own-by-pid-${String(name)}`,
      `the own node opens by its number, too, without a grant (${String(name)})`,
      [
        asUser,
        by('p', setProcessDacl('w', aces as readonly AceSpec[])),
        judged('PF-026', openPath('open', processNode('w'))),
      ],
      { needs: ['sessions', 'tokens', 'install', 'processes'] },
    ),
  ]),
]);
