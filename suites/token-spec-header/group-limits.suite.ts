/** @module How many groups a token can be created with; the kernel adds the logon SID (R27). */
import { aSession, createToken, is, query } from '../language/steps.js';
import { aCase, accepted, control, defineSuite } from '../language/suite.js';
import { asserts } from '../language/suite.js';
import type { BytesTemplate } from '../language/template.js';
import { refuses } from './forms.js';
import { entries, handmade, list, user } from './handmade.js';

/** Groups with SIDs of 12 bytes, 20 bytes an entry. */
function withGroups(count: number): BytesTemplate {
  return handmade('packed', [user(), list('packed', 'groups', entries(count, 7, 'S-1-5'))]);
}

export default defineSuite('token-spec-header', 'group-limits', [
  [62, 63].map((count) =>
    aCase(`groups-${count}`, `${count} groups fit beside the logon SID`, [
      aSession(),
      accepted('TH-128', createToken('t', withGroups(count))),
      asserts('TH-128', query('q', 't', 'GROUPS'), is.equals('decoded.length', count + 1)),
    ]),
  ),
  [64, 65, 128, 1024].map((count) =>
    refuses({
      slug: `groups-${count}-refused`,
      title: `${count} groups do not fit into 64 with the logon SID`,
      clause: 'TH-128',
      only: { R02: 'packed' },
      labelled: 'TH-128',
      good: withGroups(63),
      bad: withGroups(count),
    }),
  ),
  [64, 255, 256, 1022, 1023].map((count) =>
    aCase(`many-groups-${count}`, `${count} groups fit beside the logon SID`, [
      aSession(),
      accepted('TH-129', createToken('t', withGroups(count))),
      asserts('TH-129', query('q', 't', 'GROUPS'), is.equals('decoded.length', count + 1)),
    ]),
  ),
  [1024, 1025].map((count) =>
    refuses({
      slug: `many-groups-${count}-refused`,
      title: `${count} groups do not fit into 1024 with the logon SID`,
      clause: 'TH-129',
      only: { R02: 'packed' },
      labelled: 'TH-129',
      good: withGroups(1023),
      bad: withGroups(count),
    }),
  ),
  aCase('limit-is-per-token', 'two tokens can both have as many groups as fit', [
    aSession(),
    control(createToken('one', withGroups(63))),
    accepted('TH-128', createToken('two', withGroups(63))),
  ]),
]);
