/** @module Confinement: the SID, the capabilities, and the four flags about it. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { aSession, createToken, is, query } from '../language/steps.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteCase } from '../language/suite.js';
import { edit, type BytesTemplate } from '../language/template.js';
import { refuses } from './forms.js';
import {
  FORMS,
  acl,
  entries,
  handmade,
  list,
  sid,
  user,
  type Form,
  type Section,
} from './handmade.js';

const APP = 'S-1-15-2-11-12-13-14-15-16-17';

/** The clauses of each form: start and size of the SID, start and size of the capabilities. */
const CLAUSES: Readonly<Record<Form, readonly [ClauseId, ClauseId, ClauseId, ClauseId]>> = {
  wide: ['TH-061', 'TH-062', 'TH-063', 'TH-064'],
  packed: ['TH-106', 'TH-139', 'TH-107', 'TH-140'],
};

function app(text: string = APP): Section {
  return { name: 'confinementSid', hex: sid(text) };
}

function capabilities(form: Form, count: number): Section {
  return list(form, 'capabilities', entries(count, 0, 'S-1-15-3'));
}

const FAR: Section = { name: 'defaultDacl', hex: acl(210) };

function places(section: Section, others: readonly Section[]): readonly Section[][] {
  return [
    [section, user(), ...others],
    [user(), section, ...others],
    [user(), ...others, section],
    [user(), FAR, ...others, section],
  ];
}

function sidCases(form: Form): SuiteCase[] {
  const [start, size] = CLAUSES[form];
  return [
    ...places(app(), []).map((sections, n) =>
      aCase(`sid-${form}-place-${n}`, `the confinement SID is found at place ${n + 1}`, [
        aSession(),
        accepted(start, createToken('t', handmade(form, sections))),
        asserts(start, query('q', 't', 'APPCONTAINER_SID'), is.equals('decoded', APP)),
      ]),
    ),
    ...[2, 3, 4, 7, 8, 12, 15].map((count) => {
      const rids = Array.from({ length: count - 1 }, (_, n) => n + 70000);
      const text = `S-1-15-2-${rids.join('-')}`;
      return aCase(`sid-${form}-${count}`, `a confinement SID of ${8 + 4 * count} bytes is whole`, [
        aSession(),
        accepted(size, createToken('t', handmade(form, [user(), app(text)]))),
        asserts(size, query('q', 't', 'APPCONTAINER_SID'), is.equals('decoded', text)),
      ]);
    }),
    aCase(`sid-${form}-absent`, 'with both words zero the token is not confined', [
      aSession(),
      accepted([start, size], createToken('t', handmade(form, [user()]))),
      asserts([start, size], query('q', 't', 'APPCONTAINER_SID'), is.equals('payload', '')),
    ]),
  ];
}

function capabilityCases(form: Form): SuiteCase[] {
  const [, , start, size] = CLAUSES[form];
  const two = entries(2, 0, 'S-1-15-3');
  return [
    ...places(capabilities(form, 2), [app()]).map((sections, n) =>
      aCase(`capabilities-${form}-place-${n}`, `the capabilities are found at place ${n + 1}`, [
        aSession(),
        accepted(start, createToken('t', handmade(form, sections))),
        asserts(start, query('q', 't', 'CAPABILITIES'), is.equals('decoded', two)),
      ]),
    ),
    ...[0, 1, 2, 7, 60].map((count) =>
      aCase(`capabilities-${form}-${count}`, `${count} capabilities are read`, [
        aSession(),
        accepted(
          size,
          createToken(
            't',
            handmade(form, [...(count === 0 ? [] : [capabilities(form, count)]), user(), app()]),
          ),
        ),
        asserts(
          size,
          query('q', 't', 'CAPABILITIES'),
          is.equals('decoded', entries(count, 0, 'S-1-15-3')),
        ),
      ]),
    ),
  ];
}

/** A confined token with a number at a place of the header. */
function confined(form: Form, at: number, width: number, value: number): BytesTemplate {
  return handmade(form, [user(), app()], [edit.put(at, width, value)]);
}

/** A token without confinement with a number at a place of the header. */
function free(form: Form, at: number, width: number, value: number): BytesTemplate {
  return handmade(form, [user()], [edit.put(at, width, value)]);
}

const FLAGS: readonly {
  readonly clause: ClauseId;
  readonly name: string;
  readonly form: Form;
  readonly at: number;
  readonly width: number;
}[] = [
  { clause: 'TH-065', name: 'confinement exempt', form: 'wide', at: 168, width: 4 },
  { clause: 'TH-066', name: 'isolation boundary', form: 'wide', at: 172, width: 4 },
  { clause: 'TH-108', name: 'confinement exempt', form: 'packed', at: 156, width: 1 },
  { clause: 'TH-110', name: 'user deny-only', form: 'packed', at: 158, width: 1 },
  { clause: 'TH-112', name: 'isolation boundary', form: 'packed', at: 159, width: 1 },
];

