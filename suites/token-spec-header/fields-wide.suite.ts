/** @module Numbers of the wide header, each at the offset that the token-spec page gives it. */
import { defineSuite } from '../language/suite.js';
import { numbersOf } from './numbers.js';

export default defineSuite('token-spec-header', 'fields-wide', [
  ...numbersOf('wide', {
    tokenType: ['TH-005', 4, 4],
    impersonationLevel: ['TH-009', 8, 4],
    integrityLevel: ['TH-013', 12, 4],
    mandatoryPolicy: ['TH-020', 16, 4],
    sessionId: ['TH-026', 24, 8],
    expiration: ['TH-027', 32, 8],
    origin: ['TH-030', 40, 8],
    interactiveSession: ['TH-032', 52, 4],
    ownerIndex: 120,
    primaryGroupIndex: 124,
  }),
]);
