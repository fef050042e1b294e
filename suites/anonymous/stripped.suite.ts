/** @module Copies at level Anonymous, where they lose the identity of their source. */
import {
  aCase,
  asserts,
  control,
  defineSuite,
  type SuiteStep,
  type SwitchCondition,
} from '../language/suite.js';
import { aSession, aToken, is, openSelf, query } from '../language/steps.js';
import { USABLE_RESULT, duplicate, restrict } from '../language/steps-derive.js';
import { MINIMAL_GROUPS, MINIMAL_GROUPS_OF_ANY_SESSION } from './groups.js';
import { MARKED, WITHOUT_MARKS } from './source.js';

const ANONYMOUS = 'S-1-5-7';
const UNTRUSTED = 'S-1-16-0';

/** Present, enabled, default, used: four masks of 8 bytes. */
const NO_PRIVILEGES = '00'.repeat(32);

interface Source {
  readonly slug: string;
  readonly title: string;
  readonly steps: readonly SuiteStep[];
  readonly only?: SwitchCondition;
}

const minted = (level: number): Source => ({
  slug: `level-${level}`,
  title: `an impersonation token at level ${level}`,
  steps: [aSession(), aToken('t', { ...MARKED, tokenType: 2, impersonationLevel: level })],
});

/** Each binds `t`, with the right to duplicate it. */
const SOURCES: readonly Source[] = [
  { slug: 'primary', title: 'a primary token', steps: [aSession(), aToken('t', MARKED)] },
  ...[0, 1, 2, 3].map(minted),
  {
    slug: 'copied',
    title: 'a copy',
    steps: [
      aSession(),
      aToken('first', MARKED),
      control(duplicate('t', 'first', { accessMask: 0x000a, tokenType: 2, level: 3 })),
    ],
  },
  {
    slug: 'restricted',
    title: 'a restricted token',
    steps: [
      aSession(),
      aToken('first', { ...MARKED, restrictedSids: undefined }),
      control(restrict('t', 'first', { indices: [0], sids: ['S-1-5-12'] })),
    ],
    only: USABLE_RESULT,
  },
  { slug: 'system', title: 'the SYSTEM token', steps: [control(openSelf('t', 0x000a))] },
];

const LOSING = SOURCES.filter(({ slug }) => slug !== 'system');

const anonymous = (as = 'd', token = 't'): SuiteStep =>
  control(duplicate(as, token, { accessMask: 0x000a, tokenType: 2, level: 0 }));

const privileges = (clause: 'AN-001' | 'AN-004', as: string): SuiteStep =>
  asserts(clause, query(as, 'd', 'PRIVILEGES'), is.equals('payload', NO_PRIVILEGES));

/** Classes of the seeds, and those of later documents (ruling R15). */
const CLASSES = Array.from({ length: 21 }, (_, n) => n + 1);
const LATER_CLASSES = [22, 23, 24];

function withoutMarks(queryClass: number): SuiteStep {
  return asserts(
    'AN-006',
    query(`q-${queryClass}`, 'd', queryClass),
    is.matches('payload', WITHOUT_MARKS),
  );
}

export default defineSuite('anonymous', 'stripped', [
  SOURCES.map(({ slug, title, steps, only = {} }) =>
    aCase(
      `identity-${slug}`,
      `an Anonymous copy of ${title} is of nobody`,
      [
        steps,
        anonymous(),
        asserts(['AN-001', 'AN-002'], query('u', 'd', 'USER'), is.equals('decoded', ANONYMOUS)),
        privileges('AN-001', 'p'),
        asserts(
          ['AN-001', 'AN-005'],
          query('i', 'd', 'INTEGRITY_LEVEL'),
          is.equals('decoded', UNTRUSTED),
        ),
      ],
      { only },
    ),
  ),
  SOURCES.map(({ slug, title, steps, only = {} }) =>
    aCase(
      `privileges-${slug}`,
      `an Anonymous copy of ${title} has no privileges`,
      [steps, anonymous(), privileges('AN-004', 'p')],
      { only },
    ),
  ),
  SOURCES.map(({ slug, title, steps, only = {} }) =>
    aCase(
      `groups-${slug}`,
      `an Anonymous copy of ${title} has no groups of its source`,
      [
        steps,
        anonymous(),
        asserts(
          'AN-003',
          asserts('AN-003', query('g', 'd', 'GROUPS'), is.matches('payload', MINIMAL_GROUPS), {
            R52: 'strip-998',
          }),
          is.matches('payload', MINIMAL_GROUPS_OF_ANY_SESSION),
          { R52: 'strip' },
        ),
      ],
      { only },
    ),
  ),
  LOSING.map(({ slug, title, steps, only = {} }) =>
    aCase(
      `marks-${slug}`,
      `no query of an Anonymous copy of ${title} shows its source`,
      [steps, anonymous(), ...CLASSES.map(withoutMarks)],
      { only },
    ),
  ),
  LOSING.map(({ slug, title, steps, only = {} }) =>
    aCase(
      `later-marks-${slug}`,
      `no query of a later class of an Anonymous copy of ${title} shows its source`,
      [steps, anonymous(), ...LATER_CLASSES.map(withoutMarks)],
      { only: { ...only, R15: '24' } },
    ),
  ),
  SOURCES.map(({ slug, title, steps, only = {} }) =>
    aCase(
      `session-${slug}`,
      `an Anonymous copy of ${title} is of session 998`,
      [
        steps,
        anonymous(),
        asserts(
          'AN-006',
          query('s998', 'd', 'STATISTICS'),
          is.equals('decoded.sessionId', '0x3e6'),
        ),
      ],
      { only: { ...only, R52: 'strip-998' } },
    ),
  ),
  SOURCES.map(({ slug, title, steps, only = {} }) =>
    aCase(
      `claims-${slug}`,
      `an Anonymous copy of ${title} has no claims`,
      [
        steps,
        anonymous(),
        asserts('AN-014', query('uc', 'd', 'USER_CLAIMS'), is.equals('length', 0)),
        asserts('AN-014', query('dc', 'd', 'DEVICE_CLAIMS'), is.equals('length', 0)),
      ],
      { only },
    ),
  ),
  aCase('again', 'an Anonymous copy of an Anonymous copy is nobody, too', [
    aSession(),
    aToken('first', MARKED),
    anonymous('t', 'first'),
    anonymous(),
    asserts(['AN-001', 'AN-002'], query('u', 'd', 'USER'), is.equals('decoded', ANONYMOUS)),
  ]),
]);
