/** @module Two things wrong at once with QUERY. */
import { weakHandle } from '../language/defects.js';
import { precedenceCases } from '../language/precedence.js';
import { aSession, aToken, query } from '../language/steps.js';
import { defineSuite } from '../language/suite.js';

export default defineSuite('ioctl-query', 'two-defects', [
  precedenceCases({
    clause: 'IQ-005',
    given: [aSession(), aToken('t')],
    call: query('x', 't', 'USER'),
    repeatable: true,
    defects: [
      weakHandle(0x0008),
      { slug: 'class', args: { class: 99 } },
      { slug: 'class-zero', args: { class: 0 } },
      { slug: 'too-small', args: { capacity: 1 } },
      { slug: 'overlap', args: { pointer: 'overlap' } },
    ],
    needs: ['derive', 'sessions'],
  }).filter(({ slug }) => !/^class-?\w*-and-too-small$/.test(slug)),
]);
