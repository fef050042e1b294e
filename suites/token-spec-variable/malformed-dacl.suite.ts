/**
 * @module Default DACLs that are malformed. Under seed 003 one clause covers them all (TV-028);
 * PSD-004 has one for each rule of its §3.2 and §3.4.
 */
import { aCase, accepted, defineSuite, judged, type SuiteCase } from '../language/suite.js';
import { aSession, createToken } from '../language/steps.js';
import {
  ace,
  aceOf,
  acl,
  AUTHENTICATED,
  EVERYONE,
  PACKED,
  patch,
  sizeOf,
  slice,
  u16,
  WIDE,
  withBytes,
} from './bytes.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';

/** 8 bytes of header and one ACE of 20: its size at offset 10, its SID at 16. */
const ONE = acl([ace(0, EVERYONE)]);
/** The second ACE starts at 28. */
const TWO = acl([ace(0, EVERYONE), ace(1, AUTHENTICATED)]);
/** A callback ACE of 20 bytes: application data may follow its SID. */
const CALLBACK = ace(9, EVERYONE);

/** The same spec is accepted with the well-formed ACL and refused with the other. */
function spoiled(
  slug: string,
  title: string,
  clauses: readonly ClauseId[],
  good: string,
  bad: string,
  only: SuiteCase['only'] = {},
): SuiteCase {
  return aCase(
    slug,
    title,
    [
      aSession(),
      accepted(clauses, createToken('c', withBytes('defaultDacl', good))),
      judged(clauses, createToken('t', withBytes('defaultDacl', bad))),
    ],
    { only },
  );
}

/** The ACEs of PSD-004 §3.4 whose SID is the last thing in them; of objects, with both GUIDs. */
const SID_TYPES = [0, 1, 2, 3, 0x11, 0x13, 0x14];
const OBJECT_TYPES = [5, 6, 7, 8];
const objectAce = (type: number, behind: string): string =>
  aceOf(type, `ff010f0003000000${'5a'.repeat(32)}${EVERYONE}${behind}`);

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

