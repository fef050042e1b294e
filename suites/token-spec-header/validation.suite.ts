/** @module What the checks of the header refuse: size, version, type, level, reserved words. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { aSession, createToken, destroySession, ref, tokenSpec } from '../language/steps.js';
import { aCase, accepted, control, defineSuite, judged, refused } from '../language/suite.js';
import { edit } from '../language/template.js';
import { refuses, SINGLE_BITS } from './forms.js';
import { FORMS, createRaw, handmade, sid, user } from './handmade.js';

/** Header and a user SID of 12 bytes: nothing shorter names a user that is in use. */
const LOCAL_SYSTEM = 'S-1-5-18';
const MINIMAL = [user(LOCAL_SYSTEM)];

const VERSIONS = [
  ...[0, 1, 3, 0x0102, 0x0200, 0x0202, 0x00020000, 0x02000000, 0x7fffffff, 0xffffffff],
  ...SINGLE_BITS.filter((bit) => bit > 2).map((bit) => bit + 2),
];
const BYTES = Array.from({ length: 256 }, (_, byte) => byte);
const LONG_TYPES = [
  0x100, 0x101, 0x102, 0x201, 0x10001, 0x10002, 0x1000001, 0x80000002, 0xffffffff,
];
const LONG_LEVELS = [0x100, 0x101, 0x103, 0x10001, 0x1000002, 0x80000000, 0xfffffffe, 0xffffffff];

const RESERVED: readonly {
  readonly clause: ClauseId;
  readonly at: number;
  readonly width: number;
  readonly values: readonly number[];
  readonly labelled: boolean;
}[] = [
  { clause: 'TH-024', at: 20, width: 4, values: [3, 0xffffffff, ...SINGLE_BITS], labelled: false },
  {
    clause: 'TH-083',
    at: 6,
    width: 2,
    values: [3, 0xffff, ...SINGLE_BITS.filter((bit) => bit < 0x10000)],
    labelled: true,
  },
  { clause: 'TH-089', at: 32, width: 4, values: [3, 0xffffffff, ...SINGLE_BITS], labelled: true },
  {
    clause: 'TH-117',
    at: 188,
    width: 4,
    values: [3, 192, 220, 0xffffffff, ...SINGLE_BITS],
    labelled: true,
  },
];

/** One defect per topic; the same in both forms of the header. */
const DEFECTS = {
  version: [edit.put(0, 4, 3)],
  type: [edit.put(4, 1, 3)],
  'user SID': [edit.set('userSidOffset', 0xffffff00)],
  'owner index': [edit.set('ownerIndex', 3)],
  'isolation boundary': [edit.set('isolationBoundary', 1)],
  'short header': [edit.truncate(191)],
} as const;

const hex = (value: number): string => `0x${value.toString(16)}`;

