/** @module Queries in two calls, with a change of the token between them. */
import { adjustDefault, aSession, aToken, is, query, ref } from '../language/steps.js';
import { aCase, accepted, asserts, control, defineSuite, judged } from '../language/suite.js';
import type { SuiteStep } from '../language/suite.js';

/** An ACL without entries, 8 bytes. */
const SMALL = '0200080000000000';
const ACE = '00001400' + '34120000' + '010100000000000100000000';
/** An ACL with two entries, 48 bytes. */
const LARGE = `0200300002000000${ACE}${ACE}`;

const dacl = (as: string, more: Parameters<typeof query>[3] = {}): SuiteStep =>
  query(as, 't', 'DEFAULT_DACL', more);

/** The default DACL is small when it is measured, and large afterwards. */
const GROWN: readonly SuiteStep[] = [
  aSession(),
  aToken(),
  control(adjustDefault('t', { dacl: SMALL })),
  control(dacl('size', { capacity: 0 })),
  control(adjustDefault('t', { dacl: LARGE })),
];

/** It is large when it is measured, and small afterwards. */
const SHRUNK: readonly SuiteStep[] = [
  aSession(),
  aToken(),
  control(adjustDefault('t', { dacl: LARGE })),
  control(dacl('size', { capacity: 0 })),
  control(adjustDefault('t', { dacl: SMALL })),
];

export default defineSuite('ioctl-query', 'cross-call', [
  aCase('grown-large-buffer', 'a payload that grew since the sizing call comes in full', [
    GROWN,
    asserts('IQ-014', dacl('q'), is.equals('payload', LARGE)),
  ]),
  aCase('shrunk-large-buffer', 'a payload that shrank since the sizing call has no tail', [
    SHRUNK,
    asserts('IQ-014', dacl('q'), is.equals('payload', SMALL)),
  ]),
  aCase('grown-old-size', 'a buffer of the size announced is too small for what grew since', [
    GROWN,
    judged('IQ-042', dacl('q', { capacity: 8 })),
    accepted('IQ-042', dacl('r', { capacity: 48 })),
  ]),
  aCase('grown-sized-again', 'the next sizing call announces the size of now', [
    GROWN,
    control(dacl('again', { capacity: 0 })),
    accepted('IQ-003', dacl('q', { capacity: ref('again.length') })),
  ]),
  [1, 8, 47].map((capacity) =>
    aCase(`grown-needed-size-${capacity}`, 'every refusal reports the size that is needed now', [
      GROWN,
      control(dacl('fits')),
      asserts('IQ-043', dacl('first', { capacity }), is.equals('out.length', 48)),
      asserts('IQ-043', dacl('second', { capacity }), is.equals('out.length', 48)),
    ]),
  ),
]);
