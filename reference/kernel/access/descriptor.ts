/** @module Security descriptors between bytes and what AccessCheck reads (PSD-004 v0.20 §3). */
import type { Ace, Acl, SelfRelativeDescriptor, Sid } from '../../wire/values.js';
import { decode, encode, sidBytes, type StructureName, type Wire } from '../../wire/wire.js';
import type { SdEntry, SdRule, SecurityDescriptor } from '../state.js';

/** Components to read or to replace (PSD-004 v0.20 §13.6). @internal */
export const INFORMATION = { OWNER: 1, GROUP: 2, DACL: 4, SACL: 8, LABEL: 0x10 } as const;

/** Control flags that say what a descriptor holds (PSD-004 v0.20 §3.1). @internal */
export const CONTROL = { DACL_PRESENT: 0x0004, SACL_PRESENT: 0x0010, SELF_RELATIVE: 0x8000 };

/** The other control flags, by the component that they belong to. */
const OWN_FLAGS: readonly (readonly [information: number, flags: number])[] = [
  [INFORMATION.OWNER, 0x0001],
  [INFORMATION.GROUP, 0x0002],
  [INFORMATION.DACL, 0x1548],
  [INFORMATION.SACL, 0x2a20],
];

/** Descriptors may lack any component. @internal */
export type DescriptorParts = Omit<SecurityDescriptor, 'owner'> & {
  readonly owner: Sid | undefined;
};

const ACE_KINDS: Readonly<Record<number, Pick<SdRule, 'kind' | 'conditional'>>> = {
  0: { kind: 'allow' },
  1: { kind: 'deny' },
  5: { kind: 'allow' },
  6: { kind: 'deny' },
  9: { kind: 'allow', conditional: true },
  10: { kind: 'deny', conditional: true },
  11: { kind: 'allow', conditional: true },
  12: { kind: 'deny', conditional: true },
  17: { kind: 'label' },
};
const OBJECT_TYPES: readonly number[] = [5, 6, 11, 12];
const ACE_TYPE = { allow: 0, deny: 1, label: 17 } as const;
const ACL_REVISION = 2;
const ACL_REVISION_DS = 4;
/** Object and conditional entries ask for the later revision. */
const DS_TYPES = { first: 5, last: 16 } as const;

function readEntry(wire: Wire, ace: Ace): SdEntry {
  const kind = ACE_KINDS[ace.type];
  if (kind === undefined) return { kind: 'other', ace };
  const body: StructureName = OBJECT_TYPES.includes(ace.type) ? 'OBJECT_ACE_BODY' : 'SID_ACE_BODY';
  const { value } = decode<{ readonly mask: number; readonly sid: Sid }>(wire, body, ace.body);
  return { ...kind, sid: value.sid, mask: value.mask, flags: ace.flags, ace };
}

function readAcl(wire: Wire, acl: Acl): readonly SdEntry[] {
  return acl.aces.map((ace) => readEntry(wire, ace));
}

/** The parts of a self-relative descriptor; undefined if it is malformed. @internal */
export function readDescriptor(wire: Wire, bytes: Uint8Array): DescriptorParts | undefined {
  const { value, issues } = decode<SelfRelativeDescriptor>(wire, 'SECURITY_DESCRIPTOR', bytes);
  if (issues.length > 0 || (value.control & CONTROL.SELF_RELATIVE) === 0) return undefined;
  const { owner, group, control } = value;
  const dacl = (control & CONTROL.DACL_PRESENT) === 0 ? undefined : value.dacl;
  const sacl = (control & CONTROL.SACL_PRESENT) === 0 ? undefined : value.sacl;
  return {
    owner,
    group,
    dacl: dacl === undefined ? undefined : readAcl(wire, dacl),
    ...(sacl === undefined ? {} : { sacl: readAcl(wire, sacl) }),
    control: control & ~(CONTROL.DACL_PRESENT | CONTROL.SACL_PRESENT | CONTROL.SELF_RELATIVE),
  };
}

function writeEntry(entry: SdEntry): Ace {
  if (entry.kind === 'other') return entry.ace;
  if (entry.ace !== undefined) return entry.ace;
  const sid = sidBytes(entry.sid);
  const body = new Uint8Array(4 + sid.length);
  new DataView(body.buffer).setUint32(0, entry.mask, true);
  body.set(sid, 4);
  return { type: ACE_TYPE[entry.kind], flags: entry.flags ?? 0, body };
}

function writeAcl(entries: readonly SdEntry[]): Acl {
  const aces = entries.map(writeEntry);
  const later = aces.some(({ type }) => type >= DS_TYPES.first && type <= DS_TYPES.last);
  return { revision: later ? ACL_REVISION_DS : ACL_REVISION, aces };
}

/** The bytes of a descriptor with these parts. @internal */
export function writeDescriptor(wire: Wire, parts: DescriptorParts): Uint8Array {
  const { owner, group, dacl, sacl } = parts;
  const present =
    (dacl === undefined ? 0 : CONTROL.DACL_PRESENT) |
    (sacl === undefined ? 0 : CONTROL.SACL_PRESENT);
  const value: SelfRelativeDescriptor = {
    revision: 1,
    sbz1: 0,
    control: (parts.control ?? 0) | present | CONTROL.SELF_RELATIVE,
    ...(owner === undefined ? {} : { owner }),
    ...(group === undefined ? {} : { group }),
    ...(sacl === undefined ? {} : { sacl: writeAcl(sacl) }),
    ...(dacl === undefined ? {} : { dacl: writeAcl(dacl) }),
  };
  return encode(wire, 'SECURITY_DESCRIPTOR', value).bytes;
}

/** The control flags that go with these components. @internal */
export function flagsOf(information: number): number {
  return OWN_FLAGS.reduce((mask, [bit, own]) => (information & bit ? mask | own : mask), 0);
}
