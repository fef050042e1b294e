/** @module Clauses of the sections of token specs: area token-spec-variable. */

import { type ClauseRow, LEARN, PACKED } from './clause-row.js';

const SPEC = ['TOKEN_SPEC'];
const LISTS = [
  'groups',
  'restrictedSids',
  'deviceGroups',
  'restrictedDeviceGroups',
  'capabilities',
];
const lists = (structure: string): readonly string[] =>
  LISTS.map((name) => `TOKEN_SPEC.${name}.${structure}`);
const ENTRIES = lists('SID_AND_ATTRIBUTES');
const ENTRY_SIDS = lists('SID');
const SINGLE_SIDS = ['TOKEN_SPEC.userSid.SID', 'TOKEN_SPEC.confinementSid.SID'];
const DACL = 'TOKEN_SPEC.defaultDacl';
const ACE_BODIES = [
  `${DACL}.SID_ACE_BODY`,
  `${DACL}.OBJECT_ACE_BODY`,
  `${DACL}.CALLBACK_ACE_BODY`,
  `${DACL}.CALLBACK_OBJECT_ACE_BODY`,
];
const DACL_PARTS = [`${DACL}.ACL`, `${DACL}.ACE`, ...ACE_BODIES, `${DACL}.SID`];

const LEARN_ROWS: readonly ClauseRow[] = [
  { places: SPEC, rules: ['userSid.required'], profiles: LEARN, clauses: ['TV-032'] },
  {
    places: SPEC,
    rules: ['userSid.consumesExactly'],
    profiles: LEARN,
    clauses: ['TH-035', 'TV-031'],
  },
  {
    places: SPEC,
    rules: ['confinementSid.consumesExactly'],
    profiles: LEARN,
    clauses: [],
    reason: 'seed 003 demands a well-formed user SID; no clause speaks of the confinement SID',
  },
  {
    places: SPEC,
    rules: ['*.within'],
    profiles: LEARN,
    clauses: ['TV-003', 'TV-004', 'TV-005', 'TV-006', 'TV-034'],
  },
  { places: SPEC, rules: ['*.behind'], profiles: LEARN, clauses: ['TV-007'] },
  {
    places: SPEC,
    rules: ['*.pairedZero'],
    profiles: LEARN,
    clauses: [],
    reason: 'R29: offset 0 with a length is refused, but TV-007 starts at offset 1',
  },
  { places: SPEC, rules: ['sections.disjoint'], profiles: LEARN, clauses: ['TV-035'] },
  { places: SPEC, rules: ['capabilities.excludesSid'], profiles: LEARN, clauses: ['TV-037'] },
  {
    places: SPEC,
    rules: ['supplementaryGidsLength.multipleOf'],
    profiles: LEARN,
    clauses: ['TV-030'],
  },
  {
    places: SPEC,
    rules: ['restrictedDeviceGroups.consumesExactly'],
    profiles: LEARN,
    clauses: ['TH-043', 'TV-019'],
  },
  { places: SPEC, rules: ['*.consumesExactly'], profiles: LEARN, clauses: ['TV-019'] },
  { places: lists('SID_LIST'), rules: ['*'], profiles: LEARN, clauses: ['TV-018'] },
  {
    places: DACL_PARTS,
    rules: ['*'],
    profiles: LEARN,
    clauses: ['TV-028'],
  },
];

