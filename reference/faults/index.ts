/** @module Every fault. */
import type { Fault } from './fault.js';
import { IOCTL_COMMON_FAULTS } from './ioctl-common.faults.js';
import { IOCTL_QUERY_CALL_FAULTS } from './ioctl-query-call.faults.js';
import { IOCTL_QUERY_LAYOUT_FAULTS } from './ioctl-query-layouts.faults.js';
import { IOCTL_QUERY_VALUE_FAULTS } from './ioctl-query-values.faults.js';
import { TOKEN_CREATION_EFFECTS_FAULTS } from './token-creation-effects.faults.js';
import { LIMITS_FAULTS } from './limits.faults.js';
import { SESSION_LIFECYCLE_FAULTS } from './session-lifecycle.faults.js';
import { SESSION_SPEC_FAULTS } from './session-spec.faults.js';
import { ADJUST_PRIVS_REFUSAL_FAULTS } from './adjust-privs-refusals.faults.js';
import { ADJUST_PRIVS_FAULTS } from './adjust-privs.faults.js';
import { ADJUST_GROUPS_REFUSAL_FAULTS } from './adjust-groups-refusals.faults.js';
import { ADJUST_GROUPS_FAULTS } from './adjust-groups.faults.js';
import { ADJUST_DEFAULT_FAULTS } from './adjust-default.faults.js';
import { ADJUST_SESSIONID_FAULTS } from './adjust-sessionid.faults.js';
import { INSTALL_FAULTS } from './install.faults.js';
import { TOKEN_SPEC_HEADER_CHECK_FAULTS } from './token-spec-header-checks.faults.js';
import { TOKEN_SPEC_HEADER_MASK_FAULTS } from './token-spec-header-masks.faults.js';
import { TOKEN_SPEC_HEADER_SECTION_FAULTS } from './token-spec-header-sections.faults.js';
import { TOKEN_SPEC_HEADER_FAULTS } from './token-spec-header.faults.js';
import { CLAIMS_FAULTS } from './claims.faults.js';
import { TOKEN_SPEC_VARIABLE_DACL_FAULTS } from './token-spec-variable-dacl.faults.js';
import { TOKEN_SPEC_PLACES_FAULTS } from './token-spec-variable-places.faults.js';
import { TOKEN_SPEC_VARIABLE_FAULTS } from './token-spec-variable.faults.js';
import { DUPLICATE_COPY_FAULTS } from './duplicate-copy.faults.js';
import { DUPLICATE_FAULTS } from './duplicate.faults.js';
import { LOGONSE_FAULTS } from './logonse-cli.faults.js';
import { ACCESS_CHECK_FAULTS } from './access-check.faults.js';
import { PROCESS_DESCRIPTOR_FAULTS } from './security-descriptors-processes.faults.js';
import { SECURITY_DESCRIPTOR_FAULTS } from './security-descriptors.faults.js';
import { IMPERSONATE_LIFE_FAULTS } from './impersonate-life.faults.js';
import { IMPERSONATE_FAULTS } from './impersonate.faults.js';
import { REMEMBERED_FAULTS } from './remembered.faults.js';
import { RESTRICT_PAYLOAD_FAULTS } from './restrict-payload.faults.js';
import { RESTRICT_FAULTS } from './restrict.faults.js';
import { ANONYMOUS_FAULTS } from './anonymous.faults.js';
import { LINK_TOKENS_FAULTS } from './link-tokens.faults.js';
import { GET_LINKED_TOKEN_FAULTS } from './get-linked-token.faults.js';
import { INSPECTION_HANDLE_FAULTS } from './inspection-handles.faults.js';
import { PROCFS_FAULTS } from './procfs.faults.js';
import { SECURITYFS_FAULTS } from './securityfs.faults.js';
import { RAW_FAULTS } from './raw.faults.js';
import { SESSION_EVENT_FAULTS } from './session-events.faults.js';
import { FILES_FAULTS } from './files.faults.js';
import { CROSS_CALL_HANDLE_FAULTS } from './cross-call-handles.faults.js';
import { CROSS_CALL_COPY_FAULTS } from './cross-call-copies.faults.js';
import { CROSS_CALL_REFUSAL_FAULTS } from './cross-call-refusals.faults.js';
import { CROSS_CALL_LIFE_FAULTS } from './cross-call-life.faults.js';
import { CROSS_CALL_NODE_FAULTS } from './cross-call-nodes.faults.js';
import { CROSS_CALL_IDENTITY_FAULTS } from './cross-call-identity.faults.js';
import { SESSIONS_LISTING_FAULTS } from './sessions-listing-abi.faults.js';
import { SESSION_REFERENCE_FAULTS } from './session-references.faults.js';
import { HANDLE_COPY_FAULTS } from './handle-copies.faults.js';
import { INSTALL_THREAD_FAULTS } from './install-threads.faults.js';
import { IMPERSONATE_GATE_FAULTS } from './impersonate-gates.faults.js';
import { RESTRICT_SID_FAULTS } from './restrict-sids.faults.js';