export default defineSuite('token-spec-header', 'validation', [
  FORMS.map((form) =>
    aCase(
      `minimal-${form}`,
      'a header with the user SID behind it is a whole spec',
      [
        aSession('s', { userSid: LOCAL_SYSTEM }),
        accepted(['TH-001', 'TH-002', 'TH-003'], createToken('t', handmade(form, MINIMAL))),
      ],
      { only: { R02: form } },
    ),
  ),
  FORMS.map((form) =>
    refuses({
      slug: `cut-to-191-${form}`,
      title: 'the minimal spec without the last byte of its header is refused',
      clause: 'TH-001',
      labelled: 'TH-001',
      sessionUser: LOCAL_SYSTEM,
      good: handmade(form, MINIMAL),
      bad: handmade(form, MINIMAL, [edit.truncate(191)]),
      only: { R02: form },
    }),
  ),
  refuses({
    slug: 'cut-to-191-with-its-user',
    title: '191 bytes are no spec, even if the user SID lies within them',
    clause: 'TH-001',
    labelled: 'TH-001',
    sessionUser: LOCAL_SYSTEM,
    good: handmade('packed', MINIMAL),
    // The user SID stands in the free bytes of the source, so that only the size is wrong.
    bad: handmade('packed', MINIMAL, [
      edit.write(72, sid(LOCAL_SYSTEM)),
      edit.put(88, 4, 72),
      edit.truncate(191),
    ]),
    only: { R02: 'packed' },
  }),
  [0, 1, 3, 4, 8, 56, 96, 128, 160, 184, 188, 190].map((length) =>
    refuses({
      slug: `cut-to-${length}`,
      title: `the first ${length} bytes of a spec are refused`,
      clause: 'TH-001',
      labelled: 'TH-001',
      bad: tokenSpec({}, [edit.truncate(length)]),
    }),
  ),
  aCase('version-2', 'version 2 at offset 0 is accepted', [
    aSession(),
    judged(['TH-003', 'TH-002'], createToken('t', tokenSpec({}, [edit.put(0, 4, 2)]))),
  ]),
  aCase('version-2-bytes', 'the version is the bytes 02 00 00 00', [
    aSession(),
    judged('TH-003', createToken('t', tokenSpec({}, [edit.write(0, '02000000')]))),
  ]),
  [...new Set(VERSIONS)].map((version) =>
    refuses({
      slug: `version-${hex(version)}`,
      title: `version ${hex(version)} is refused`,
      clause: 'TH-004',
      bad: tokenSpec({}, [edit.put(0, 4, version)]),
    }),
  ),
  BYTES.filter((type) => type !== 1 && type !== 2).map((type) =>
    refuses({
      slug: `type-${type}`,
      title: `token type ${type} is refused`,
      clause: 'TH-008',
      bad: tokenSpec({}, [edit.put(4, 1, type)]),
    }),
  ),
  LONG_TYPES.map((type) =>
    refuses({
      slug: `type-${hex(type)}`,
      title: `token type ${hex(type)} is refused: the field has 32 bits`,
      clause: 'TH-008',
      bad: tokenSpec({}, [edit.put(4, 4, type)]),
      only: { R08: '32-bit' },
    }),
  ),
  FORMS.map((form) =>
    BYTES.filter((level) => level > 3).map((level) =>
      refuses({
        slug: `level-${level}-${form}`,
        title: `impersonation level ${level} is refused`,
        clause: 'TH-011',
        good: tokenSpec({ tokenType: 2 }),
        bad: tokenSpec({ tokenType: 2 }, [edit.put(form === 'wide' ? 8 : 5, 1, level)]),
        only: { R02: form },
      }),
    ),
  ).flat(),
  LONG_LEVELS.map((level) =>
    refuses({
      slug: `level-${hex(level)}`,
      title: `impersonation level ${hex(level)} is refused: the field has 32 bits`,
      clause: 'TH-011',
      good: tokenSpec({ tokenType: 2 }),
      bad: tokenSpec({ tokenType: 2 }, [edit.put(8, 4, level)]),
      only: { R08: '32-bit' },
    }),
  ),
  FORMS.map((form) =>
    [1, 2, 3].map((level) =>
      refuses({
        slug: `primary-level-${level}-${form}`,
        title: `a primary token of level ${level} is refused`,
        clause: 'TH-012',
        bad: tokenSpec({}, [edit.put(form === 'wide' ? 8 : 5, 1, level)]),
        only: { R02: form },
      }),
    ),
  ).flat(),
  RESERVED.map(({ clause, at, width, values, labelled }) =>
    [...new Set(values)].map((value) =>
      refuses({
        slug: `reserved-${at}-${hex(value)}`,
        title: `${hex(value)} in the reserved field at offset ${at} is refused`,
        clause,
        only: { R02: clause === 'TH-024' ? 'wide' : 'packed' },
        ...(labelled ? { labelled: clause } : {}),
        bad: tokenSpec({}, [edit.put(at, width, value)]),
      }),
    ),
  ).flat(),
  aCase('session-never-issued', 'a session id that was never given out is refused', [
    aSession(),
    accepted('TH-074', createToken('control')),
    judged(['TH-074', 'TH-079'], createToken('t', tokenSpec({ sessionId: '0x7ffffffffffffff0' }))),
  ]),
  aCase('session-destroyed', 'the id of a destroyed session is refused', [
    aSession(),
    aSession('gone'),
    control(destroySession(ref('gone.id'))),
    accepted('TH-074', createToken('control')),
    judged(['TH-074', 'TH-079'], createToken('t', tokenSpec({ sessionId: ref('gone.id') }))),
  ]),
  FORMS.map((form) =>
    aCase(
      `session-upper-half-${form}`,
      'the upper half of the session id counts',
      [
        aSession(),
        accepted('TH-074', createRaw('control', form, 's')),
        judged(['TH-074', 'TH-079'], createRaw('t', form, 's', { width: 4, upper: 0x7fff0001 })),
      ],
      { only: { R02: form } },
    ),
  ),
  Object.entries(DEFECTS).map(([what, edits]) =>
    aCase(`nothing-left-${what.replaceAll(' ', '-')}`, `a refused ${what} leaves no token`, [
      aSession('other'),
      control(createToken('control', tokenSpec({ sessionId: ref('other.id') }))),
      aSession(),
      refused('TH-080', createToken('t', tokenSpec({}, edits))),
      accepted('TH-080', destroySession(ref('s.id'), 'd')),
    ]),
  ),
  aCase('nothing-left-session', 'a refused session id leaves no token', [
    aSession('other'),
    control(createToken('control', tokenSpec({ sessionId: ref('other.id') }))),
    aSession(),
    refused('TH-080', createToken('t', tokenSpec({ sessionId: '0x7ffffffffffffff0' }))),
    accepted('TH-080', destroySession(ref('s.id'), 'd')),
  ]),
]);
