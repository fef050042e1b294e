/**
 * @module Faults that make cases of many other clauses fail, and cannot be narrower: a run with
 * `--thorough` names every other one that is so coarse.
 */
const OBSERVED = 'what it falsifies is what other clauses are observed through';
const MADE_WITH = 'what it refuses or changes is what cases of other clauses are made with';
const SHARED = 'other clauses demand the same of a call that they share with it';

/** Why a fault is as wide as it is, by its id. @internal */
export const WIDE_FAULTS: Readonly<Record<string, string>> = {
  'duplicate/mask-of-the-source-handle': MADE_WITH,
  'impersonate/revert-without-effect': MADE_WITH,
  'install/same-user-keeps-the-old-token': MADE_WITH,
  'remembered/gates-weigh-the-token-before-install': MADE_WITH,
  'session-lifecycle/destroy-works-once-for-all': MADE_WITH,
  'session-spec/logon-type-2-refused': MADE_WITH,
  'token-spec-header/default-mask-starts-empty': MADE_WITH,
  'token-spec-header/groups-of-32-entries-at-most': MADE_WITH,
  'token-spec-header/impersonation-level-2-refused': MADE_WITH,
  'token-spec-header/impersonation-level-3-refused': MADE_WITH,
  'token-spec-header/integrity-12288-becomes-8192': MADE_WITH,
  'token-spec-header/type-impersonation-becomes-primary': MADE_WITH,
  'token-spec-header/type-primary-becomes-impersonation': MADE_WITH,
  'adjust-privs/query-right-suffices': SHARED,
  'adjust-sessionid/privilege-replaces-the-right': SHARED,
  'cross-call/adjust-default-right-looked-up-at-use': SHARED,
  'cross-call/restriction-works-on-the-groups-of-the-source': SHARED,
  'install/a-copy-is-installed': SHARED,
  'ioctl-common/system-needs-no-right-to-adjust-default': SHARED,
  'ioctl-common/system-needs-no-right-to-adjust-privs': SHARED,
  'ioctl-common/system-needs-no-right-to-adjust-sessionid': SHARED,
  'session-lifecycle/destroy-does-nothing': SHARED,
  'token-creation-effects/elevation-unset': SHARED,
  'token-creation-effects/token-not-counted-in-its-session': SHARED,
  'claims/octet-encoding': OBSERVED,
  'claims/sid-encoding': OBSERVED,
  'cross-call/cap-written-into-the-token': OBSERVED,
  'cross-call/listing-hides-sessions-of-tokens-nobody-runs-with': OBSERVED,
  'cross-call/listing-hides-sessions-without-tokens': OBSERVED,
  'ioctl-common/query-of-the-first-handle': OBSERVED,
  'ioctl-query/deny-only-not-reported': OBSERVED,
  'ioctl-query/elevation-counted-from-0': OBSERVED,
  'ioctl-query/identity-is-the-modification-id': OBSERVED,
  'ioctl-query/identity-is-the-session-id': OBSERVED,
  'ioctl-query/logon-sid-halves-swapped': OBSERVED,
  'ioctl-query/logon-sid-padded': OBSERVED,
  'ioctl-query/owner-index-counts-from-the-first-group': OBSERVED,
  'ioctl-query/owner-is-the-user': OBSERVED,
  'ioctl-query/restricting-sids-reversed': OBSERVED,
  'ioctl-query/statistics-padded': OBSERVED,
  'ioctl-query/type-1-counted-from-0': OBSERVED,
  'ioctl-query/type-2-counted-from-0': OBSERVED,
  'remembered/listing-built-again-when-the-count-changes': OBSERVED,
  'securityfs/self-is-a-copy': OBSERVED,
  'securityfs/self-is-the-primary-token': OBSERVED,
  'securityfs/weak-impersonation-not-shown': OBSERVED,
  'token-creation-effects/everyone-added': OBSERVED,
};
