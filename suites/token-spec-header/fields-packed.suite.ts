/** @module Numbers of the packed header, each at the offset that PSD-004 §13.6(5) gives it. */
import { defineSuite, aCase, accepted, asserts } from '../language/suite.js';
import { aSession, createToken, is, query, ref, tokenSpec, utf8 } from '../language/steps.js';
import { edit } from '../language/template.js';
import { readsBack, wide64 } from './forms.js';
import { createRaw } from './handmade.js';

const SIXTY_FOUR = [0n, 1n, 0xffffffffn, 0x100000000n, 0x0102030405060708n, 0xffffffffffffffffn];
const PACKED = { only: { R02: 'packed' } } as const;

export default defineSuite('token-spec-header', 'fields-packed', [
  readsBack({
    clause: 'TH-081',
    field: 'token type',
    at: 4,
    width: 1,
    values: [1, 2],
    queryClass: 'TYPE',
  }),
  readsBack({
    clause: 'TH-082',
    field: 'impersonation level',
    at: 5,
    width: 1,
    values: [0, 1, 2, 3],
    queryClass: 'IMPERSONATION_LEVEL',
    token: { tokenType: 2 },
  }),
  readsBack({
    clause: 'TH-084',
    field: 'integrity level',
    at: 8,
    width: 4,
    values: [0, 4096, 8192, 12288, 16384],
    queryClass: 'INTEGRITY_LEVEL',
    shows: (value) => `S-1-16-${value}`,
  }),
  readsBack({
    clause: 'TH-085',
    field: 'mandatory policy',
    at: 12,
    width: 4,
    values: [0, 1, 2, 3],
    queryClass: 'MANDATORY_POLICY',
  }),
  readsBack({
    clause: 'TH-093',
    field: 'expiration',
    at: 48,
    width: 8,
    values: SIXTY_FOUR,
    queryClass: 'STATISTICS',
    path: 'decoded.expiration',
    shows: wide64,
  }),
  readsBack({
    clause: 'TH-098',
    field: 'source id',
    at: 80,
    width: 8,
    values: SIXTY_FOUR,
    queryClass: 'SOURCE',
    path: 'decoded.id',
    shows: wide64,
  }),
  readsBack({
    clause: 'TH-115',
    field: 'origin',
    at: 176,
    width: 8,
    values: SIXTY_FOUR,
    queryClass: 'ORIGIN',
    shows: wide64,
  }),
  readsBack({
    clause: 'TH-116',
    field: 'interactive session',
    at: 184,
    width: 4,
    values: [0, 1, 0x100, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff],
    queryClass: 'SESSION_ID',
  }),
  [utf8('authd\0\0\0'), utf8('ABCDEFGH'), '0000000000000000', 'ff80007f01fe0055'].map((name) =>
    aCase(`source-name-${name}`, `the source name ${name} at offset 72 reads back`, [
      aSession(),
      accepted('TH-097', createToken('t', tokenSpec({}, [edit.write(72, name)]))),
      asserts('TH-097', query('q', 't', 'SOURCE'), is.equals('decoded.name', name)),
    ]),
  ),
  aCase('session-id', 'the id at offset 56 decides the session of the token', [
    aSession('other'),
    aSession('s'),
    accepted('TH-094', createRaw('t', 'packed', 's')),
    asserts('TH-094', query('q', 't', 'STATISTICS'), is.equals('decoded.sessionId', ref('s.id'))),
  ]),
  aCase('session-id-of-the-older', 'the id at offset 56 can be that of an older session', [
    aSession('s'),
    aSession('newer'),
    accepted('TH-094', createRaw('t', 'packed', 's')),
    asserts('TH-094', query('q', 't', 'STATISTICS'), is.equals('decoded.sessionId', ref('s.id'))),
  ]),
  [
    {
      at: 8,
      hex: '00100000',
      name: 'integrity level',
      cls: 'INTEGRITY_LEVEL',
      seen: 'S-1-16-4096',
    },
    { at: 12, hex: '02000000', name: 'mandatory policy', cls: 'MANDATORY_POLICY', seen: 2 },
    { at: 184, hex: '01020304', name: 'interactive session', cls: 'SESSION_ID', seen: 0x04030201 },
    { at: 176, hex: '0102030405060708', name: 'origin', cls: 'ORIGIN', seen: '0x807060504030201' },
    { at: 64, hex: '01000000', name: 'owner index', cls: 'OWNER', seen: 'S-1-5-32-544' },
    { at: 68, hex: '01000000', name: 'primary group', cls: 'PRIMARY_GROUP', seen: 'S-1-5-32-544' },
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
      PACKED,
    ),
  ),
  [
    { at: 48, name: 'expiration', cls: 'STATISTICS', path: 'decoded.expiration' },
    { at: 80, name: 'source id', cls: 'SOURCE', path: 'decoded.id' },
  ].map(({ at, name, cls, path }) =>
    aCase(
      `little-endian-${name.replaceAll(' ', '-')}`,
      `${name} is stored little-endian`,
      [
        aSession(),
        accepted('TH-073', createToken('t', tokenSpec({}, [edit.write(at, '0102030405060708')]))),
        asserts('TH-073', query('q', 't', cls as 'SOURCE'), is.equals(path, '0x807060504030201')),
      ],
      PACKED,
    ),
  ),
]);
