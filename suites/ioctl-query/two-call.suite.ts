/** @module The two-call pattern of QUERY, for every class: sizing, exact, too small, larger. */
import { aSession, aToken, is, openSelf, query, ref } from '../language/steps.js';
import { aCase, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteCase, SuiteStep } from '../language/suite.js';
import { CLASSES, FULL_TOKEN, type ClassRow } from './full-token.js';

/** Buffers with room behind what the struct says, so that a canary can die. */
const ROOM = 512;

const FULL: readonly SuiteStep[] = [aSession(), aToken('t', FULL_TOKEN)];

/** A handle `o` of the worker's own token. */
const OWN: SuiteStep = control(openSelf('o'));

/** Slug of a row: the class, and the size where two rows share it. */
function slugOf({ class: n, size, only }: ClassRow): string {
  return only?.R14 === undefined ? `${n}` : `${n}-of-${size}`;
}

function perClass(make: (row: ClassRow, slug: string) => SuiteCase): readonly SuiteCase[] {
  return CLASSES.map((row) => {
    const made = make(row, slugOf(row));
    return {
      ...made,
      needs: ['sessions'],
      ...(row.only === undefined ? {} : { only: row.only }),
    };
  });
}

/** The needed size of the class, as `z.length`. */
function sizing(n: number): SuiteStep {
  return query('z', 't', n, { capacity: 0 });
}

export default defineSuite('ioctl-query', 'two-call', [
  perClass(({ class: n, name }, slug) =>
    aCase(`exact-${slug}`, `${name}: the size that a length of 0 reports is needed and enough`, [
      FULL,
      asserts('IQ-002', judged('IQ-002', sizing(n)), is.greaterThan('length', 0)),
      asserts(
        'IQ-002',
        judged(['IQ-001', 'IQ-003'], query('e', 't', n, { capacity: ref('z.length') })),
        is.equals('length', ref('z.length')),
      ),
    ]),
  ),
  perClass(({ class: n, name }, slug) =>
    aCase(`sizing-canary-${slug}`, `${name}: a length of 0 leaves the buffer alone`, [
      FULL,
      asserts(
        'IQ-004',
        asserts(
          'IQ-004',
          query('z', 't', n, { capacity: ROOM, bufLen: 0 }),
          is.equals('intact', true),
        ),
        is.equals('payload', ''),
      ),
    ]),
  ),
  perClass(({ class: n, name }, slug) =>
    aCase(`null-${slug}`, `${name}: a null pointer sizes, whatever the length says`, [
      FULL,
      control(sizing(n)),
      ...[0, 1, ROOM, 0xffffffff].map((bufLen) =>
        asserts(
          'IQ-041',
          judged('IQ-041', query(`n${bufLen}`, 't', n, { capacity: 0, bufLen, pointer: 'null' })),
          is.equals('length', ref('z.length')),
        ),
      ),
    ]),
  ),
  perClass(({ class: n, name, size }, slug) =>
    aCase(`one-short-${slug}`, `${name}: one byte too few is refused, with the size needed`, [
      FULL,
      control(sizing(n)),
      control(query('e', 't', n, { capacity: ROOM, bufLen: ref('z.length') })),
      asserts(
        'IQ-044',
        asserts(
          'IQ-043',
          judged('IQ-042', query('q', 't', n, { capacity: ROOM, bufLen: size - 1 })),
          is.equals('out.length', ref('z.length')),
        ),
        is.equals('out.intact', true),
      ),
    ]),
  ),
  perClass(({ class: n, name }, slug) =>
    aCase(`one-byte-${slug}`, `${name}: a buffer of one byte is refused, with the size needed`, [
      FULL,
      control(sizing(n)),
      control(query('e', 't', n)),
      asserts(
        'IQ-044',
        asserts(
          'IQ-043',
          judged('IQ-042', query('q', 't', n, { capacity: ROOM, bufLen: 1 })),
          is.equals('out.length', ref('z.length')),
        ),
        is.equals('out.intact', true),
      ),
    ]),
  ),
  perClass(({ class: n, name, size }, slug) =>
    aCase(`larger-${slug}`, `${name}: with room to spare, the length becomes the actual size`, [
      FULL,
      control(sizing(n)),
      ...[size + 1, ROOM, 0x10000].map((capacity) =>
        asserts(
          'IQ-045',
          query(`q${capacity}`, 't', n, { capacity }),
          is.equals('length', ref('z.length')),
        ),
      ),
    ]),
  ),
  [0x7fffffff, 0x80000000, 0xffffffff].map((bufLen) =>
    aCase(`huge-length-${bufLen}`, `a length of ${bufLen} is a large buffer, not a negative one`, [
      OWN,
      control(query('z', 'o', 'PRIVILEGES', { capacity: 0 })),
      asserts(
        'IQ-045',
        query('q', 'o', 'PRIVILEGES', { capacity: ROOM, bufLen }),
        is.equals('length', ref('z.length')),
      ),
    ]),
  ),
  [
    aCase('large-buffer', 'a buffer of a mebibyte is taken', [
      OWN,
      judged('IQ-001', query('q', 'o', 'USER', { capacity: 0x100000 })),
    ]),
    aCase('own-token', 'sizing and reading the own token, without any session of its own', [
      OWN,
      judged('IQ-002', query('z', 'o', 'USER', { capacity: 0 })),
      judged(['IQ-001', 'IQ-003'], query('q', 'o', 'USER', { capacity: ref('z.length') })),
    ]),
    aCase('own-token-short', 'the own token, one byte too few', [
      OWN,
      control(query('z', 'o', 'TYPE', { capacity: 0 })),
      control(query('e', 'o', 'TYPE', { capacity: 4 })),
      asserts(
        'IQ-043',
        judged('IQ-042', query('q', 'o', 'TYPE', { capacity: 16, bufLen: 3 })),
        is.equals('out.length', 4),
      ),
    ]),
    aCase(
      'group-list-of-kilobytes',
      'a list of 60 long SIDs is sized and read in full',
      [
        aSession(),
        aToken('t', {
          groups: Array.from({ length: 60 }, (_, n) => ({
            sid: `S-1-5-21-1-2-3-4-5-6-7-8-9-10-11-12-13-${5000 + n}`,
            attributes: 0x7,
          })),
        }),
        judged('IQ-002', query('z', 't', 'GROUPS', { capacity: 0 })),
        asserts(
          'IQ-002',
          judged('IQ-003', query('e', 't', 'GROUPS', { capacity: ref('z.length') })),
          is.equals('length', ref('z.length')),
        ),
      ],
      { needs: ['sessions'] },
    ),
  ],
]);
