/** @module The SD that a new token gets: its owner, its user, its creator, SYSTEM. */
import { aSession, aToken, install, is, OTHER_USER, USER } from '../language/steps.js';
import { shownAce, tokenSd } from '../language/steps-access.js';
import {
  aCase,
  asserts,
  control,
  defineSuite,
  type SuiteCase,
  type SuiteStep,
} from '../language/suite.js';
import { powerful } from '../install/installers.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';

const SYSTEM = 'S-1-5-18';
const OWNER_RIGHTS = 'S-1-3-4';
const SELF = 0x000000e8;
const ALL = 0x000f01ff;
const READ_CONTROL = 0x00020000;
const WRITE_DAC = 0x00040000;

/** Users that tokens are minted for. */
const USERS = [
  USER,
  'S-1-5-19',
  'S-1-22-1-1000',
  'S-1-5-21-1-2-3-4-5-6-7-8-9-10-11-12-13-14',
] as const;

const allowed = (sid: string): string => `descriptor.allowed[${sid}]`;

/** The token `t` of a user, minted by the worker as it is, or as another user. */
function minted(user: string, creator: string): readonly SuiteStep[] {
  const become =
    creator === SYSTEM ? [] : [powerful('i', { userSid: creator }), control(install('i'))];
  return [aSession(), ...become, aToken('t', { userSid: user })];
}

type Assertion = readonly [clause: ClauseId, is: Parameters<typeof asserts>[2]];

function sdCase(
  slug: string,
  title: string,
  user: string,
  creator: string,
  ...assertions: readonly Assertion[]
): SuiteCase {
  const read = assertions.reduce(
    (step, [clause, matcher]) => asserts(clause, step, matcher),
    tokenSd('sd', 't'),
  );
  const needs = creator === SYSTEM ? [] : ['install'];
  return aCase(slug, title, [...minted(user, creator), read], { needs });
}

/** Creators that are not the user of the tokens that they make. */
const CREATORS: readonly (readonly [string, string])[] = [
  ['system', SYSTEM],
  ['other-user', OTHER_USER],
];

export default defineSuite('token-creation-effects', 'security-descriptors', [
  CREATORS.flatMap(([name, creator]) =>
    USERS.flatMap((user, n) => [
      sdCase(
        `owner-${name}-${n}`,
        `a token of ${user} belongs to ${creator}, who made it`,
        user,
        creator,
        ['TC-022', is.equals('descriptor.owner', creator)],
      ),
      sdCase(
        `user-${name}-${n}`,
        `${user} gets 0xE8 on its token, and nothing else`,
        user,
        creator,
        ['TC-023', is.contains('descriptor.dacl.aces', shownAce({ sid: user, mask: SELF }))],
        ['TC-023', is.equals(allowed(user), SELF)],
      ),
      sdCase(
        `creator-${name}-${n}`,
        `${creator} gets every right on a token that it made for ${user}`,
        user,
        creator,
        ['TC-024', is.contains('descriptor.dacl.aces', shownAce({ sid: creator, mask: ALL }))],
      ),
      sdCase(
        `system-${name}-${n}`,
        `SYSTEM gets every right on a token that ${creator} made for ${user}`,
        user,
        creator,
        ['TC-025', is.contains('descriptor.dacl.aces', shownAce({ sid: SYSTEM, mask: ALL }))],
      ),
    ]),
  ),
  USERS.flatMap((user, n) => [
    sdCase(
      `own-${n}`,
      `${user} gets no creator's rights on a token that it made for itself`,
      user,
      user,
      ['TC-026', is.equals(allowed(user), SELF)],
    ),
    sdCase(
      `own-user-${n}`,
      `${user} gets 0xE8 on a token that it made for itself`,
      user,
      user,
      ['TC-023', is.contains('descriptor.dacl.aces', shownAce({ sid: user, mask: SELF }))],
      ['TC-022', is.equals('descriptor.owner', user)],
    ),
    sdCase(
      `own-system-${n}`,
      `SYSTEM gets every right on a token that ${user} made for itself`,
      user,
      user,
      ['TC-025', is.contains('descriptor.dacl.aces', shownAce({ sid: SYSTEM, mask: ALL }))],
    ),
    sdCase(
      `owner-rights-${n}`,
      `${user} as the owner of its own token keeps READ_CONTROL and loses WRITE_DAC`,
      user,
      user,
      ['TC-038', is.bits(allowed(OWNER_RIGHTS), READ_CONTROL | WRITE_DAC, READ_CONTROL)],
    ),
  ]),
]);
