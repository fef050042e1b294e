/**
 * @module Sections that no query of some profiles shows: restricted device groups and, in the wide
 * form, claims. Their offset shows when it leads to bytes that are no such section. The section
 * swaps places with supplementary GIDs, so that no byte is left over and none is shared.
 */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { aSession, createToken, tokenSpec } from '../language/steps.js';
import { aCase, accepted, control, defineSuite } from '../language/suite.js';
import { edit, type BytesTemplate } from '../language/template.js';
import { refuses } from './forms.js';
import {
  acl,
  claims,
  entries,
  HEADER,
  handmade,
  list,
  user,
  type Form,
  type Section,
  type SectionName,
} from './handmade.js';

interface Hidden {
  readonly form: Form;
  readonly name: SectionName;
  readonly what: string;
  readonly start: ClauseId;
  readonly size: ClauseId;
  readonly section: Section;
  /** Of the same size, and malformed as such a section. */
  readonly malformed: string;
}

function deviceList(form: Form): Section {
  return list(form, 'restrictedDeviceGroups', entries(2, 7));
}

/** The list with revision 2 in the SID of its first entry. */
function wrongRevision(form: Form): string {
  const { hex } = deviceList(form);
  const at = form === 'wide' ? 16 : 8;
  return `${hex.slice(0, at)}02${hex.slice(at + 2)}`;
}

/** Two claims, the second of which says that it is 4 bytes longer than the buffer. */
const LONG_CLAIM = claims(2).slice(0, 72) + '24000000' + claims(2).slice(80);

const HIDDEN: readonly Hidden[] = [
  {
    form: 'wide',
    name: 'restrictedDeviceGroups',
    what: 'restricted device groups',
    start: 'TH-042',
    size: 'TH-043',
    section: deviceList('wide'),
    malformed: wrongRevision('wide'),
  },
  {
    form: 'wide',
    name: 'userClaims',
    what: 'user claims',
    start: 'TH-044',
    size: 'TH-045',
    section: { name: 'userClaims', hex: claims(2) },
    malformed: LONG_CLAIM,
  },
  {
    form: 'wide',
    name: 'deviceClaims',
    what: 'device claims',
    start: 'TH-046',
    size: 'TH-047',
    section: { name: 'deviceClaims', hex: claims(2) },
    malformed: LONG_CLAIM,
  },
  {
    form: 'packed',
    name: 'restrictedDeviceGroups',
    what: 'restricted device groups',
    start: 'TH-114',
    size: 'TH-142',
    section: deviceList('packed'),
    malformed: wrongRevision('packed'),
  },
];

function asGids(hex: string): Section {
  return { name: 'gids', hex, count: hex.length / 8 };
}

/** The good spec with another length or count of the hidden section. */
function resized({ form, name, section }: Hidden, size: number): BytesTemplate {
  const at = HEADER[form][name]?.[1] ?? 0;
  return handmade(form, [user(), section], [edit.put(at, 4, size)]);
}

export default defineSuite('token-spec-header', 'hidden-sections', [
  HIDDEN.map(({ form, name, what, start, section, malformed }) =>
    refuses({
      slug: `${name}-${form}-swapped`,
      title: `the offset of ${what} leads to bytes that are malformed as such`,
      clause: start,
      labelled: start,
      only: { R02: form },
      good: handmade(form, [user(), section, asGids(malformed)]),
      bad: handmade(form, [user(), { ...section, hex: malformed }, asGids(section.hex)]),
    }),
  ),
  HIDDEN.map(({ form, name, what, start, section, malformed }) =>
    refuses({
      slug: `${name}-${form}-behind-the-other`,
      title: `the offset of ${what} leads to malformed bytes behind well-formed ones`,
      clause: start,
      labelled: start,
      only: { R02: form },
      good: handmade(form, [user(), asGids(malformed), section]),
      bad: handmade(form, [user(), asGids(section.hex), { ...section, hex: malformed }]),
    }),
  ),
  HIDDEN.map(({ form, name, what, start, section }) =>
    aCase(`${name}-${form}-far`, `${what} are found behind more than 4 KiB`, [
      aSession(),
      control(createToken('control', tokenSpec())),
      accepted(
        start,
        createToken('t', handmade(form, [user(), { name: 'defaultDacl', hex: acl(210) }, section])),
      ),
    ]),
  ),
  HIDDEN.filter(({ form }) => form === 'wide').flatMap((hidden) =>
    [-5, -4, -1, 1, 4, 0x10000, 0x7fffff00, 0xffffff00].map((change) =>
      refuses({
        slug: `${hidden.name}-length-${change}`,
        title: `the length of ${hidden.what} is wrong by ${change}`,
        clause: hidden.size,
        labelled: hidden.size,
        only: { R02: hidden.form },
        good: resized(hidden, bytesOf(hidden)),
        bad: resized(hidden, bytesOf(hidden) + change),
      }),
    ),
  ),
  HIDDEN.filter(({ form }) => form === 'packed').flatMap((hidden) =>
    [3, 4, 0x102, 0x10002, 0xffffffff].map((count) =>
      refuses({
        slug: `${hidden.name}-count-${count}`,
        title: `${count} ${hidden.what} are counted, two fit before the end`,
        clause: hidden.size,
        labelled: hidden.size,
        only: { R02: hidden.form },
        good: resized(hidden, 2),
        bad: resized(hidden, count),
      }),
    ),
  ),
]);

/** The byte length of the hidden section. */
function bytesOf(hidden: Hidden): number {
  return hidden.section.hex.length / 2;
}