const hex = (value: number): string => `0x${value.toString(16)}`;
const RESTRICTING = (form: Form): Section => list(form, 'restrictedSids', entries(1, 0));

export default defineSuite('token-spec-header', 'confinement', [
  ...FORMS.map(sidCases),
  ...FORMS.map(capabilityCases),
  FLAGS.flatMap(({ clause, name, form, at, width }) =>
    [0, 1].map((value) =>
      aCase(`flag-${at}-${value}-${form}`, `${name} ${value} is accepted for a confined token`, [
        aSession(),
        judged(clause, createToken('t', confined(form, at, width, value))),
        control(query('q', 't', 'APPCONTAINER_SID')),
      ]),
    ),
  ),
  FLAGS.filter(({ clause }) => clause !== 'TH-066' && clause !== 'TH-112').flatMap(
    ({ clause, name, form, at, width }) =>
      (clause === 'TH-110' ? [0, 1] : [0]).map((value) =>
        aCase(`flag-${at}-${value}-free-${form}`, `${name} ${value} without confinement`, [
          aSession(),
          judged(clause, createToken('t', free(form, at, width, value))),
        ]),
      ),
  ),
  FORMS.map((form) =>
    aCase(`isolation-0-free-${form}`, 'isolation boundary 0 is accepted without confinement', [
      aSession(),
      judged(
        form === 'wide' ? 'TH-066' : 'TH-112',
        createToken('t', form === 'wide' ? free(form, 172, 4, 0) : free(form, 159, 1, 0)),
      ),
    ]),
  ),
  [1, 2, 3, 0x100, 0x10000, 0x1000000, 0x80000000, 0xffffffff].map((value) =>
    refuses({
      slug: `isolation-${hex(value)}-free-wide`,
      title: `isolation boundary ${hex(value)} without a confinement SID is refused`,
      clause: ['TH-067', 'TH-077'],
      ...(value === 1 ? { labelled: ['TH-067', 'TH-077'] as const } : {}),
      good: confined('wide', 172, 4, 1),
      bad: free('wide', 172, 4, value),
    }),
  ),
  [1, 2, 3, 0x80, 0xff].map((value) =>
    refuses({
      slug: `isolation-${hex(value)}-free-packed`,
      title: `isolation boundary ${hex(value)} without a confinement SID is refused`,
      clause: 'TH-144',
      only: { R02: 'packed' },
      labelled: 'TH-144',
      good: confined('packed', 159, 1, 1),
      bad: free('packed', 159, 1, value),
    }),
  ),
  aCase('isolation-with-capabilities-only', 'capabilities do not stand in for a confinement SID', [
    aSession(),
    accepted(
      ['TH-077', 'TH-067'],
      createToken(
        'control',
        handmade('wide', [user(), capabilities('wide', 1), app()], [edit.put(172, 4, 1)]),
      ),
    ),
    judged(
      ['TH-077', 'TH-067', 'TH-079'],
      createToken('t', handmade('wide', [user(), capabilities('wide', 1)], [edit.put(172, 4, 1)])),
    ),
  ]),
  [2, 3, 4, 0xff, 0x100, 0x101, 0x10000, 0x10001, 0x1000000, 0x80000000, 0xffffffff].map((value) =>
    refuses({
      slug: `exempt-${hex(value)}`,
      title: `confinement exempt ${hex(value)} is refused`,
      clause: 'TH-131',
      labelled: 'TH-131',
      good: confined('wide', 168, 4, value % 2),
      bad: confined('wide', 168, 4, value),
    }),
  ),
  aCase('write-restricted', 'write-restricted is accepted together with user deny-only', [
    aSession(),
    judged(
      'TH-109',
      createToken(
        't',
        handmade(
          'packed',
          [user(), RESTRICTING('packed')],
          [edit.put(157, 1, 1), edit.put(158, 1, 1)],
        ),
      ),
    ),
  ]),
  [[], [RESTRICTING('packed')]].map((more, n) =>
    refuses({
      slug: `write-restricted-alone-${n}`,
      title: `write-restricted without user deny-only is refused (${more.length} sections more)`,
      clause: 'TH-111',
      only: { R02: 'packed' },
      ...(n === 0 ? {} : { labelled: 'TH-111' as const }),
      good: handmade(
        'packed',
        [user(), RESTRICTING('packed')],
        [edit.put(157, 1, 1), edit.put(158, 1, 1)],
      ),
      bad: handmade('packed', [user(), ...more], [edit.put(157, 1, 1)]),
    }),
  ),
  [156, 157, 158, 159].flatMap((at) =>
    [2, 0xff].map((value) =>
      aCase(`flag-${at}-${hex(value)}-packed`, `${hex(value)} in the flag at offset ${at}`, [
        aSession(),
        judged(
          'TH-143',
          createToken(
            't',
            handmade(
              'packed',
              [user(), app(), RESTRICTING('packed')],
              [edit.put(158, 1, at === 157 ? 1 : 0), edit.put(at, 1, value)],
            ),
          ),
        ),
      ]),
    ),
  ),
]);
