/**
 * @module What a successful call may change, as far as an observer can see. Everything else has
 * to stay as it was; after a refusal, everything. The tables name query classes by number.
 */
import { QUERY_CLASS as CLASS } from '../../reference/abi/numbers.js';

/** What a call may change. @internal */
export interface Effects {
  /** Classes of the token that `args.token` names, through whatever handle it is seen. */
  readonly token?: readonly number[];
  /** Classes of any token: a call with several operands. */
  readonly anyToken?: readonly number[];
  /** Every class of the actor's effective token. */
  readonly effective?: true;
  /** How many handles the actor has more afterwards. */
  readonly handles?: number;
}

/** Calls that are watched; queries and controls of the harness are not in the table. @internal */
export const EFFECTS: Readonly<Record<string, Effects>> = {
  kacs_create_session: {},
  kacs_destroy_empty_session: {},
  kacs_create_token: { handles: 1 },
  kacs_open_self_token: { handles: 1 },
  kacs_open_process_token: { handles: 1 },
  kacs_get_sd: {},
  kacs_set_sd: {},
  kacs_access_check: {},
  kacs_open_thread_token: { handles: 1 },
  kacs_open_peer_token: { handles: 1 },
  kacs_impersonate_peer: { effective: true },
  kacs_revert: { effective: true },
  KACS_IOC_QUERY: {},
  KACS_IOC_ADJUST_PRIVS: { token: [CLASS.PRIVILEGES, CLASS.STATISTICS] },
  KACS_IOC_ADJUST_GROUPS: { token: [CLASS.GROUPS, CLASS.STATISTICS] },
  KACS_IOC_ADJUST_DEFAULT: {
    token: [CLASS.OWNER, CLASS.PRIMARY_GROUP, CLASS.DEFAULT_DACL, CLASS.STATISTICS],
  },
  KACS_IOC_ADJUST_SESSIONID: { token: [CLASS.SESSION_ID, CLASS.STATISTICS] },
  KACS_IOC_INSTALL: { effective: true },
  KACS_IOC_IMPERSONATE: { effective: true },
  KACS_IOC_DUPLICATE: { handles: 1 },
  KACS_IOC_RESTRICT: { handles: 1 },
  KACS_IOC_LINK_TOKENS: { anyToken: [CLASS.ELEVATION_TYPE] },
  KACS_IOC_GET_LINKED_TOKEN: { handles: 1 },
  'world.open': { handles: 1 },
};
