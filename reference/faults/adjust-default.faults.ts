/** @module Faults of ADJUST_DEFAULT. */
import type { AdjustDefaultContext as Context } from '../kernel/calls/adjust-default.js';
import { tokenOf } from '../kernel/calls/handle-checks.js';
import type { Acl } from '../wire/values.js';
import {
  all,
  changingWhenRefused,
  fault,
  otherEffect,
  refusing,
  ruleDropped,
  weakerCheck,
  withoutCheck,
  withoutEffect,
  type Change,
  type Fault,
} from './fault.js';

const CALL = 'KACS_IOC_ADJUST_DEFAULT';
const KEEP = 0xffff;

/** The effect happens only where `when` holds. */
function onlyIf(effect: string, when: (context: Context) => boolean): Change {
  return otherEffect<Context>(CALL, effect, (context, original) => {
    if (when(context)) original();
  });
}

const FIELD_FAULTS: readonly Fault[] = [
  fault(
    'adjust-default/owner-0-keeps',
    'AD-001',
    onlyIf('owner', (c) => c.ownerIndex !== 0),
  ),
  fault(
    'adjust-default/owner-counted-from-the-groups',
    'AD-001',
    otherEffect<Context>(CALL, 'owner', (c) => {
      if (c.ownerIndex !== KEEP) tokenOf(c).ownerIndex = c.ownerIndex + 1;
    }),
  ),
  fault(
    'adjust-default/group-0-keeps',
    'AD-002',
    onlyIf('primary-group', (c) => c.groupIndex !== 0),
  ),
  fault(
    'adjust-default/group-must-differ-from-the-owner',
    'AD-002',
    refusing<Context>(
      CALL,
      (c) => c.groupIndex !== KEEP && c.groupIndex !== 0 && c.groupIndex === tokenOf(c).ownerIndex,
    ),
  ),
  fault(
    'adjust-default/dacl-only-set-once',
    'AD-003',
    onlyIf('dacl', (c) => c.dacl.kind !== 'replace' || tokenOf(c).defaultDacl === undefined),
  ),
  fault(
    'adjust-default/dacl-needs-one-to-replace',
    'AD-003',
    onlyIf('dacl', (c) => tokenOf(c).defaultDacl !== undefined),
  ),
  fault(
    'adjust-default/last-ace-lost',
    'AD-003',
    otherEffect<Context>(CALL, 'dacl', (c, original) => {
      original();
      const acl = tokenOf(c).defaultDacl;
      if (c.dacl.kind !== 'replace' || acl === undefined || acl.aces.length < 2) return;
      tokenOf(c).defaultDacl = { ...acl, aces: acl.aces.slice(0, -1) };
    }),
  ),
  fault(
    'adjust-default/dacl-skipped-beside-both-indices',
    'AD-004',
    onlyIf('dacl', (c) => c.ownerIndex === KEEP || c.groupIndex === KEEP),
  ),
  fault(
    'adjust-default/one-field-per-call',
    ['AD-004', 'AD-009'],
    onlyIf('primary-group', (c) => c.ownerIndex === KEEP),
  ),
  fault(
    'adjust-default/pointer-0-removes',
    'AD-005',
    otherEffect<Context>(CALL, 'dacl', (c, original) => {
      original();
      if (c.dacl.kind === 'keep') tokenOf(c).defaultDacl = undefined;
    }),
  ),
  fault(
    'adjust-default/pointer-0-empties-absent-dacl',
    'AD-005',
    otherEffect<Context>(CALL, 'dacl', (c, original) => {
      original();
      if (c.dacl.kind === 'keep') tokenOf(c).defaultDacl ??= { revision: 2, aces: [] } as Acl;
    }),
  ),
  fault(
    'adjust-default/length-0-keeps',
    'AD-006',
    onlyIf('dacl', (c) => c.dacl.kind !== 'remove'),
  ),
  fault(
    'adjust-default/length-0-leaves-an-empty-acl',
    'AD-006',
    otherEffect<Context>(CALL, 'dacl', (c, original) => {
      original();
      if (c.dacl.kind === 'remove') tokenOf(c).defaultDacl = { revision: 2, aces: [] };
    }),
  ),
  fault(
    'adjust-default/length-0-refused',
    'AD-006',
    refusing<Context>(CALL, (c) => c.dacl.kind === 'remove'),
  ),
  fault(
    'adjust-default/0xffff-makes-the-user-owner',
    'AD-007',
    otherEffect<Context>(CALL, 'owner', (c) => {
      tokenOf(c).ownerIndex = c.ownerIndex === KEEP ? 0 : c.ownerIndex;
    }),
  ),
  fault(
    'adjust-default/0xffff-makes-the-user-primary-group',
    'AD-008',
    otherEffect<Context>(CALL, 'primary-group', (c) => {
      tokenOf(c).primaryGroupIndex = c.groupIndex === KEEP ? 0 : c.groupIndex;
    }),
  ),
  fault(
    'adjust-default/indices-swapped',
    ['AD-001', 'AD-002', 'AD-007', 'AD-008', 'AD-009', 'AD-015'],
    all(
      otherEffect<Context>(CALL, 'owner', (c) => {
        if (c.groupIndex !== KEEP) tokenOf(c).ownerIndex = c.groupIndex;
      }),
      otherEffect<Context>(CALL, 'primary-group', (c) => {
        if (c.ownerIndex !== KEEP) tokenOf(c).primaryGroupIndex = c.ownerIndex;
      }),
    ),
  ),
  fault(
    'adjust-default/dacl-needs-an-index',
    'AD-009',
    onlyIf('dacl', (c) => c.ownerIndex !== KEEP || c.groupIndex !== KEEP),
  ),
  fault(
    'adjust-default/owner-takes-the-group-along',
    'AD-015',
    otherEffect<Context>(CALL, 'primary-group', (c, original) => {
      original();
      if (c.groupIndex === KEEP && c.ownerIndex !== KEEP) {
        tokenOf(c).primaryGroupIndex = c.ownerIndex;
      }
    }),
  ),
  fault(
    'adjust-default/indices-of-one-byte',
    'AD-015',
    otherEffect<Context>(CALL, 'owner', (c) => {
      if (c.ownerIndex !== KEEP) tokenOf(c).ownerIndex = c.ownerIndex & 0xff;
    }),
    { R27: '1024' },
  ),
  fault('adjust-default/modified-id-stays', 'AD-010', withoutEffect(CALL, 'bump-modified-id')),
  fault(
    'adjust-default/modified-id-moves-for-the-dacl-only',
    'AD-010',
    onlyIf('bump-modified-id', (c) => c.dacl.kind !== 'keep'),
  ),
];

