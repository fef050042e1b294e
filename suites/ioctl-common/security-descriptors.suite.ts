/** @module The SD of a token counts when a handle is opened, and not afterwards. */
import {
  adjustDefault,
  adjustSessionId,
  aSession,
  aToken,
  duplicateHandle,
  is,
  openSelf,
  query,
} from '../language/steps.js';
import { setTokenDacl, type AceSpec } from '../language/steps-access.js';
import { aCase, accepted, control, defineSuite, type SuiteStep } from '../language/suite.js';

const OWNER_RIGHTS = 'S-1-3-4';
const EVERYONE = 'S-1-1-0';
const SYSTEM = 'S-1-5-18';
const DENY = 1;

/** DACLs that give nobody the right to query. */
const TIGHT: readonly (readonly [string, string, readonly AceSpec[]])[] = [
  ['empty', 'an empty DACL', []],
  [
    'deny-everyone',
    'a DACL that denies everything to everyone',
    [{ sid: EVERYONE, mask: 0x000f01ff, type: DENY }],
  ],
  ['deny-system', 'a DACL that denies querying', [{ sid: SYSTEM, mask: 0x8, type: DENY }]],
  [
    'owner-rights',
    'a DACL that leaves the owner nothing',
    [{ sid: OWNER_RIGHTS, mask: 0x000f01ff, type: DENY }],
  ],
];

const refusedControl = (step: SuiteStep): SuiteStep => ({ ...step, expect: [{ is: is.refused }] });

export default defineSuite('ioctl-common', 'security-descriptors', [
  TIGHT.flatMap(([slug, what, dacl]) => [
    aCase(`minted-${slug}`, `${what} does not stop queries through the minting handle`, [
      aSession(),
      aToken(),
      setTokenDacl('t', dacl),
      accepted('IC-017', query('q', 't', 'USER')),
    ]),
    aCase(`own-${slug}`, `${what} stops opening, and not the handle that is open`, [
      control(openSelf('o')),
      setTokenDacl('o', dacl),
      refusedControl(openSelf('x')),
      accepted('IC-017', query('q', 'o', 'USER')),
    ]),
    aCase(`dup-${slug}`, `${what} does not stop a dup of the handle, made later`, [
      control(openSelf('o')),
      setTokenDacl('o', dacl),
      duplicateHandle('d', 'o'),
      accepted('IC-017', query('q', 'd', 'STATISTICS')),
    ]),
  ]),
  aCase(
    'adjust',
    'an empty DACL does not stop adjusting through the minting handle',
    [
      aSession(),
      aToken(),
      setTokenDacl('t', []),
      control(adjustDefault('t', {})),
      control(adjustSessionId('t', 5)),
      accepted('IC-017', query('q', 't', 'SESSION_ID')),
    ],
    { needs: ['adjust'] },
  ),
]);
