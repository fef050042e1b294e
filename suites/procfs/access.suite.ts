/** @module Who may open the token nodes: the process itself, and others by its default SD. */
import { becoming, impersonatingAt, PRIMARY_IDENTITIES } from '../language/identities.js';
import { aSession, aToken, by, install, OTHER_USER, spawn } from '../language/steps.js';
import { openPath, processNode, threadNode } from '../language/steps-inspect.js';
import { aCase, accepted, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';

const ADMINISTRATORS = 'S-1-5-32-544';
const EVERYONE = { sid: 'S-1-1-0', attributes: 0x7 };

const PATHS = [
  ['self', '/proc/self/token'],
  ['by-pid', processNode('w')],
] as const;

/** A process of an ordinary user, which has the session `s` for its token. */
const TARGET: readonly SuiteStep[] = [
  spawn('p'),
  aSession(),
  by('p', aToken('theirs')),
  by('p', control(install('theirs'))),
];

const NODES = [
  ['process', processNode('p')],
  ['thread', threadNode('p')],
] as const;

/** The process runs as another user: what stands in its token besides gives no right. */
const OTHERS: readonly (readonly [name: string, token: SuiteStep])[] = [
  ['ordinary', aToken('t', { userSid: OTHER_USER })],
  ['high-integrity', aToken('t', { userSid: OTHER_USER, integrityLevel: 16384 })],
  [
    'every-privilege-but-debug',
    aToken('t', {
      userSid: OTHER_USER,
      privilegesPresent: '0xc000000fffeffffc',
      privilegesEnabled: '0xc000000fffeffffc',
      privilegesEnabledByDefault: '0xc000000fffeffffc',
    }),
  ],
  [
    'administrators-deny-only',
    aToken('t', {
      userSid: OTHER_USER,
      groups: [EVERYONE, { sid: ADMINISTRATORS, attributes: 0x10 }],
    }),
  ],
  [
    'administrators-disabled',
    aToken('t', {
      userSid: OTHER_USER,
      groups: [EVERYONE, { sid: ADMINISTRATORS, attributes: 0 }],
    }),
  ],
];

export default defineSuite('procfs', 'access', [
  PATHS.flatMap(([name, path]) => [
    PRIMARY_IDENTITIES.map(([identity, token]) =>
      aCase(`own-${name}-${identity}`, `a process opens its own node (${name}): ${identity}`, [
        becoming(token),
        judged('PF-025', openPath('h', path)),
      ]),
    ),
    [0, 1, 2, 3].map((level) =>
      aCase(`own-${name}-level-${level}`, `and while it impersonates at level ${level} (${name})`, [
        impersonatingAt(level),
        judged('PF-025', openPath('h', path)),
      ]),
    ),
  ]).flat(),
  NODES.flatMap(([name, node]) => [
    aCase(`${name}-own-user`, `a process of the same user opens the ${name} node`, [
      TARGET,
      aToken('t'),
      control(install('t')),
      judged('PF-036', openPath('h', node)),
    ]),
    OTHERS.map(([who, token]) =>
      aCase(`${name}-other-user-${who}`, `another user does not open the ${name} node: ${who}`, [
        TARGET,
        token,
        accepted('PF-037', openPath('c', node)),
        control(install('t')),
        judged('PF-037', openPath('h', node)),
      ]),
    ),
    [0x7, 0xf, 0x6].map((attributes) =>
      aCase(
        `${name}-administrator-${attributes}`,
        `an Administrator (attributes ${attributes}) opens the ${name} node`,
        [
          TARGET,
          aToken('t', {
            userSid: OTHER_USER,
            groups: [EVERYONE, { sid: ADMINISTRATORS, attributes }],
          }),
          control(install('t')),
          judged('PF-039', openPath('h', node)),
        ],
      ),
    ),
    aCase(`${name}-system`, `SYSTEM opens the ${name} node of a process of another user`, [
      TARGET,
      judged('PF-040', openPath('h', node)),
    ]),
    aCase(`${name}-bare-system`, `the user SYSTEM does without privileges and groups (${name})`, [
      TARGET,
      aToken('t', { userSid: 'S-1-5-18', groups: [] }),
      control(install('t')),
      judged('PF-040', openPath('h', node)),
    ]),
  ]).flat(),
]);
