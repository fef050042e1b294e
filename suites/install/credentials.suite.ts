/** @module INSTALL: the Linux ids that the token projects. */
import { aCase, accepted, asserts, control, defineSuite } from '../language/suite.js';
import { aSession, aToken, credentials, install, is } from '../language/steps.js';
import { powerful } from './installers.js';

/** Non-zero (ruling R38), with values of more than 8, 16 and 31 bits. */
const IDS = [1, 200, 1001, 65534, 65536, 70000, 0x7fffffff, 0xfffffffe];

const GID_LISTS: readonly (readonly [name: string, gids: readonly number[]])[] = [
  ['none', []],
  ['one', [2001]],
  ['three', [2001, 2002, 2003]],
  ['unsorted', [3000, 100, 2000]],
  ['wide', [1, 65534, 65536, 0x7fffffff, 0xfffffffe]],
  ['with-the-primary', [1001, 2002]],
  ['forty', Array.from({ length: 40 }, (_, n) => 5000 + n)],
];

export default defineSuite('install', 'credentials', [
  IDS.map((id) =>
    aCase(`uid-${id}`, `the UID becomes the projected ${id}`, [
      aSession(),
      aToken('t', { projectedUid: id, projectedGid: 4321 }),
      accepted('IN-022', install('t')),
      asserts('IN-022', credentials('c'), is.equals('uid', id)),
    ]),
  ),
  IDS.map((id) =>
    aCase(`gid-${id}`, `the GID becomes the projected ${id}`, [
      aSession(),
      aToken('t', { projectedUid: 4321, projectedGid: id }),
      accepted('IN-025', install('t')),
      asserts('IN-025', credentials('c'), is.equals('gid', id)),
    ]),
  ),
  GID_LISTS.map(([name, gids]) =>
    aCase(`groups-${name}`, `the supplementary groups become the projected ones: ${name}`, [
      aSession(),
      aToken('t', { supplementaryGids: gids }),
      accepted('IN-026', install('t')),
      asserts('IN-026', credentials('c'), is.sameSet('groups', gids)),
    ]),
  ),
  aCase('again', 'a second INSTALL leaves nothing of the ids of the first', [
    aSession(),
    powerful('first', { projectedUid: 1111, projectedGid: 1112, supplementaryGids: [2001, 2002] }),
    powerful('t', { projectedUid: 1113, projectedGid: 1114, supplementaryGids: [2002, 2003] }),
    control(install('first')),
    accepted('IN-026', install('t')),
    asserts(
      'IN-026',
      asserts(
        'IN-025',
        asserts('IN-022', credentials('c'), is.equals('uid', 1113)),
        is.equals('gid', 1114),
      ),
      is.sameSet('groups', [2002, 2003]),
    ),
  ]),
  aCase('again-none', 'a second INSTALL without supplementary GIDs leaves none', [
    aSession(),
    powerful('first', { supplementaryGids: [2001, 2002] }),
    powerful('t', { supplementaryGids: [] }),
    control(install('first')),
    accepted('IN-026', install('t')),
    asserts('IN-026', credentials('c'), is.sameSet('groups', [])),
  ]),
]);
