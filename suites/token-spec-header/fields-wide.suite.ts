/** @module Numbers of the wide header, each at the offset that the token-spec page gives it. */
import { defineSuite, aCase, accepted, asserts } from '../language/suite.js';
import { aSession, createToken, is, query, ref, tokenSpec } from '../language/steps.js';
import { edit } from '../language/template.js';
import { readsBack, wide64 } from './forms.js';
import { createRaw } from './handmade.js';

const SIXTY_FOUR = [0n, 1n, 0xffffffffn, 0x100000000n, 0x0102030405060708n, 0xffffffffffffffffn];
const INTEGRITY = [0, 4096, 8192, 12288, 16384];

export default defineSuite('token-spec-header', 'fields-wide', [
  readsBack({
    clause: 'TH-005',
    field: 'token type',
    at: 4,
    width: 4,
    values: [1, 2],
    queryClass: 'TYPE',
  }),
  readsBack({
    clause: 'TH-009',
    field: 'impersonation level',
    at: 8,
    width: 4,
    values: [0, 1, 2, 3],
    queryClass: 'IMPERSONATION_LEVEL',
    token: { tokenType: 2 },
  }),
  readsBack({
    clause: 'TH-013',
    field: 'integrity level',
    at: 12,
    width: 4,
    values: INTEGRITY,
    queryClass: 'INTEGRITY_LEVEL',
    shows: (value) => `S-1-16-${value}`,
  }),
  readsBack({
    clause: 'TH-020',
    field: 'mandatory policy',
    at: 16,
    width: 4,
    values: [0, 1, 2, 3],
    queryClass: 'MANDATORY_POLICY',
  }),
  readsBack({
    clause: 'TH-027',
    field: 'expiration',
    at: 32,
    width: 8,
    values: SIXTY_FOUR,
    queryClass: 'STATISTICS',
    path: 'decoded.expiration',
    shows: wide64,
  }),
  readsBack({
    clause: 'TH-030',
    field: 'origin',
    at: 40,
    width: 8,
    values: SIXTY_FOUR,
    queryClass: 'ORIGIN',
    shows: wide64,
  }),
  readsBack({
    clause: 'TH-032',
    field: 'interactive session',
    at: 52,
    width: 4,
    values: [0, 1, 0x100, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff],
    queryClass: 'SESSION_ID',
  }),
  aCase('session-id', 'the id at offset 24 decides the session of the token', [
    aSession('other'),
    aSession('s'),
    accepted('TH-026', createRaw('t', 'wide', 's')),
    asserts('TH-026', query('q', 't', 'STATISTICS'), is.equals('decoded.sessionId', ref('s.id'))),
  ]),
  aCase('session-id-of-the-older', 'the id at offset 24 can be that of an older session', [
    aSession('s'),
    aSession('newer'),
    accepted('TH-026', createRaw('t', 'wide', 's')),
    asserts('TH-026', query('q', 't', 'STATISTICS'), is.equals('decoded.sessionId', ref('s.id'))),
  ]),
  [
    {
      at: 12,
      hex: '00100000',
      name: 'integrity level',
      cls: 'INTEGRITY_LEVEL',
      seen: 'S-1-16-4096',
    },
    { at: 16, hex: '02000000', name: 'mandatory policy', cls: 'MANDATORY_POLICY', seen: 2 },
    { at: 52, hex: '01020304', name: 'interactive session', cls: 'SESSION_ID', seen: 0x04030201 },
    { at: 40, hex: '0102030405060708', name: 'origin', cls: 'ORIGIN', seen: '0x807060504030201' },
    { at: 120, hex: '01000000', name: 'owner index', cls: 'OWNER', seen: 'S-1-5-32-544' },
    { at: 124, hex: '01000000', name: 'primary group', cls: 'PRIMARY_GROUP', seen: 'S-1-5-32-544' },
  ].map(({ at, hex, name, cls, seen }) =>
    aCase(
      `little-endian-${name.replaceAll(' ', '-')}`,
      `${name} is stored little-endian`,
      [
        aSession(),
        accepted(
          'TH-073',
          createToken(
            't',
            tokenSpec({ groups: [{ sid: 'S-1-5-32-544', attributes: 0xf }] }, [
              edit.write(at, hex),
            ]),
          ),
        ),
        asserts('TH-073', query('q', 't', cls as 'ORIGIN'), is.equals('decoded', seen)),
      ],
      { only: { R02: 'wide' } },
    ),
  ),
  aCase(
    'little-endian-expiration',
    'the expiration time is stored little-endian',
    [
      aSession(),
      accepted('TH-073', createToken('t', tokenSpec({}, [edit.write(32, '0102030405060708')]))),
      asserts(
        'TH-073',
        query('q', 't', 'STATISTICS'),
        is.equals('decoded.expiration', '0x807060504030201'),
      ),
    ],
    { only: { R02: 'wide' } },
  ),
]);
