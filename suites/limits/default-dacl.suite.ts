/** @module The size of a default DACL. */
import { aCase, accepted, asserts, defineSuite, judged } from '../language/suite.js';
import { adjustDefault, aSession, aToken, is, query } from '../language/steps.js';
import { aclBytesOfSize } from './big-acl.js';

/** The largest AclSize that is a multiple of 4. */
const LARGEST = 65532;
const LARGEST_ACL = aclBytesOfSize(LARGEST);
const EMPTY_ACL = '0200080000000000';

/** Lengths above the limit; to a kernel that keeps 16 bits the last two are those of the ACL. */
const TOO_LONG: readonly (readonly [number, string])[] = [
  [65537, LARGEST_ACL],
  [65540, LARGEST_ACL],
  [70000, LARGEST_ACL],
  [65536 + LARGEST, LARGEST_ACL],
  [65536 + 8, EMPTY_ACL],
];

/** Around every byte and sign boundary of the 16 bits. */
const SIZES = [8, 28, 124, 128, 248, 256, 260, 32764, 32768, 32772, 65280, 65528, LARGEST];

export default defineSuite('limits', 'default-dacl', [
  TOO_LONG.map(([length, acl]) =>
    aCase(`length-${length}`, `ADJUST_DEFAULT does not take ${length} bytes of DACL`, [
      aSession(),
      aToken(),
      accepted('LM-012', adjustDefault('t', { dacl: acl })),
      judged('LM-012', adjustDefault('t', { dacl: acl.padEnd(length * 2, '0') })),
    ]),
  ),
  SIZES.map((size) =>
    aCase(`acl-of-${size}`, `an ACL of ${size} bytes becomes the default DACL as it is`, [
      aSession(),
      aToken(),
      accepted('LM-013', adjustDefault('t', { dacl: aclBytesOfSize(size) })),
      asserts(
        'LM-013',
        query('q', 't', 'DEFAULT_DACL'),
        is.equals('payload', aclBytesOfSize(size)),
      ),
    ]),
  ),
]);
