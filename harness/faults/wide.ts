/**
 * @module Faults that make cases of many other clauses fail, and cannot be narrower: a run with
 * `--thorough` names every other one that is so coarse.
 */
const OBSERVED = 'what it falsifies is what other clauses are observed through';
const MADE_WITH = 'what it refuses or changes is what cases of other clauses are made with';
const SHARED = 'other clauses demand the same of a call that they share with it';

/** Why a fault is as wide as it is, by its id. @internal */
export const WIDE_FAULTS: Readonly<Record<string, string>> = {
  'session-spec/logon-type-2-refused': MADE_WITH,
  'token-spec-header/impersonation-level-2-refused': MADE_WITH,
  'token-spec-header/impersonation-level-3-refused': MADE_WITH,
  'token-spec-header/type-impersonation-becomes-primary': MADE_WITH,
  'token-spec-header/type-primary-becomes-impersonation': MADE_WITH,
  'token-creation-effects/token-not-counted-in-its-session': SHARED,
  'install/a-copy-is-installed': SHARED,
  'duplicate/mask-of-the-source-handle': MADE_WITH,
  'cross-call/cap-written-into-the-token': OBSERVED,
  'cross-call/listing-hides-sessions-of-tokens-nobody-runs-with': OBSERVED,
  'cross-call/listing-hides-sessions-without-tokens': OBSERVED,
  'claims/sid-encoding': OBSERVED,
  'ioctl-query/deny-only-not-reported': OBSERVED,
  'ioctl-query/elevation-counted-from-0': OBSERVED,
  'ioctl-query/identity-is-the-session-id': OBSERVED,
  'ioctl-query/logon-sid-halves-swapped': OBSERVED,
  'ioctl-query/owner-index-counts-from-the-first-group': OBSERVED,
  'ioctl-query/owner-is-the-user': OBSERVED,
  'ioctl-query/restricting-sids-reversed': OBSERVED,
  'ioctl-query/statistics-padded': OBSERVED,
  'ioctl-query/type-1-counted-from-0': OBSERVED,
  'ioctl-query/type-2-counted-from-0': OBSERVED,
  'ioctl-common/query-of-the-first-handle': OBSERVED,
  'securityfs/self-is-a-copy': OBSERVED,
  'securityfs/self-is-the-primary-token': OBSERVED,
  'adjust-sessionid/privilege-replaces-the-right': SHARED,
  'ioctl-common/system-needs-no-right-to-adjust-default': SHARED,
  'ioctl-common/system-needs-no-right-to-adjust-privs': SHARED,
};
