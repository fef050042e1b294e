/** @module Copies at level Anonymous, where they keep the identity of their source. */
import { aCase, asserts, control, defineSuite } from '../language/suite.js';
import { aSession, aToken, is, query, ref } from '../language/steps.js';
import { duplicate } from '../language/steps-derive.js';
import { MARKED, SOURCE_USER } from './source.js';

const SOURCES: readonly (readonly [slug: string, spec: Readonly<Record<string, number>>])[] = [
  ['primary', {}],
  ...[0, 1, 2, 3].map(
    (level) => [`level-${level}`, { tokenType: 2, impersonationLevel: level }] as const,
  ),
];

export default defineSuite('anonymous', 'copied', [
  SOURCES.map(([slug, spec]) =>
    aCase(`of-${slug}`, `a copy at level 0 of a ${slug} token keeps user and groups`, [
      aSession(),
      aToken('t', { ...MARKED, ...spec }),
      control(query('o', 't', 'GROUPS')),
      control(duplicate('d', 't', { tokenType: 2, level: 0 })),
      asserts('AN-009', query('u', 'd', 'USER'), is.equals('decoded', SOURCE_USER)),
      asserts('AN-009', query('g', 'd', 'GROUPS'), is.equals('payload', ref('o.payload'))),
      asserts('AN-009', query('l', 'd', 'IMPERSONATION_LEVEL'), is.equals('decoded', 0)),
    ]),
  ),
]);
