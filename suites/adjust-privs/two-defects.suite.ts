/** @module Two things wrong at once with ADJUST_PRIVS. */
import { weakHandle } from '../language/defects.js';
import { precedenceCases } from '../language/precedence.js';
import { adjustPrivileges, aSession, aToken } from '../language/steps.js';
import { defineSuite } from '../language/suite.js';

const token = aToken('t', { privilegesPresent: '0x1c', privilegesEnabled: '0x0' });

export default defineSuite('adjust-privs', 'two-defects', [
  precedenceCases({
    clause: 'AP-008',
    given: [aSession(), token],
    call: adjustPrivileges('t', [{ luid: 2, attributes: 2 }], {}, 'x'),
    repeatable: true,
    defects: [
      weakHandle(0x0020),
      { slug: 'count-zero', args: { count: 0 } },
      { slug: 'count-65', args: { count: 65 } },
      { slug: 'padding', args: { pad: 1 } },
      { slug: 'absent', entries: [{ luid: 40, attributes: 2 }] },
      { slug: 'unknown-bit', entries: [{ luid: 3, attributes: 0x10 }] },
      { slug: 'enable-and-remove', entries: [{ luid: 4, attributes: 6 }] },
      { slug: 'luid', entries: [{ luid: 64, attributes: 0 }] },
      { slug: 'twice', entries: [{ luid: 2, attributes: 0 }] },
      { slug: 'reset-second', entries: [{ luid: 0, attributes: 0x80000000 }] },
    ],
    needs: ['derive'],
  }),
]);