export default defineSuite('token-spec-variable', 'malformed-dacl', [
  upTo(8).map((size) =>
    spoiled(
      `acl-size-${size}`,
      `an AclSize of ${size} is refused`,
      ['TV-028', 'TV-046'],
      acl([]),
      acl([], { size }),
    ),
  ),
  [29, 30, 31, 32, 0x100, 0x11c, 0x7fff, 0x8000, 0xffff].map((size) =>
    spoiled(
      `acl-size-${size}-of-28`,
      `an AclSize of ${size} in a section of 28 bytes is refused`,
      ['TV-028', 'TV-047'],
      ONE,
      patch(ONE, 2, 2, size),
    ),
  ),
  upTo(20).map((n) =>
    spoiled(
      `section-${8 + n}`,
      `an ACL of 28 bytes in a section of ${8 + n} is refused`,
      ['TV-028', 'TV-047'],
      ONE,
      slice(ONE, 0, 8 + n),
    ),
  ),
  upTo(7).map((n) =>
    spoiled(
      `section-${n + 1}`,
      `an ACL header cut to ${n + 1} bytes is refused`,
      ['TV-028'],
      ONE,
      slice(ONE, 0, n + 1),
      WIDE,
    ),
  ),
  [0, 1, 3, 4, 0x102, 0x7fff, 0xffff].map((count) =>
    spoiled(
      `ace-count-${count}`,
      `an AceCount of ${count} for two ACEs is refused`,
      ['TV-028', 'TV-048'],
      TWO,
      patch(TWO, 4, 2, count),
    ),
  ),
  spoiled(
    'ace-count-of-none',
    'an AceCount of 1 without an ACE is refused',
    ['TV-028', 'TV-048'],
    acl([]),
    acl([], { count: 1 }),
  ),
  [1, 2, 3, 5, 6, 7].map((more) =>
    spoiled(
      `ace-size-${20 + more}`,
      `an AceSize of ${20 + more}, no multiple of 4, is refused`,
      ['TV-028', 'TV-050'],
      acl([CALLBACK]),
      acl([patch(CALLBACK, 2, 2, 20 + more) + '00'.repeat(more)]),
    ),
  ),
  SID_TYPES.map((type) =>
    spoiled(
      `behind-the-sid-${type}`,
      `four bytes behind the SID of an ACE of type ${type} are refused`,
      ['TV-061'],
      acl([ace(type, EVERYONE)]),
      acl([ace(type, EVERYONE, '00000000')]),
      PACKED,
    ),
  ),
  OBJECT_TYPES.map((type) =>
    spoiled(
      `behind-the-sid-${type}`,
      `four bytes behind the SID of an object ACE of type ${type} are refused`,
      ['TV-061'],
      acl([objectAce(type, '')]),
      acl([objectAce(type, '00000000')]),
      PACKED,
    ),
  ),
  spoiled(
    'behind-the-sid-another',
    'a second SID behind that of the last of two ACEs is refused',
    ['TV-061'],
    acl([ace(9, EVERYONE, AUTHENTICATED), ace(1, EVERYONE)]),
    acl([ace(9, EVERYONE, AUTHENTICATED), ace(1, EVERYONE, AUTHENTICATED)]),
    PACKED,
  ),
  [1, 2, 3].map((more) =>
    spoiled(
      `second-ace-size-${20 + more}`,
      `an AceSize of ${20 + more} in the second ACE is refused`,
      ['TV-028', 'TV-050'],
      acl([CALLBACK, CALLBACK]),
      acl([CALLBACK, patch(CALLBACK, 2, 2, 20 + more) + '00'.repeat(more)]),
    ),
  ),
  [1, 2, 3, 4, 8, 20, 40].map((more) =>
    spoiled(
      `spare-${more}`,
      `${more} bytes inside AclSize behind the last ACE are refused`,
      ['TV-028', 'TV-056'],
      ONE,
      acl([ace(0, EVERYONE), '00'.repeat(more)], { count: 1 }),
    ),
  ),
  [24, 28, 0x114, 0x7ffc, 0x8000, 0xfffc].map((size) =>
    spoiled(
      `ace-past-end-${size}`,
      `an AceSize of ${size} where 20 bytes are left is refused`,
      ['TV-028', 'TV-057'],
      TWO,
      patch(TWO, 30, 2, size),
    ),
  ),
  upTo(19).map((n) =>
    spoiled(
      `cut-acl-${9 + n}`,
      `an AclSize of ${9 + n} that ends inside the only ACE is refused`,
      ['TV-028', 'TV-057'],
      ONE,
      slice(`0200${u16(9 + n)}${slice(ONE, 4)}`, 0, 9 + n),
    ),
  ),
  spoiled(
    'ace-in-slack',
    'an ACE that runs past AclSize into further bytes of the section is refused',
    ['TV-028', 'TV-057'],
    TWO,
    patch(TWO, 2, 2, sizeOf(TWO) - 4),
  ),
  [0, 4, 8, 12].map((size) =>
    spoiled(
      `ace-size-small-${size}`,
      `an AceSize of ${size}, too small for an ACE that allows, is refused`,
      ['TV-028'],
      ONE,
      patch(ONE, 10, 2, size),
      WIDE,
    ),
  ),
  [0, 2, 0xff].map((revision) =>
    spoiled(
      `trustee-revision-${revision}`,
      `an ACE with a SID of revision ${revision} is refused`,
      ['TV-028', 'TV-059'],
      ONE,
      patch(ONE, 16, 1, revision),
    ),
  ),
  [2, 15].map((count) =>
    spoiled(
      `trustee-count-${count}`,
      `an ACE whose SID counts ${count} sub-authorities and has one is refused`,
      ['TV-028', 'TV-054'],
      ONE,
      patch(ONE, 17, 1, count),
    ),
  ),
]);