const PACKED_ROWS: readonly ClauseRow[] = [
  { places: SPEC, rules: ['userSid.required'], profiles: PACKED, clauses: ['TV-031'] },
  {
    places: SPEC,
    rules: ['confinementSid.consumesExactly'],
    profiles: PACKED,
    clauses: ['TV-054'],
  },
  {
    places: SPEC,
    rules: ['userSid.within'],
    profiles: PACKED,
    clauses: ['TV-003'],
  },
  {
    places: SPEC,
    rules: ['*.within'],
    profiles: PACKED,
    clauses: ['TV-003', 'TV-004', 'TV-005', 'TV-034'],
  },
  {
    places: SPEC,
    rules: ['*.pairedZero'],
    profiles: PACKED,
    clauses: [],
    reason: 'R29: a half-zero pair may be refused or count as absent; no clause of its own',
  },
  {
    places: SPEC,
    rules: ['restrictedDeviceGroups.fits'],
    profiles: PACKED,
    clauses: ['TH-142', 'TV-004'],
  },
  { places: SPEC, rules: ['*.fits'], profiles: PACKED, clauses: ['TV-004', 'TV-005', 'TV-034'] },
  { places: [`${DACL}.ACL`], rules: ['size.range'], profiles: PACKED, clauses: ['TV-046'] },
  { places: [`${DACL}.ACL`], rules: ['size.within'], profiles: PACKED, clauses: ['TV-047'] },
  { places: [`${DACL}.ACL`], rules: ['aces.fits'], profiles: PACKED, clauses: ['TV-048'] },
  {
    places: [`${DACL}.ACL`],
    rules: ['aces.consumesExactly'],
    profiles: PACKED,
    clauses: ['TV-048', 'TV-056'],
  },
  { places: [`${DACL}.ACL`], rules: ['header.fits'], profiles: PACKED, clauses: ['TV-046'] },
  { places: [`${DACL}.ACE`], rules: ['size.multipleOf'], profiles: PACKED, clauses: ['TV-050'] },
  { places: [`${DACL}.ACE`], rules: ['size.within'], profiles: PACKED, clauses: ['TV-057'] },
  {
    places: [`${DACL}.ACE`],
    rules: ['size.range'],
    profiles: PACKED,
    clauses: [],
    reason: 'an ACE smaller than its own header: implied by MS-DTYP 2.4.4, no clause',
  },
  {
    places: [`${DACL}.ACE`],
    rules: ['header.fits'],
    profiles: PACKED,
    clauses: ['TV-057', 'TV-056'],
  },
  {
    places: [`${DACL}.SID_ACE_BODY`, `${DACL}.OBJECT_ACE_BODY`],
    rules: ['body.consumesExactly'],
    profiles: PACKED,
    clauses: ['TV-061'],
  },
  { places: [`${DACL}.SID`], rules: ['revision.equals'], profiles: PACKED, clauses: ['TV-059'] },
  { places: [`${DACL}.SID`], rules: ['count.range'], profiles: PACKED, clauses: ['TV-053'] },
  { places: [`${DACL}.SID`], rules: ['*its'], profiles: PACKED, clauses: ['TV-054'] },
  {
    places: ACE_BODIES,
    rules: ['*'],
    profiles: PACKED,
    clauses: [],
    reason: 'R40: the body of a known ACE type has its parts; no clause of its own',
  },
  {
    places: ENTRIES,
    rules: ['sid.consumesExactly'],
    profiles: PACKED,
    clauses: ['TV-054', 'TV-020'],
  },
  { places: ENTRIES, rules: ['*'], profiles: PACKED, clauses: ['TV-004', 'TV-034'] },
  {
    places: ENTRY_SIDS,
    rules: ['revision.equals'],
    profiles: PACKED,
    clauses: ['TV-020', 'TV-059'],
  },
  { places: ENTRY_SIDS, rules: ['count.range'], profiles: PACKED, clauses: ['TV-020', 'TV-053'] },
  { places: ENTRY_SIDS, rules: ['*its'], profiles: PACKED, clauses: ['TV-020', 'TV-054'] },
  {
    places: ['TOKEN_SPEC.userSid.SID'],
    rules: ['revision.equals'],
    profiles: PACKED,
    clauses: ['TV-031', 'TV-059'],
  },
  {
    places: ['TOKEN_SPEC.userSid.SID'],
    rules: ['count.range'],
    profiles: PACKED,
    clauses: ['TV-031', 'TV-053'],
  },
  {
    places: ['TOKEN_SPEC.userSid.SID'],
    rules: ['*its'],
    profiles: PACKED,
    clauses: ['TV-031', 'TV-054'],
  },
  { places: SINGLE_SIDS, rules: ['revision.equals'], profiles: PACKED, clauses: ['TV-059'] },
  { places: SINGLE_SIDS, rules: ['count.range'], profiles: PACKED, clauses: ['TV-053'] },
  { places: SINGLE_SIDS, rules: ['*its'], profiles: PACKED, clauses: ['TV-054'] },
];

/** @internal */
export const TOKEN_SECTION_CLAUSES: readonly ClauseRow[] = [
  ...LEARN_ROWS,
  ...PACKED_ROWS,
  { places: ENTRIES, rules: ['sid.*'], profiles: LEARN, clauses: ['TV-020'] },
  { places: ENTRIES, rules: ['*'], profiles: LEARN, clauses: ['TV-018'] },
  { places: ENTRY_SIDS, rules: ['*'], profiles: LEARN, clauses: ['TV-020'] },
  { places: ['TOKEN_SPEC.userSid.SID'], rules: ['*'], profiles: LEARN, clauses: ['TV-031'] },
  {
    places: ['TOKEN_SPEC.confinementSid.SID'],
    rules: ['*'],
    profiles: LEARN,
    clauses: [],
    reason: 'seed 003 demands a well-formed user SID; no clause speaks of the confinement SID',
  },
];
