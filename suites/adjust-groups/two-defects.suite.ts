/** @module Two things wrong at once with ADJUST_GROUPS. */
import { weakHandle } from '../language/defects.js';
import { precedenceCases } from '../language/precedence.js';
import { adjustGroups, aSession, aToken } from '../language/steps.js';
import { defineSuite } from '../language/suite.js';

/** Optional, mandatory, deny-only, optional; the logon SID is the fifth. */
const token = aToken('t', {
  groups: [
    { sid: 'S-1-5-21-71-72-73-2001', attributes: 0x6 },
    { sid: 'S-1-5-21-71-72-73-2002', attributes: 0x7 },
    { sid: 'S-1-5-21-71-72-73-2003', attributes: 0x10 },
    { sid: 'S-1-5-21-71-72-73-2004', attributes: 0x6 },
  ],
});

export default defineSuite('adjust-groups', 'two-defects', [
  precedenceCases({
    clause: 'AG-014',
    given: [aSession(), token],
    call: adjustGroups('t', [{ index: 0, enable: 0 }], {}, 'x'),
    repeatable: true,
    defects: [
      weakHandle(0x0040),
      { slug: 'count-zero', args: { count: 0 } },
      { slug: 'count-beyond', args: { count: 0x10000 } },
      { slug: 'padding', args: { pad: 1 } },
      { slug: 'mandatory', entries: [{ index: 1, enable: 0 }] },
      { slug: 'deny-only', entries: [{ index: 2, enable: 1 }] },
      { slug: 'logon-sid', entries: [{ index: 4, enable: 0 }] },
      { slug: 'range', entries: [{ index: 5, enable: 0 }] },
      { slug: 'enable-value', entries: [{ index: 3, enable: 2 }] },
      { slug: 'twice', entries: [{ index: 0, enable: 1 }] },
      { slug: 'reset-second', entries: [{ index: 0xffffffff, enable: 0 }] },
    ],
    needs: ['derive'],
  }),
]);
