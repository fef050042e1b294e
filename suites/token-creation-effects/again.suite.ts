/** @module A token made again from what queries told of the first one: the same token. */
import { aSession, aToken, is, query, ref } from '../language/steps.js';
import { aCase, asserts, control, defineSuite } from '../language/suite.js';
import type { QueryClassName } from '../../reference/abi/numbers.js';

/** SIDs with three sub-authorities: 20 bytes, whatever stands in them. */
const SIDS = [
  ['S-1-5-21-7-8', 'S-1-5-21-7-9', 'S-1-5-32-545-1', 'S-1-15-2-77'],
  ['S-1-22-1-2-3', 'S-1-22-4294967295-0-1', 'S-1-99-0-0-0', 'S-1-15-4294967295-4294967295'],
] as const;

const CLASSES: readonly QueryClassName[] = [
  ...(['USER', 'GROUPS', 'OWNER', 'PRIMARY_GROUP', 'APPCONTAINER_SID'] as const),
  ...(['TYPE', 'INTEGRITY_LEVEL', 'PRIVILEGES', 'LOGON_SID', 'RESTRICTED_SIDS'] as const),
];

export default defineSuite('token-creation-effects', 'again', [
  [1, 2].flatMap((tokenType) =>
    SIDS.map(([user, first, second], n) =>
      aCase(`sids-${n}-type-${tokenType}`, `made again from its user, owner and group (${n})`, [
        aSession(),
        aToken('t', {
          tokenType,
          userSid: user,
          groups: [
            { sid: first, attributes: 0xf },
            { sid: second, attributes: 0x7 },
          ],
          ownerIndex: 1,
          primaryGroupIndex: 2,
        }),
        control(query('user', 't', 'USER')),
        control(query('owner', 't', 'OWNER')),
        control(query('group', 't', 'PRIMARY_GROUP')),
        aToken('u', {
          tokenType,
          userSid: ref('user.payload'),
          groups: [
            { sid: ref('owner.payload'), attributes: 0xf },
            { sid: ref('group.payload'), attributes: 0x7 },
          ],
          ownerIndex: 1,
          primaryGroupIndex: 2,
        }),
        CLASSES.flatMap((name) => [
          control(query(`first${name}`, 't', name)),
          asserts(
            'TC-012',
            query(`second${name}`, 'u', name),
            is.equals('payload', ref(`first${name}.payload`)),
          ),
        ]),
      ]),
    ),
  ),
]);
