/** @module Supplementary GIDs: what getgroups shows after INSTALL, and odd lengths. */
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import { aSession, createToken, credentials, install, is, tokenSpec } from '../language/steps.js';
import { u32, WIDE, withBytes } from './bytes.js';

const GIDS: readonly (readonly [string, readonly number[]])[] = [
  ['one', [5]],
  ['two', [1000, 1001]],
  ['byte-order', [0x01020304]],
  ['large', [0x7fffffff, 0x80000000, 0xfffffffe]],
  ['above-16-bits', [0x10005, 5]],
  ['descending', [30, 20, 10]],
  ['thirty-two', Array.from({ length: 32 }, (_, n) => 2000 + n)],
  ['many', Array.from({ length: 1000 }, (_, n) => 70_000 + 3 * n)],
];

export default defineSuite('token-spec-variable', 'gids', [
  GIDS.map(([slug, gids]) =>
    aCase(`installed-${slug}`, `${gids.length} GIDs (${slug}) are the groups after INSTALL`, [
      aSession(),
      accepted('TV-029', createToken('t', tokenSpec({ supplementaryGids: [...gids] }))),
      control(install('t')),
      asserts('TV-029', credentials('c'), is.sameSet('groups', [...gids])),
    ]),
  ),
  aCase(
    'installed-typed',
    'GIDs typed as bytes are the groups after INSTALL',
    [
      aSession(),
      accepted('TV-029', createToken('t', withBytes('supplementaryGids', '05000000' + '04030201'))),
      control(install('t')),
      asserts('TV-029', credentials('c'), is.sameSet('groups', [5, 0x01020304])),
    ],
    { only: WIDE },
  ),
  [1, 2, 3, 5, 6, 7, 9, 10, 11, 13].map((length) =>
    aCase(
      `length-${length}`,
      `a GID section of ${length} bytes is refused`,
      [
        aSession(),
        accepted('TV-030', createToken('c', withBytes('supplementaryGids', u32(5)))),
        judged(
          'TV-030',
          createToken(
            't',
            withBytes(
              'supplementaryGids',
              u32(5)
                .repeat(4)
                .slice(0, 2 * length),
            ),
          ),
        ),
      ],
      { only: WIDE },
    ),
  ),
]);
