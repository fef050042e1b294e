/** @module TokenElevationType of linked tokens. */
import { aSession, aToken, is, query } from '../language/steps.js';
import { getLinked, link } from '../language/steps-inspect.js';
import { aCase, asserts, control, defineSuite } from '../language/suite.js';

const PAIR = [aSession(), aToken('a'), aToken('b'), control(link('a', 'b'))];

export default defineSuite('ioctl-query', 'elevation', [
  aCase('full', 'the elevated member reports 2', [
    PAIR,
    asserts('IQ-029', query('q', 'a', 'ELEVATION_TYPE'), is.equals('decoded', 2)),
    asserts('IQ-029', query('r', 'a', 'ELEVATION_TYPE'), is.equals('payload', '02000000')),
  ]),
  aCase('limited', 'the filtered member reports 3', [
    PAIR,
    asserts('IQ-030', query('q', 'b', 'ELEVATION_TYPE'), is.equals('decoded', 3)),
    asserts('IQ-030', query('r', 'b', 'ELEVATION_TYPE'), is.equals('payload', '03000000')),
  ]),
  aCase(
    'through-the-partner',
    'and so they do through the handles that lead from one to the other',
    [
      PAIR,
      control(getLinked('ofA', 'a')),
      control(getLinked('ofB', 'b')),
      asserts('IQ-030', query('q', 'ofA', 'ELEVATION_TYPE'), is.equals('decoded', 3)),
      asserts('IQ-029', query('r', 'ofB', 'ELEVATION_TYPE'), is.equals('decoded', 2)),
    ],
  ),
]);
