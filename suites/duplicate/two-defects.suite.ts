/** @module Two things wrong at once with DUPLICATE. */
import { weakHandle } from '../language/defects.js';
import { precedenceCases } from '../language/precedence.js';
import { aSession, aToken } from '../language/steps.js';
import { duplicate } from '../language/steps-derive.js';
import { defineSuite } from '../language/suite.js';

const LEVEL = 1;

export default defineSuite('duplicate', 'two-defects', [
  precedenceCases({
    clause: 'DU-017',
    given: [aSession(), aToken('t', { tokenType: 2, impersonationLevel: LEVEL })],
    call: duplicate('x', 't', { tokenType: 2, level: LEVEL }),
    repeatable: true,
    defects: [
      weakHandle(0x0002, { tokenType: 2, level: LEVEL }),
      { slug: 'escalation', args: { level: LEVEL + 1 } },
      { slug: 'level', args: { level: 4 } },
      { slug: 'type', args: { tokenType: 3 } },
      { slug: 'type-zero', args: { tokenType: 0 } },
      // A right that no default SD gives.
      { slug: 'mask', args: { accessMask: 0x01000000 } },
    ],
    needs: ['sessions'],
  }).filter(({ slug }) => !slug.startsWith('escalation-and-type')),
]);
