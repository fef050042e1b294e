/** @module ADJUST_PRIVS: the reset entry (ruling R72: the header may refuse it). */
import { accepted, aCase, asserts, control, defineSuite } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';
import { adjustPrivileges, is, query, ref } from '../language/steps.js';
import {
  DISABLE,
  ENABLE,
  EVERY_PRIVILEGE,
  hex,
  maskOf,
  PRIVILEGES,
  REMOVE,
  RESET,
  tokenWith,
} from './privileges.js';

const ALL = EVERY_PRIVILEGE;
/** Enabled at creation, hence by default. */
const DEFAULTS: readonly bigint[] = [
  0n,
  ALL,
  maskOf(2),
  maskOf(63),
  maskOf(3, 7, 31, 32, 62),
  ALL & ~maskOf(2, 35, 63),
];

const reset: SuiteStep = adjustPrivileges('t', [{ luid: 0, attributes: RESET }], {}, 'reset');

/** The reset works; where the header may refuse it, both are admissible. */
const resetJudged: SuiteStep = asserts(
  'AP-019',
  asserts('AP-019', reset, is.returned, { R72: 'works' }),
  { kind: 'either' },
  { R72: 'either' },
);

/** The enabled mask behind the reset: the default, or that of before if it was refused. */
function enabledAfter(byDefault: bigint, before: bigint): readonly SuiteStep[] {
  return [
    {
      ...asserts(
        'AP-019',
        query('after', 't', 'PRIVILEGES'),
        is.equals('decoded.enabled', hex(byDefault)),
      ),
      onlyIf: { step: 'reset', ended: 'returned' },
    },
    {
      ...asserts(
        'AP-019',
        query('kept', 't', 'PRIVILEGES'),
        is.equals('decoded.enabled', hex(before)),
        { R72: 'either' },
      ),
      onlyIf: { step: 'reset', ended: 'refused' },
    },
  ];
}

export default defineSuite('adjust-privs', 'reset', [
  DEFAULTS.flatMap((byDefault) => [
    aCase(`from-enabled-${byDefault.toString(16)}`, `a reset with all enabled: ${hex(byDefault)}`, [
      tokenWith(ALL, byDefault),
      control(
        adjustPrivileges(
          't',
          PRIVILEGES.map((luid) => ({ luid, attributes: ENABLE })),
        ),
      ),
      resetJudged,
      enabledAfter(byDefault, ALL),
    ]),
    aCase(
      `from-disabled-${byDefault.toString(16)}`,
      `a reset with none enabled: ${hex(byDefault)}`,
      [
        tokenWith(ALL, byDefault),
        control(
          adjustPrivileges(
            't',
            PRIVILEGES.map((luid) => ({ luid, attributes: DISABLE })),
          ),
        ),
        resetJudged,
        enabledAfter(byDefault, 0n),
      ],
    ),
  ]),
  aCase('without-change', 'a reset of an unchanged token leaves the enabled mask as it is', [
    tokenWith(ALL, maskOf(3, 63)),
    resetJudged,
    enabledAfter(maskOf(3, 63), maskOf(3, 63)),
  ]),
  PRIVILEGES.map((bit) =>
    aCase(`removed-${bit}`, `a reset does not bring back the removed privilege ${bit}`, [
      tokenWith(ALL, ALL),
      accepted('AP-021', adjustPrivileges('t', [{ luid: bit, attributes: REMOVE }])),
      reset,
      asserts(
        'AP-021',
        asserts(
          'AP-021',
          query('q', 't', 'PRIVILEGES'),
          is.bits('decoded.present', hex(maskOf(bit)), 0),
        ),
        is.bits('decoded.enabled', hex(maskOf(bit)), 0),
      ),
    ]),
  ),
  aCase(
    'modified-id',
    'a reset that changes something raises the modification id',
    [
      tokenWith(ALL, maskOf(3)),
      control(adjustPrivileges('t', [{ luid: 3, attributes: DISABLE }])),
      control(query('before', 't', 'STATISTICS')),
      accepted('AP-007', reset),
      asserts(
        'AP-007',
        query('q', 't', 'STATISTICS'),
        is.greaterThan('decoded.modifiedId', ref('before.decoded.modifiedId')),
      ),
    ],
    { only: { R72: 'works' } },
  ),
  aCase(
    'previous',
    'a reset reports the enabled mask from before',
    [
      tokenWith(ALL, maskOf(3)),
      control(adjustPrivileges('t', [{ luid: 63, attributes: ENABLE }])),
      asserts('AP-024', reset, is.equals('previousEnabled', hex(maskOf(3, 63)))),
    ],
    { only: { R72: 'works' } },
  ),
]);
