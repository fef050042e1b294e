/** @module The numbers of the header that both forms have, and the cases that each of them gets. */
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';
import type { QueryClassName } from '../../reference/abi/numbers.js';
import { aSession, createToken, is, query, ref, tokenSpec } from '../language/steps.js';
import { aCase, accepted, asserts, type SuiteCase } from '../language/suite.js';
import { edit } from '../language/template.js';
import { readsBack, wide64, type FieldRow } from './forms.js';
import { createRaw, type Form } from './handmade.js';

/** Where the documents put a number, how many bytes wide, and the clause that says so. */
type Place = readonly [clause: ClauseId, at: number, width: number];

/** The places of one form. */
interface Places {
  readonly tokenType: Place;
  readonly impersonationLevel: Place;
  readonly integrityLevel: Place;
  readonly mandatoryPolicy: Place;
  readonly expiration: Place;
  readonly sessionId: Place;
  readonly origin: Place;
  readonly interactiveSession: Place;
  readonly ownerIndex: number;
  readonly primaryGroupIndex: number;
  /** The wide form has it in a section of its own. */
  readonly sourceId?: Place;
}

type ShownNumber = Omit<FieldRow, 'clause' | 'at' | 'width'>;

const SIXTY_FOUR = [0n, 1n, 0xffffffffn, 0x100000000n, 0x0102030405060708n, 0xffffffffffffffffn];

const SHOWN: Readonly<Partial<Record<keyof Places, ShownNumber>>> = {
  tokenType: { field: 'token type', values: [1, 2], queryClass: 'TYPE' },
  impersonationLevel: {
    field: 'impersonation level',
    values: [0, 1, 2, 3],
    queryClass: 'IMPERSONATION_LEVEL',
    token: { tokenType: 2 },
  },
  integrityLevel: {
    field: 'integrity level',
    values: [0, 4096, 8192, 12288, 16384],
    queryClass: 'INTEGRITY_LEVEL',
    shows: (value) => `S-1-16-${value}`,
  },
  mandatoryPolicy: {
    field: 'mandatory policy',
    values: [0, 1, 2, 3],
    queryClass: 'MANDATORY_POLICY',
  },
  expiration: {
    field: 'expiration',
    values: SIXTY_FOUR,
    queryClass: 'STATISTICS',
    path: 'decoded.expiration',
    shows: wide64,
  },
  sourceId: {
    field: 'source id',
    values: SIXTY_FOUR,
    queryClass: 'SOURCE',
    path: 'decoded.id',
    shows: wide64,
  },
  origin: { field: 'origin', values: SIXTY_FOUR, queryClass: 'ORIGIN', shows: wide64 },
  interactiveSession: {
    field: 'interactive session',
    values: [0, 1, 0x100, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff],
    queryClass: 'SESSION_ID',
  },
};

/** Every number of a form: read back, and stored with its least byte first. @internal */
export function numbersOf(form: Form, places: Places): readonly SuiteCase[] {
  return [
    ...Object.entries(SHOWN).flatMap(([name, number]) => {
      const place = places[name as keyof Places];
      if (typeof place !== 'object') return [];
      const [clause, at, width] = place;
      return readsBack({ ...number, clause, at, width });
    }),
    ...sessionIdCases(form, places.sessionId),
    ...littleEndianCases(form, places),
  ];
}

function sessionIdCases(form: Form, [clause, at]: Place): readonly SuiteCase[] {
  const decides = [
    accepted(clause, createRaw('t', form, 's')),
    asserts(clause, query('q', 't', 'STATISTICS'), is.equals('decoded.sessionId', ref('s.id'))),
  ];
  return [
    aCase('session-id', `the id at offset ${at} decides the session of the token`, [
      aSession('other'),
      aSession('s'),
      ...decides,
    ]),
    aCase('session-id-of-the-older', `the id at offset ${at} can be that of an older session`, [
      aSession('s'),
      aSession('newer'),
      ...decides,
    ]),
  ];
}

const EIGHT = ['0102030405060708', '0x807060504030201'] as const;
const GROUP = 'S-1-5-32-544';

function littleEndianCases(form: Form, places: Places): readonly SuiteCase[] {
  const row = (
    name: string,
    at: number,
    queryClass: QueryClassName,
    [bytes, seen]: readonly [string, string | number],
    path = 'decoded',
  ): SuiteCase =>
    aCase(
      `little-endian-${name.replaceAll(' ', '-')}`,
      `${name} is stored little-endian`,
      [
        aSession(),
        accepted(
          'TH-073',
          createToken(
            't',
            tokenSpec({ groups: [{ sid: GROUP, attributes: 0xf }] }, [edit.write(at, bytes)]),
          ),
        ),
        asserts('TH-073', query('q', 't', queryClass), is.equals(path, seen)),
      ],
      { only: { R02: form } },
    );
  const { integrityLevel, mandatoryPolicy, interactiveSession, origin, expiration } = places;
  const { ownerIndex, primaryGroupIndex, sourceId } = places;
  return [
    row('integrity level', integrityLevel[1], 'INTEGRITY_LEVEL', ['00100000', 'S-1-16-4096']),
    row('mandatory policy', mandatoryPolicy[1], 'MANDATORY_POLICY', ['02000000', 2]),
    row('interactive session', interactiveSession[1], 'SESSION_ID', ['01020304', 0x04030201]),
    row('origin', origin[1], 'ORIGIN', EIGHT),
    row('owner index', ownerIndex, 'OWNER', ['01000000', GROUP]),
    row('primary group', primaryGroupIndex, 'PRIMARY_GROUP', ['01000000', GROUP]),
    row('expiration', expiration[1], 'STATISTICS', EIGHT, 'decoded.expiration'),
    ...(sourceId === undefined
      ? []
      : [row('source id', sourceId[1], 'SOURCE', EIGHT, 'decoded.id')]),
  ];
}
