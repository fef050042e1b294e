/**
 * @module The DACL walk: the first entry that speaks of a bit decides it, and an owner gets what
 * ownership implies before the walk begins (PSD-004 v0.20 §10.2, §3.7).
 *
 * Without a list of object types an object ACE counts as a plain one. Conditions are not
 * evaluated: they count as unknown, so that a conditional entry denies and never allows.
 */
import { RIGHT } from '../../abi/numbers.js';
import { SID_TEXT } from '../../abi/well-known.js';
import { equalSid, parseSid } from '../../wire/wire.js';
import type { SdEntry, SdRule } from '../state.js';
import { mapGeneric } from './generic-mapping.js';
import type { AccessState, SidTest } from './state.js';

const OWNER_RIGHTS = parseSid(SID_TEXT.OWNER_RIGHTS);
const INHERIT_ONLY = 0x08;

/** Whether an entry speaks of the object itself and not only of its children. @internal */
export function appliesToObject(entry: SdRule): boolean {
  return ((entry.flags ?? 0) & INHERIT_ONLY) === 0;
}

function isRule(entry: SdEntry): entry is SdRule {
  return (entry.kind === 'allow' || entry.kind === 'deny') && appliesToObject(entry);
}

/** An identity, and whether it owns the object. @internal */
export interface Walker {
  readonly has: SidTest;
  /** False where ownership implies nothing (confinement). */
  readonly ownerImplicit: boolean;
}

/** What a walk makes of the masks that it starts from. @internal */
export function walkDacl(
  { sd, mapping }: Pick<AccessState, 'sd' | 'mapping'>,
  walker: Walker,
  start: { readonly decided: number; readonly granted: number },
): { readonly decided: number; readonly granted: number } {
  let { decided, granted } = start;
  const decide = (mask: number, allow: boolean): void => {
    const undecided = mask & ~decided;
    if (allow) granted |= undecided;
    decided |= undecided;
  };
  const owns = walker.has(sd.owner, 'allow');
  const rules = sd.dacl?.filter(isRule);
  const ownerRights = rules?.some(({ sid }) => equalSid(sid, OWNER_RIGHTS)) ?? false;
  if (owns && walker.ownerImplicit && !ownerRights) {
    decide(RIGHT.READ_CONTROL | RIGHT.WRITE_DAC, true);
  }
  if (rules === undefined) decide(mapping.all, true);
  for (const { kind, sid, mask, conditional } of rules ?? []) {
    if (kind === 'label' || (conditional && kind === 'allow')) continue;
    const matches = equalSid(sid, OWNER_RIGHTS) ? owns : walker.has(sid, kind);
    if (matches) decide(mapGeneric(mask, mapping), kind === 'allow');
  }
  return { decided, granted };
}
