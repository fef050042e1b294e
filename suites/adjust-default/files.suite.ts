/** @module ADJUST_DEFAULT and files: those that are there keep their SD. */
import { adjustDefault, is, openSelf, ref } from '../language/steps.js';
import { fileSd, makeFile } from '../language/steps-files.js';
import { aCase, asserts, control, defineSuite } from '../language/suite.js';
import { NEW_ACL } from './defaults.js';

const ADMINISTRATORS = 'S-1-5-32-544';
const OWN = 0x0088;

/** The SYSTEM token's group 1 is Administrators, an owner group; group 2 is Everyone. */
const CHANGES = [
  ['owner', { ownerIndex: 1 }],
  ['group', { groupIndex: 2 }],
  ['group-user', { groupIndex: 0 }],
  ['dacl', { dacl: NEW_ACL }],
  ['dacl-removed', { dacl: '' }],
  ['all', { ownerIndex: 1, groupIndex: 2, dacl: NEW_ACL }],
] as const;

export default defineSuite('adjust-default', 'files', [
  CHANGES.map(([slug, change]) =>
    aCase(`file-keeps-${slug}`, `a file keeps its SD when the default ${slug} changes`, [
      makeFile('f'),
      control(fileSd('before', 'f')),
      control(openSelf('me', OWN)),
      control(adjustDefault('me', change)),
      asserts('AD-018', fileSd('after', 'f'), is.equals('descriptor', ref('before.descriptor'))),
    ]),
  ),
  aCase('new-file-owner', 'a file made afterwards belongs to the new default owner', [
    makeFile('f'),
    control(openSelf('me', OWN)),
    control(adjustDefault('me', { ownerIndex: 1 })),
    makeFile('g'),
    asserts('AD-018', fileSd('after', 'g'), is.equals('descriptor.owner', ADMINISTRATORS)),
    asserts('AD-018', fileSd('old', 'f'), is.differsFrom('descriptor.owner', ADMINISTRATORS)),
  ]),
]);
