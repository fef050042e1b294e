/** @module Changes of SDs that faults of several files make. */
import type { SdEntry, SdRule, SecurityDescriptor } from '../kernel/state.js';
import type { Sid } from '../wire/values.js';
import { equalSid } from '../wire/wire.js';

/** The entries of a DACL, changed one by one; undefined leaves one out. @internal */
export function withEntries(
  sd: SecurityDescriptor,
  change: (entry: SdRule) => SdEntry | undefined,
): SecurityDescriptor {
  const dacl = sd.dacl?.flatMap((entry) => {
    const changed = entry.kind === 'other' ? entry : change(entry);
    return changed === undefined ? [] : [changed];
  });
  return { ...sd, dacl };
}

/** Entries for `sid` have another mask. @internal */
export const withMask = (sd: SecurityDescriptor, sid: Sid, mask: number): SecurityDescriptor =>
  withEntries(sd, (entry) => (equalSid(entry.sid, sid) ? { ...entry, mask } : entry));

/** There is no entry for `sid`. @internal */
export const without = (sd: SecurityDescriptor, sid: Sid): SecurityDescriptor =>
  withEntries(sd, (entry) => (equalSid(entry.sid, sid) ? undefined : entry));
