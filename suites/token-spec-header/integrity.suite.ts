/** @module Integrity levels and mandatory policy. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import { aSession, createToken, is, query, tokenSpec } from '../language/steps.js';
import { aCase, accepted, asserts, defineSuite, judged } from '../language/suite.js';
import { edit } from '../language/template.js';
import { refuses } from './forms.js';
import { FORMS, type Form } from './handmade.js';

const LEVELS: readonly (readonly [number, string, ClauseId])[] = [
  [0, 'Untrusted', 'TH-014'],
  [4096, 'Low', 'TH-015'],
  [8192, 'Medium', 'TH-016'],
  [12288, 'High', 'TH-017'],
  [16384, 'System', 'TH-018'],
];

/** Neighbours of the five, multiples of 4096 and 256, bytes in another order, shifted halves. */
const UNDEFINED = [
  ...[1, 2, 15, 16, 256, 2048, 4095, 4097, 8191, 8193, 8448, 12287, 12289, 16383, 16385],
  ...[0x1234, 20480, 24576, 0x8000, 0xf000, 0xffff, 0x10000, 0x11000, 0x12000, 0x100000],
  ...[0x10000000, 0x20000000, 0x7fffffff, 0x80000000, 0x80002000, 0xfffff000, 0xffffffff],
];

const AT: Readonly<Record<Form, { readonly integrity: number; readonly policy: number }>> = {
  wide: { integrity: 12, policy: 16 },
  packed: { integrity: 8, policy: 12 },
};
const hex = (value: number): string => `0x${value.toString(16)}`;

export default defineSuite('token-spec-header', 'integrity', [
  FORMS.flatMap((form) =>
    LEVELS.map(([level, name, clause]) =>
      aCase(
        `level-${level}-${form}`,
        `integrity ${level} (${name}) is accepted and reported`,
        [
          aSession(),
          accepted(
            clause,
            createToken('t', tokenSpec({}, [edit.put(AT[form].integrity, 4, level)])),
          ),
          asserts(
            clause,
            query('q', 't', 'INTEGRITY_LEVEL'),
            is.equals('decoded', `S-1-16-${level}`),
          ),
        ],
        { only: { R02: form } },
      ),
    ),
  ),
  FORMS.flatMap((form) =>
    UNDEFINED.map((level) =>
      refuses({
        slug: `undefined-${hex(level)}-${form}`,
        title: `integrity ${level} is refused`,
        clause: 'TH-019',
        bad: tokenSpec({}, [edit.put(AT[form].integrity, 4, level)]),
        only: { R02: form, R26: 'five' },
      }),
    ),
  ),
  [...UNDEFINED, ...LEVELS.map(([level]) => level)].map((level) =>
    aCase(`any-${hex(level)}`, `integrity ${level} is accepted and reported`, [
      aSession(),
      accepted('TH-124', createToken('t', tokenSpec({}, [edit.put(8, 4, level)]))),
      asserts(
        'TH-124',
        query('q', 't', 'INTEGRITY_LEVEL'),
        is.equals('decoded', `S-1-16-${level}`),
      ),
    ]),
  ),
  FORMS.flatMap((form) =>
    [
      { policy: 1, bit: 1, clause: 'TH-021' as const },
      { policy: 3, bit: 1, clause: 'TH-021' as const },
      { policy: 2, bit: 2, clause: 'TH-022' as const },
      { policy: 3, bit: 2, clause: 'TH-022' as const },
    ].map(({ policy, bit, clause }) =>
      aCase(
        `policy-${policy}-bit-${bit}-${form}`,
        `policy ${policy} shows bit ${bit}`,
        [
          aSession(),
          accepted(clause, createToken('t', tokenSpec({}, [edit.put(AT[form].policy, 4, policy)]))),
          asserts(clause, query('q', 't', 'MANDATORY_POLICY'), is.bits('decoded', bit)),
        ],
        { only: { R02: form } },
      ),
    ),
  ),
  FORMS.flatMap((form) =>
    [0x04, 0x08, 0x80, 0x100, 0x10000, 0x80000000, 0xfffffffc].map((policy) =>
      aCase(
        `policy-${hex(policy)}-${form}`,
        `undefined policy bits ${hex(policy)}`,
        [
          aSession(),
          judged('TH-023', createToken('t', tokenSpec({}, [edit.put(AT[form].policy, 4, policy)]))),
          {
            ...judged('TH-023', query('q', 't', 'MANDATORY_POLICY')),
            onlyIf: { step: 't', ended: 'returned' },
          },
        ],
        { only: { R02: form } },
      ),
    ),
  ),
]);
