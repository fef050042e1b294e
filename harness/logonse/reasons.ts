/** @module Why a call of `logonse` failed, in words of its users. */
import type { Outcome } from '../program/program.js';

const REASONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kacs_create_session: {
    EINVAL: 'the specification is not valid',
    EFAULT: 'the specification cannot be read by the kernel',
    EPERM: 'the caller may not create sessions',
    EACCES: 'the caller may not create sessions',
  },
  kacs_destroy_empty_session: {
    EBUSY: 'it still has tokens',
    ENOENT: 'there is no such session',
    EPERM: 'the caller may not destroy sessions',
    EACCES: 'the caller may not destroy sessions',
  },
  kacs_set_psb: {
    EINVAL: 'the mask has bits that are no mitigations',
    ESRCH: 'there is no such process',
    EPERM: 'the caller may not change that process',
    EACCES: 'the caller may not change that process',
  },
};

/** One line; an errno that says nothing more is named with its call. @internal */
export function reasonOf(op: string, outcome: Exclude<Outcome, { kind: 'returned' }>): string {
  if (outcome.kind !== 'refused') return `${op} gave no answer`;
  const words = REASONS[op]?.[outcome.errno];
  return words === undefined ? `${op} failed with ${outcome.errno}` : `${words} (${outcome.errno})`;
}
