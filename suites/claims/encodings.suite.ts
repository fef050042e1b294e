/** @module Strings, SIDs and octets in claims, typed byte by byte in both encodings of R48. */
import { aCase, defineSuite, judged } from '../language/suite.js';
import { aSession, createToken } from '../language/steps.js';
import { withBytes } from '../token-spec-variable/bytes.js';
import type { ClauseId } from '../../reference/abi/clause-id.generated.js';

/** Whole buffers typed from seed 003: an offset leads straight to a length and data. */
const DIRECT_BUFFERS: readonly (readonly [string, ClauseId, string])[] = [
  [
    'string',
    'CL-024',
    // length 58; name at 20; STRING; flags 0; one value at 24
    '3a000000' +
      '14000000030000000000000001000000' +
      '18000000' +
      '61000000' +
      // 30 bytes: "abcdefghijklmno"
      '1e000000' +
      '6100620063006400650066006700680069006a006b006c006d006e006f00',
  ],
  [
    'string-of-one',
    'CL-024',
    '1e000000' + '14000000030000000000000001000000' + '18000000' + '61000000' + '02000000' + '7800',
  ],
  [
    'sid',
    'CL-025',
    // 20 bytes: S-1-5-21-7-1001
    '30000000' +
      '14000000050000000000000001000000' +
      '18000000' +
      '61000000' +
      '14000000' +
      '01030000000000051500000007000000e9030000',
  ],
  [
    'sid-everyone',
    'CL-025',
    '28000000' +
      '14000000050000000000000001000000' +
      '18000000' +
      '61000000' +
      '0c000000' +
      '010100000000000100000000',
  ],
  [
    'octets',
    'CL-027',
    // 20 bytes
    '30000000' +
      '14000000100000000000000001000000' +
      '18000000' +
      '61000000' +
      '14000000' +
      'ffeeddccbbaa99887766554433221100fffefdfc',
  ],
  [
    'octets-odd',
    'CL-027',
    '1d000000' + '14000000100000000000000001000000' + '18000000' + '61000000' + '01000000' + 'ab',
  ],
];

/** Whole buffers typed from PSD-004 §3.9: an offset leads to a second offset. */
const INDIRECT_BUFFERS: readonly (readonly [string, ClauseId, string])[] = [
  [
    'string',
    'CL-034',
    // length 34; name at 20; STRING; one value at 24, whose offset is 28: "xy" and a null
    '22000000' +
      '14000000030000000000000001000000' +
      '18000000' +
      '61000000' +
      '1c000000' +
      '780079000000',
  ],
  [
    'string-elsewhere',
    'CL-034',
    // the text at 20, the name at 24, the second offset at 28
    '20000000' +
      '18000000030000000000000001000000' +
      '1c000000' +
      '78000000' +
      '61000000' +
      '14000000',
  ],
  [
    'sid',
    'CL-035',
    '28000000' +
      '14000000050000000000000001000000' +
      '18000000' +
      '61000000' +
      '1c000000' +
      '010100000000000100000000',
  ],
  [
    'sid-elsewhere',
    'CL-035',
    // the SID at 20, the name at 32, the second offset at 36
    '28000000' +
      '20000000050000000000000001000000' +
      '24000000' +
      '010100000000000100000000' +
      '61000000' +
      '14000000',
  ],
  [
    'octets',
    'CL-036',
    // behind the second offset: length 3 and three bytes
    '23000000' +
      '14000000100000000000000001000000' +
      '18000000' +
      '61000000' +
      '1c000000' +
      '03000000' +
      'ffeedd',
  ],
  [
    'octets-elsewhere',
    'CL-036',
    // length and data at 20, the name at 28, the second offset at 32
    '24000000' +
      '1c000000100000000000000001000000' +
      '20000000' +
      '04000000' +
      'ffeeddcc' +
      '61000000' +
      '14000000',
  ],
];

export default defineSuite('claims', 'encodings', [
  DIRECT_BUFFERS.map(([slug, clause, hex]) =>
    aCase(`direct-${slug}`, `a value behind its length (${slug}) is accepted`, [
      aSession(),
      judged(clause, createToken('t', withBytes('userClaims', hex))),
      judged(clause, createToken('u', withBytes('deviceClaims', hex))),
    ]),
  ),
  INDIRECT_BUFFERS.map(([slug, clause, hex]) =>
    aCase(`indirect-${slug}`, `a value behind a second offset (${slug}) is accepted`, [
      aSession(),
      judged(clause, createToken('t', withBytes('userClaims', hex))),
      judged(clause, createToken('u', withBytes('deviceClaims', hex))),
    ]),
  ),
]);
