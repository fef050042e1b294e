/** @module Two things wrong at once with ADJUST_DEFAULT. */
import { weakHandle } from '../language/defects.js';
import { precedenceCases } from '../language/precedence.js';
import { adjustDefault } from '../language/steps.js';
import { defineSuite } from '../language/suite.js';
import { BEHIND, NEW_ACL, STAFF, SID_AT, token } from './defaults.js';

const NOT_ELIGIBLE = SID_AT.indexOf(STAFF);

export default defineSuite('adjust-default', 'two-defects', [
  precedenceCases({
    clause: 'AD-011',
    given: token,
    call: adjustDefault('t', { ownerIndex: 0 }, 'x'),
    repeatable: true,
    defects: [
      weakHandle(0x0080),
      { slug: 'owner-range', args: { ownerIndex: BEHIND } },
      { slug: 'owner-not-eligible', args: { ownerIndex: NOT_ELIGIBLE } },
      { slug: 'group-range', args: { groupIndex: BEHIND } },
      { slug: 'malformed', args: { dacl: `${NEW_ACL.slice(0, -2)}` } },
      { slug: 'revision', args: { dacl: `00${NEW_ACL.slice(2)}` } },
      { slug: 'too-long', args: { dacl: NEW_ACL, daclLength: 0x10001 } },
    ],
    needs: ['derive'],
  }),
]);