const NULL_WITH_LENGTH = (c: Context): boolean => !c.hasPointer && c.daclLength !== 0;

const REFUSAL_FAULTS: readonly Fault[] = [
  fault(
    'adjust-default/any-adjust-right-suffices',
    'AD-011',
    weakerCheck<Context>(CALL, 'right', ({ handle }) => ((handle?.mask ?? 0) & 0x60) !== 0),
  ),
  fault(
    'adjust-default/query-right-asked-too',
    'AD-011',
    refusing<Context>(CALL, ({ handle }) => ((handle?.mask ?? 0) & 0x08) === 0, 'EACCES'),
  ),
  fault('adjust-default/any-group-as-owner', 'AD-012', withoutCheck(CALL, 'owner-attribute')),
  fault(
    'adjust-default/enabled-group-as-owner',
    'AD-012',
    weakerCheck<Context>(
      CALL,
      'owner-attribute',
      (c) => ((tokenOf(c).groups[c.ownerIndex - 1]?.attributes ?? 0) & 0x4) !== 0,
    ),
  ),
  fault(
    'adjust-default/owner-index-of-one-byte',
    'AD-012',
    weakerCheck<Context>(
      CALL,
      'owner-range',
      (c) => (c.ownerIndex & 0xff) <= tokenOf(c).groups.length,
    ),
  ),
  fault(
    'adjust-default/owner-one-behind',
    'AD-012',
    weakerCheck<Context>(CALL, 'owner-range', (c) => c.ownerIndex === tokenOf(c).groups.length + 1),
  ),
  fault(
    'adjust-default/group-one-behind',
    'AD-013',
    weakerCheck<Context>(
      CALL,
      'group-range',
      (c) => c.groupIndex === tokenOf(c).groups.length + 1 && c.ownerIndex === KEEP,
    ),
  ),
  fault(
    'adjust-default/group-index-of-one-byte',
    'AD-013',
    weakerCheck<Context>(
      CALL,
      'group-range',
      (c) => (c.groupIndex & 0xff) <= tokenOf(c).groups.length,
    ),
  ),
  fault(
    'adjust-default/group-index-compared-signed',
    'AD-013',
    weakerCheck<Context>(CALL, 'group-range', (c) => c.groupIndex >= 0x8000),
  ),
  fault('adjust-default/dacl-size-not-bounded', 'AD-014', ruleDropped('ACL', 'size.within')),
  fault(
    'adjust-default/dacl-with-spare-bytes',
    'AD-014',
    ruleDropped('ACL', 'aces.consumesExactly'),
  ),
  fault('adjust-default/ace-size-of-any-number', 'AD-014', ruleDropped('ACE', 'size.multipleOf')),
  fault('adjust-default/ace-behind-the-acl', 'AD-014', ruleDropped('ACE', 'size.within')),
  fault(
    'adjust-default/null-with-length-removes',
    'AD-016',
    all(
      withoutCheck(CALL, 'null-with-length'),
      otherEffect<Context>(CALL, 'dacl', (c, original) => {
        original();
        if (NULL_WITH_LENGTH(c)) tokenOf(c).defaultDacl = undefined;
      }),
    ),
  ),
  fault(
    'adjust-default/null-with-length-makes-an-empty-acl',
    'AD-016',
    all(
      withoutCheck(CALL, 'null-with-length'),
      otherEffect<Context>(CALL, 'dacl', (c, original) => {
        original();
        if (NULL_WITH_LENGTH(c)) tokenOf(c).defaultDacl = { revision: 2, aces: [] };
      }),
    ),
  ),
  fault(
    'adjust-default/null-with-length-removes-and-fails',
    'AD-016',
    changingWhenRefused<Context>(CALL, 'null-with-length', ({ handle }) => {
      if (handle !== undefined) handle.token.defaultDacl = undefined;
    }),
  ),
  fault(
    'adjust-default/owner-moved-before-the-dacl-is-checked',
    'AD-017',
    changingWhenRefused<Context>(CALL, 'dacl', (c) => {
      if (c.ownerIndex !== KEEP) tokenOf(c).ownerIndex = c.ownerIndex;
    }),
  ),
  fault(
    'adjust-default/dacl-replaced-before-the-owner-is-checked',
    'AD-017',
    changingWhenRefused<Context>(CALL, 'owner-attribute', (c) => {
      if (c.dacl.kind === 'replace') tokenOf(c).defaultDacl = c.dacl.acl;
    }),
  ),
  fault(
    'adjust-default/dacl-removed-before-the-group-is-checked',
    'AD-017',
    changingWhenRefused<Context>(CALL, 'group-range', (c) => {
      if (c.dacl.kind === 'remove') tokenOf(c).defaultDacl = undefined;
    }),
  ),
];

/** @internal */
export const ADJUST_DEFAULT_FAULTS: readonly Fault[] = [...FIELD_FAULTS, ...REFUSAL_FAULTS];
