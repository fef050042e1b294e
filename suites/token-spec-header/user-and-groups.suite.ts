/**
 * @module The user SID and the groups, each at several places and in several sizes, and sections in
 * an order of their own.
 */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { aSession, createToken, is, query, ref } from '../language/steps.js';
import { aCase, accepted, asserts, control, defineSuite } from '../language/suite.js';
import type { SuiteCase, SuiteStep } from '../language/suite.js';
import { edit } from '../language/template.js';
import { refuses } from './forms.js';
import {
  acl,
  claims,
  entries,
  filler,
  FORMS,
  gids,
  handmade,
  list,
  places,
  sid,
  user,
  type Form,
  type Section,
} from './handmade.js';

const USERS: Readonly<Record<Form, ClauseId>> = { wide: 'TH-034', packed: 'TH-099' };

const GROUPS: Readonly<Record<Form, readonly [start: ClauseId, size: ClauseId]>> = {
  wide: ['TH-036', 'TH-037'],
  packed: ['TH-100', 'TH-133'],
};

function userPlaces(form: Form): SuiteCase[] {
  const clause = USERS[form];
  const groups = list(form, 'groups', entries(3, 7));
  return [
    ['directly behind the header', [user()]],
    ['behind the groups', [groups, user()]],
    ['between two sections', [groups, user(), filler(form, 'user')]],
    ['behind more than 4 KiB', [filler(form, 'user'), user()]],
  ].map(([where, sections], n) =>
    aCase(`user-${form}-place-${n}`, `the user SID is found ${String(where)}`, [
      aSession(),
      accepted(clause, createToken('t', handmade(form, sections as readonly Section[]))),
      asserts(clause, query('q', 't', 'USER'), is.equals('payload', user().hex)),
    ]),
  );
}

/** The wide documents do not say where in the list the kernel puts the logon SID. */
function groupSteps(form: Form, clause: ClauseId, count: number): SuiteStep[] {
  const items = entries(count, 7);
  const first = query('q', 't', 'GROUPS');
  if (form === 'wide') {
    const whole = items.reduce(
      (step, item) => asserts(clause, step, is.contains('decoded', item)),
      first,
    );
    return [asserts(clause, whole, is.equals('decoded.length', count + 1))];
  }
  const logon = { sid: ref('l.decoded'), attributes: 0xc0000007 };
  return [
    control(query('l', 't', 'LOGON_SID')),
    asserts(clause, first, is.equals('decoded', [...items, logon])),
  ];
}

function groupCases(form: Form): SuiteCase[] {
  const [start, size] = GROUPS[form];
  const three = list(form, 'groups', entries(3, 7));
  return [
    ...places(form, three).map(([where, sections], n) =>
      aCase(`groups-${form}-place-${n}`, `the groups are found ${where}`, [
        aSession(),
        accepted(start, createToken('t', handmade(form, sections))),
        groupSteps(form, start, 3),
      ]),
    ),
    ...[0, 1, 2, 7, 40, 60].map((count) =>
      aCase(`groups-${form}-size-${count}`, `a list of ${count} groups is read whole`, [
        aSession(),
        accepted(
          size,
          createToken(
            't',
            handmade(form, [
              ...(count === 0 ? [] : [list(form, 'groups', entries(count, 7))]),
              user(),
            ]),
          ),
        ),
        groupSteps(form, size, count),
      ]),
    ),
  ];
}

/** The wide header states the length of the user SID, with which the SID's count has to agree. */
function userLengths(): SuiteCase[] {
  const groups = list('wide', 'groups', entries(1, 7));
  const good = handmade('wide', [groups, user()]);
  return [
    ...[-20, -8, -5, -4, -3, -1, 1, 3, 4, 8, 0x10000, 0x7fffffe4, 0xffffff00].map((change) =>
      refuses({
        slug: `user-length-${change}`,
        title: `a user SID length that is wrong by ${change} is refused`,
        clause: 'TH-035',
        good,
        bad: handmade('wide', [groups, user()], [edit.put(60, 4, 28 + change)]),
      }),
    ),
    ...[1, 2, 3, 4, 8].map((more) =>
      refuses({
        slug: `user-length-covers-${more}-more`,
        title: `a user SID section with ${more} bytes behind the SID is refused`,
        clause: 'TH-035',
        good,
        bad: handmade('wide', [groups, { name: 'user', hex: user().hex + '00'.repeat(more) }]),
      }),
    ),
    ...[1, 4, 20].map((less) =>
      refuses({
        slug: `user-cut-by-${less}`,
        title: `a user SID section without the last ${less} bytes of the SID is refused`,
        clause: 'TH-035',
        good,
        bad: handmade('wide', [groups, { name: 'user', hex: user().hex.slice(0, -2 * less) }]),
      }),
    ),
  ];
}

export default defineSuite('token-spec-header', 'user-and-groups', [
  ...FORMS.map(userPlaces),
  ...FORMS.map(groupCases),
  userLengths(),
  FORMS.map((form) =>
    several(form).map((_, turn) =>
      aCase(
        `several-sections-${form}-${turn}`,
        `all sections behind the header, ${several(form)[turn]?.name ?? ''} first, at byte 192`,
        [
          aSession(),
          accepted(
            'TH-002',
            createToken(
              't',
              handmade(form, [...several(form).slice(turn), ...several(form).slice(0, turn)]),
            ),
          ),
        ],
        { only: { R02: form } },
      ),
    ),
  ).flat(),
]);

/** Every section of both forms, in an order that is not that of the header. */
function several(form: Form): readonly Section[] {
  return [
    gids(5, 6),
    { name: 'confinementSid', hex: sid('S-1-15-2-3-4-5-6-7-8-9') },
    list(form, 'capabilities', entries(2, 0, 'S-1-15-3')),
    { name: 'defaultDacl', hex: acl(1) },
    { name: 'deviceClaims', hex: claims(1) },
    { name: 'userClaims', hex: claims(2) },
    list(form, 'restrictedDeviceGroups', entries(1, 7)),
    list(form, 'deviceGroups', entries(1, 7)),
    list(form, 'restrictedSids', entries(1, 0)),
    list(form, 'groups', entries(2, 7)),
    user(),
  ];
}