/** @public */
export const FAULTS: readonly Fault[] = [
  ...SESSION_SPEC_FAULTS,
  ...SESSION_LIFECYCLE_FAULTS,
  ...LIMITS_FAULTS,
  ...ADJUST_PRIVS_FAULTS,
  ...ADJUST_PRIVS_REFUSAL_FAULTS,
  ...ADJUST_GROUPS_FAULTS,
  ...ADJUST_GROUPS_REFUSAL_FAULTS,
  ...ADJUST_DEFAULT_FAULTS,
  ...ADJUST_SESSIONID_FAULTS,
  ...INSTALL_FAULTS,
  ...TOKEN_SPEC_HEADER_FAULTS,
  ...TOKEN_SPEC_HEADER_MASK_FAULTS,
  ...TOKEN_SPEC_HEADER_CHECK_FAULTS,
  ...TOKEN_SPEC_HEADER_SECTION_FAULTS,
  ...IOCTL_COMMON_FAULTS,
  ...IOCTL_QUERY_CALL_FAULTS,
  ...IOCTL_QUERY_LAYOUT_FAULTS,
  ...IOCTL_QUERY_VALUE_FAULTS,
  ...TOKEN_CREATION_EFFECTS_FAULTS,
  ...TOKEN_SPEC_PLACES_FAULTS,
  ...TOKEN_SPEC_VARIABLE_FAULTS,
  ...TOKEN_SPEC_VARIABLE_DACL_FAULTS,
  ...CLAIMS_FAULTS,
  ...DUPLICATE_COPY_FAULTS,
  ...DUPLICATE_FAULTS,
  ...LOGONSE_FAULTS,
  ...ACCESS_CHECK_FAULTS,
  ...SECURITY_DESCRIPTOR_FAULTS,
  ...PROCESS_DESCRIPTOR_FAULTS,
  ...IMPERSONATE_LIFE_FAULTS,
  ...IMPERSONATE_FAULTS,
  ...RESTRICT_PAYLOAD_FAULTS,
  ...RESTRICT_FAULTS,
  ...ANONYMOUS_FAULTS,
  ...LINK_TOKENS_FAULTS,
  ...GET_LINKED_TOKEN_FAULTS,
  ...INSPECTION_HANDLE_FAULTS,
  ...PROCFS_FAULTS,
  ...SECURITYFS_FAULTS,
  ...RAW_FAULTS,
  ...SESSION_EVENT_FAULTS,
  ...FILES_FAULTS,
  ...CROSS_CALL_HANDLE_FAULTS,
  ...CROSS_CALL_COPY_FAULTS,
  ...CROSS_CALL_REFUSAL_FAULTS,
  ...CROSS_CALL_LIFE_FAULTS,
  ...CROSS_CALL_NODE_FAULTS,
  ...CROSS_CALL_IDENTITY_FAULTS,
  ...SESSIONS_LISTING_FAULTS,
  ...SESSION_REFERENCE_FAULTS,
  ...HANDLE_COPY_FAULTS,
  ...INSTALL_THREAD_FAULTS,
  ...IMPERSONATE_GATE_FAULTS,
  ...RESTRICT_SID_FAULTS,
  ...REMEMBERED_FAULTS,
];
