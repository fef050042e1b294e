/**
 * @module Where sections start and how long they are: each one directly behind the header, behind
 * the user SID and far behind another section, and in several sizes. Sections touch, because the
 * documents say nothing about gaps.
 */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { QueryClassName } from '../../reference/abi/numbers.js';
import { aSession, createToken, is, query } from '../language/steps.js';
import { aCase, accepted, asserts, defineSuite } from '../language/suite.js';
import type { SuiteCase, SuiteStep } from '../language/suite.js';
import {
  acl,
  claims,
  claimValues,
  entries,
  FORMS,
  gids,
  handmade,
  list,
  places,
  user,
  type Form,
  type Section,
  type SectionName,
} from './handmade.js';

/** A section of some size and what its query shows. */
interface Content {
  readonly section: Section;
  readonly at?: string;
  readonly shows: Parameters<typeof is.equals>[1];
}

/** A kind of section: its clauses, its query, its content by size. */
interface Kind {
  readonly name: SectionName;
  readonly what: string;
  readonly start: { readonly [F in Form]?: ClauseId };
  readonly size: { readonly [F in Form]?: ClauseId };
  readonly queryClass: QueryClassName;
  readonly sizes: readonly number[];
  readonly content: (form: Form, size: number) => Content;
}

function listKind(
  kind: Pick<Kind, 'name' | 'what' | 'start' | 'size' | 'queryClass'>,
  attributes: number,
): Kind {
  return {
    ...kind,
    sizes: [1, 2, 7, 40],
    content: (form, size) => {
      const items = entries(size, attributes);
      return { section: list(form, kind.name, items), shows: items };
    },
  };
}

const KINDS: readonly Kind[] = [
  listKind(
    {
      name: 'restrictedSids',
      what: 'restricting SIDs',
      start: { wide: 'TH-038', packed: 'TH-105' },
      size: { wide: 'TH-039', packed: 'TH-138' },
      queryClass: 'RESTRICTED_SIDS',
    },
    0,
  ),
  listKind(
    {
      name: 'deviceGroups',
      what: 'device groups',
      start: { wide: 'TH-040', packed: 'TH-104' },
      size: { wide: 'TH-041', packed: 'TH-137' },
      queryClass: 'DEVICE_GROUPS',
    },
    7,
  ),
  {
    name: 'defaultDacl',
    what: 'default DACL',
    start: { wide: 'TH-048', packed: 'TH-101' },
    size: { wide: 'TH-049', packed: 'TH-134' },
    queryClass: 'DEFAULT_DACL',
    sizes: [0, 1, 2, 13, 64],
    content: (_, size) => ({
      section: { name: 'defaultDacl', hex: acl(size) },
      at: 'payload',
      shows: acl(size),
    }),
  },
  {
    name: 'userClaims',
    what: 'user claims',
    start: { packed: 'TH-102' },
    size: { packed: 'TH-135' },
    queryClass: 'USER_CLAIMS',
    sizes: [1, 2, 5, 20],
    content: (_, size) => ({
      section: { name: 'userClaims', hex: claims(size) },
      shows: claimValues(size),
    }),
  },
  {
    name: 'deviceClaims',
    what: 'device claims',
    start: { packed: 'TH-103' },
    size: { packed: 'TH-136' },
    queryClass: 'DEVICE_CLAIMS',
    sizes: [1, 2, 5, 20],
    content: (_, size) => ({
      section: { name: 'deviceClaims', hex: claims(size) },
      shows: claimValues(size),
    }),
  },
  {
    name: 'gids',
    what: 'supplementary GIDs',
    start: { packed: 'TH-113' },
    size: { packed: 'TH-141' },
    queryClass: 'PROJECTED_SUPPLEMENTARY_GIDS',
    sizes: [1, 2, 5, 32],
    content: (_, size) => {
      const numbers = Array.from({ length: size }, (__, n) => 0x010203 + 0x010001 * n);
      return { section: gids(...numbers), shows: numbers };
    },
  },
];

function shown(clause: ClauseId, kind: Kind, { at, shows }: Content): SuiteStep {
  return asserts(clause, query('q', 't', kind.queryClass), is.equals(at ?? 'decoded', shows));
}

function startCases(kind: Kind, form: Form): SuiteCase[] {
  const clause = kind.start[form];
  if (clause === undefined) return [];
  const content = kind.content(form, 2);
  return places(form, content.section).map(([where, sections], n) =>
    aCase(`${kind.name}-${form}-place-${n}`, `${kind.what} are found ${where}`, [
      aSession(),
      accepted(clause, createToken('t', handmade(form, sections))),
      shown(clause, kind, content),
    ]),
  );
}

function sizeCases(kind: Kind, form: Form): SuiteCase[] {
  const clause = kind.size[form];
  if (clause === undefined) return [];
  return kind.sizes.map((size) => {
    const content = kind.content(form, size);
    return aCase(
      `${kind.name}-${form}-size-${size}`,
      `${kind.what} of size ${size} are read whole`,
      [
        aSession(),
        accepted(clause, createToken('t', handmade(form, [content.section, user()]))),
        shown(clause, kind, content),
      ],
    );
  });
}

/** A section that is not there: both words zero. */
function absentCases(kind: Kind, form: Form): SuiteCase[] {
  const clause = kind.size[form];
  if (clause === undefined) return [];
  const isList = kind.content(form, 1).section.count !== undefined;
  return [
    aCase(`${kind.name}-${form}-absent`, `${kind.what} are empty if both words are zero`, [
      aSession(),
      accepted(clause, createToken('t', handmade(form, [user()]))),
      asserts(
        clause,
        query('q', 't', kind.queryClass),
        is.equals('payload', isList ? '00000000' : ''),
      ),
    ]),
  ];
}

export default defineSuite('token-spec-header', 'sections', [
  ...FORMS.flatMap((form) => KINDS.map((kind) => startCases(kind, form))),
  ...FORMS.flatMap((form) => KINDS.map((kind) => sizeCases(kind, form))),
  ...FORMS.flatMap((form) => KINDS.map((kind) => absentCases(kind, form))),
]);
