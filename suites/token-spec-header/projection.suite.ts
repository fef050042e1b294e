/** @module The Linux ids of a token, seen by getuid, getgid and getgroups after INSTALL. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { aSession, createToken, credentials, install, is } from '../language/steps.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteCase, SuiteStep } from '../language/suite.js';
import { edit, type BytesTemplate } from '../language/template.js';
import { FORMS, acl, gids, handmade, number, user, type Form, type Section } from './handmade.js';

/** Every byte in use, no zero (ruling R38) and no −1, which Linux reserves. */
const IDS = [1, 255, 256, 1001, 65533, 65534, 65535, 65536, 0x10001, 0x01020304, 0x7fffffff];

const UID: Readonly<Record<Form, readonly [ClauseId, number]>> = {
  wide: ['TH-068', 176],
  packed: ['TH-090', 36],
};
const GID: Readonly<Record<Form, readonly [ClauseId, number]>> = {
  wide: ['TH-070', 180],
  packed: ['TH-091', 40],
};

/** The token is made and installed; the last step sees the ids. */
function installed(clauses: readonly ClauseId[], spec: BytesTemplate): SuiteStep[] {
  return [
    aSession(),
    accepted(clauses, createToken('t', spec)),
    control(install('t')),
    credentials('c'),
  ];
}

function seen(
  clauses: readonly ClauseId[],
  spec: BytesTemplate,
  matcher: Parameters<typeof asserts>[2],
): SuiteStep[] {
  const steps = installed(clauses, spec);
  return [...steps.slice(0, -1), asserts(clauses, credentials('c'), matcher)];
}

function idCases(name: 'uid' | 'gid', form: Form): SuiteCase[] {
  const [clause, at] = (name === 'uid' ? UID : GID)[form];
  return IDS.map((id) =>
    aCase(`${name}-${id}-${form}`, `projected ${name} ${id} is that of the process`, [
      seen([clause], handmade(form, [user()], [edit.put(at, 4, id)]), is.equals(name, id)),
    ]),
  );
}

const FAR: Section = { name: 'defaultDacl', hex: acl(210) };

const PLACES: readonly (readonly [string, readonly Section[], readonly Section[]])[] = [
  ['directly behind the header', [], [user()]],
  ['behind the user SID', [user()], []],
  ['between two sections', [user()], [{ name: 'defaultDacl', hex: acl(1) }]],
  ['behind more than 4 KiB', [user(), FAR], []],
];

const LISTS: readonly (readonly number[])[] = [
  [1001],
  [1, 2],
  [65534, 65535, 65536],
  [0x01020304, 0x01020305, 0x02020304, 0x7fffffff],
  Array.from({ length: 32 }, (_, n) => 3000 + 257 * n),
];

export default defineSuite('token-spec-header', 'projection', [
  ...FORMS.map((form) => idCases('uid', form)),
  ...FORMS.map((form) => idCases('gid', form)),
  FORMS.map((form) =>
    aCase(`uid-and-gid-${form}`, 'uid and gid are not mixed up', [
      seen(
        [UID[form][0]],
        handmade(
          form,
          [user()],
          [edit.put(UID[form][1], 4, 2001), edit.put(GID[form][1], 4, 3001)],
        ),
        is.equals('uid', 2001),
      ),
      asserts(GID[form][0], credentials('c2'), is.equals('gid', 3001)),
    ]),
  ),
  FORMS.map((form) =>
    aCase(
      `uid-little-endian-${form}`,
      'the projected uid is stored little-endian',
      [
        seen(
          ['TH-073'],
          handmade(form, [user()], [edit.write(UID[form][1], '01020304')]),
          is.equals('uid', 0x04030201),
        ),
      ],
      { only: { R02: form } },
    ),
  ),
  FORMS.map((form) =>
    aCase(
      `unmapped-${form}`,
      '65534 for a user and a group without a mapping',
      [
        aSession(),
        judged(
          'TH-069',
          createToken(
            't',
            handmade(
              form,
              [user()],
              [edit.put(UID[form][1], 4, 65534), edit.put(GID[form][1], 4, 65534)],
            ),
          ),
        ),
      ],
      { only: { R02: form } },
    ),
  ),
  PLACES.map(([where, before, behind], n) =>
    aCase(`groups-place-${n}`, `the supplementary GIDs are found ${where}`, [
      seen(
        ['TH-071'],
        handmade('wide', [...before, gids(4001, 4002, 4003), ...behind]),
        is.sameSet('groups', [4001, 4002, 4003]),
      ),
    ]),
  ),
  LISTS.map((list) =>
    aCase(
      `groups-${list.length}`,
      `${list.length} supplementary GIDs take ${4 * list.length} bytes`,
      [
        seen(
          ['TH-072', 'TH-132'],
          handmade('wide', [gids(...list), user()]),
          is.sameSet('groups', list),
        ),
      ],
    ),
  ),
  aCase('groups-none', 'without the section the process has no supplementary group', [
    seen(['TH-072'], handmade('wide', [user()]), is.equals('groups', [])),
  ]),
  aCase('groups-cut-short', 'bytes behind the stated length are no GIDs', [
    seen(
      ['TH-072'],
      handmade('wide', [gids(5001, 5002), { name: 'defaultDacl', hex: acl(1) }, user()]),
      is.sameSet('groups', [5001, 5002]),
    ),
  ]),
  aCase('groups-little-endian', 'a GID is four bytes, the lowest first', [
    seen(
      ['TH-132'],
      handmade('wide', [{ name: 'gids', hex: `0102030411000000${number(0x7fff0001)}` }, user()]),
      is.sameSet('groups', [0x04030201, 0x11, 0x7fff0001]),
    ),
  ]),
]);
