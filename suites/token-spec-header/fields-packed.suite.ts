/** @module Numbers of the packed header, each at the offset that PSD-004 §13.6(5) gives it. */
import { defineSuite, aCase, accepted, asserts } from '../language/suite.js';
import { aSession, createToken, is, query, tokenSpec, utf8 } from '../language/steps.js';
import { edit } from '../language/template.js';
import { numbersOf } from './numbers.js';

export default defineSuite('token-spec-header', 'fields-packed', [
  ...numbersOf('packed', {
    tokenType: ['TH-081', 4, 1],
    impersonationLevel: ['TH-082', 5, 1],
    integrityLevel: ['TH-084', 8, 4],
    mandatoryPolicy: ['TH-085', 12, 4],
    expiration: ['TH-093', 48, 8],
    sessionId: ['TH-094', 56, 8],
    ownerIndex: 64,
    primaryGroupIndex: 68,
    sourceId: ['TH-098', 80, 8],
    origin: ['TH-115', 176, 8],
    interactiveSession: ['TH-116', 184, 4],
  }),
  [utf8('authd\0\0\0'), utf8('ABCDEFGH'), '0000000000000000', 'ff80007f01fe0055'].map((name) =>
    aCase(`source-name-${name}`, `the source name ${name} at offset 72 reads back`, [
      aSession(),
      accepted('TH-097', createToken('t', tokenSpec({}, [edit.write(72, name)]))),
      asserts('TH-097', query('q', 't', 'SOURCE'), is.equals('decoded.name', name)),
    ]),
  ),
]);
