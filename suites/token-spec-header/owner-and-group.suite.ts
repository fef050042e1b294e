/** @module Which SID the owner index and the primary-group index select. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { QueryClassName } from '../../reference/abi/numbers.js';
import { aSession, createToken, is, query, tokenSpec, USER } from '../language/steps.js';
import { aCase, accepted, asserts, defineSuite } from '../language/suite.js';
import type { SuiteCase } from '../language/suite.js';
import { edit } from '../language/template.js';
import { refuses } from './forms.js';
import { FORMS, entries, handmade, list, user, type Entry, type Form } from './handmade.js';

interface Index {
  readonly name: string;
  readonly queryClass: QueryClassName;
  readonly at: Readonly<Record<Form, number>>;
  /** The clause on the offset. */
  readonly offset: Readonly<Record<Form, ClauseId>>;
  /** The clauses on index 0 and on the others. */
  readonly zero: ClauseId;
  readonly nth: ClauseId;
  readonly range: ClauseId;
}

const INDEXES: readonly Index[] = [
  {
    name: 'owner',
    queryClass: 'OWNER',
    at: { wide: 120, packed: 64 },
    offset: { wide: 'TH-050', packed: 'TH-095' },
    zero: 'TH-051',
    nth: 'TH-052',
    range: 'TH-075',
  },
  {
    name: 'primary group',
    queryClass: 'PRIMARY_GROUP',
    at: { wide: 124, packed: 68 },
    offset: { wide: 'TH-053', packed: 'TH-096' },
    zero: 'TH-054',
    nth: 'TH-130',
    range: 'TH-076',
  },
];

const FIVE = entries(5, 0xf);
const groups = (count: number): { groups: Entry[] } => ({ groups: entries(count, 0xf) });
const hex = (value: number): string => `0x${value.toString(16)}`;

function selects({ name, queryClass, at, offset, zero, nth }: Index, form: Form): SuiteCase[] {
  return [0, 1, 2, 3, 4, 5].map((index) => {
    const shown = index === 0 ? USER : (FIVE[index - 1]?.sid ?? '');
    const clauses = [offset[form], index === 0 ? zero : nth];
    return aCase(
      `${name.replace(' ', '-')}-${index}-${form}`,
      `${name} index ${index} selects ${index === 0 ? 'the user' : `group ${index}`}`,
      [
        aSession(),
        accepted(
          clauses,
          createToken('t', tokenSpec({ groups: FIVE }, [edit.put(at[form], 4, index)])),
        ),
        asserts(clauses, query('q', 't', queryClass), is.equals('decoded', shown)),
      ],
      { only: { R02: form } },
    );
  });
}

/** Without groups only the user is left to select. */
function withoutGroups({ name, queryClass, at, zero, range }: Index, form: Form): SuiteCase[] {
  const none = handmade(form, [user()]);
  return [
    aCase(
      `${name.replace(' ', '-')}-0-alone-${form}`,
      `${name} index 0 without any groups`,
      [
        aSession(),
        accepted(zero, createToken('t', none)),
        asserts(zero, query('q', 't', queryClass), is.equals('decoded', USER)),
      ],
      { only: { R02: form } },
    ),
    refuses({
      slug: `${name.replace(' ', '-')}-1-alone-${form}`,
      title: `${name} index 1 without any groups is refused`,
      clause: range,
      labelled: range,
      good: none,
      bad: handmade(form, [user()], [edit.put(at[form], 4, 1)]),
      only: { R02: form },
    }),
  ];
}

function outOfRange({ name, at, range }: Index, form: Form): SuiteCase[] {
  const good = tokenSpec(groups(3), [edit.put(at[form], 4, 3)]);
  return [
    ...[4, 5, 0xff, 0x100, 0x101, 0xffff, 0x10000, 0x10001, 0x7fffffff, 0x80000000, 0x80000001],
    ...[0xfffffffe, 0xffffffff],
  ].map((index) =>
    refuses({
      slug: `${name.replace(' ', '-')}-${hex(index)}-of-3-${form}`,
      title: `${name} index ${hex(index)} with three groups is refused`,
      clause: index === 4 ? [range, 'TH-127'] : range,
      labelled: index === 4 ? [range, 'TH-127'] : range,
      good,
      bad: tokenSpec(groups(3), [edit.put(at[form], 4, index)]),
      only: { R02: form },
    }),
  );
}

/** An index of more than one byte needs more groups than some profiles allow. */
function largeIndexes({ name, queryClass, at, offset, nth }: Index): SuiteCase[] {
  const many = entries(1023, 0xf, 'S-1-5');
  const spec = handmade('packed', [user(), list('packed', 'groups', many)]);
  return [255, 256, 257, 512, 1023].map((index) => {
    const clauses = [offset.packed, nth];
    return aCase(
      `${name.replace(' ', '-')}-${index}-of-1023`,
      `${name} index ${index} of 1023 groups`,
      [
        aSession(),
        accepted(
          clauses,
          createToken('t', { ...spec, edits: [...spec.edits, edit.put(at.packed, 4, index)] }),
        ),
        asserts(
          clauses,
          query('q', 't', queryClass),
          is.equals('decoded', many[index - 1]?.sid ?? ''),
        ),
      ],
      { only: { R27: '1024' } },
    );
  });
}

/** Every combination of the four low attribute bits without 0x08, and deny-only. */
const NO_OWNERS = [0, 1, 2, 3, 4, 5, 6, 7, 0x10];

export default defineSuite('token-spec-header', 'owner-and-group', [
  ...FORMS.flatMap((form) => INDEXES.map((index) => selects(index, form))),
  ...FORMS.flatMap((form) => INDEXES.map((index) => withoutGroups(index, form))),
  ...FORMS.flatMap((form) => INDEXES.map((index) => outOfRange(index, form))),
  ...INDEXES.map(largeIndexes),
  NO_OWNERS.map((attributes) =>
    refuses({
      slug: `owner-without-owner-attribute-${attributes}`,
      title: `a group with attributes ${hex(attributes)} cannot be the owner`,
      clause: 'TH-126',
      only: { R02: 'packed' },
      labelled: 'TH-126',
      good: tokenSpec({ groups: [{ sid: 'S-1-5-32-544', attributes: 0xf }] }, [edit.put(64, 4, 1)]),
      bad: tokenSpec({ groups: [{ sid: 'S-1-5-32-544', attributes }] }, [edit.put(64, 4, 1)]),
    }),
  ),
  [1, 3].map((index) =>
    refuses({
      slug: `owner-attribute-of-another-${index}`,
      title: `group ${index} cannot be the owner on account of group 2`,
      clause: 'TH-126',
      only: { R02: 'packed' },
      labelled: 'TH-126',
      good: tokenSpec({ groups: mixed() }, [edit.put(64, 4, 2)]),
      bad: tokenSpec({ groups: mixed() }, [edit.put(64, 4, index)]),
    }),
  ),
]);

/** Three groups, of which only the second may be an owner. */
function mixed(): Entry[] {
  return entries(3, 7).map((entry, n) => ({ ...entry, attributes: n === 1 ? 0xf : 7 }));
}
