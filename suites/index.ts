/** @module Every suite, in the order of the catalogue. */
import type { Suite } from './language/suite.js';
import ioctlCommonHandles from './ioctl-common/handles.suite.js';
import ioctlCommonGenericRights from './ioctl-common/generic-rights.suite.js';
import ioctlCommonOpening from './ioctl-common/opening.suite.js';
import tokenCreationEffectsCreation from './token-creation-effects/creation.suite.js';
import tokenCreationEffectsLogonSid from './token-creation-effects/logon-sid.suite.js';
import tokenCreationEffectsFields from './token-creation-effects/fields.suite.js';
import tokenCreationEffectsRoundTrip from './token-creation-effects/round-trip.suite.js';
import ioctlQueryTwoCall from './ioctl-query/two-call.suite.js';
import ioctlQueryClassNumbers from './ioctl-query/class-numbers.suite.js';
import ioctlQueryHandleRight from './ioctl-query/handle-right.suite.js';
import ioctlQuerySids from './ioctl-query/sids.suite.js';
import ioctlQueryLists from './ioctl-query/lists.suite.js';
import ioctlQueryStructures from './ioctl-query/structures.suite.js';
import ioctlQueryNumbers from './ioctl-query/numbers.suite.js';
import ioctlQueryStatistics from './ioctl-query/statistics.suite.js';
import limitsAdjustEntries from './limits/adjust-entries.suite.js';
import limitsDefaultDacl from './limits/default-dacl.suite.js';
import limitsGroups from './limits/groups.suite.js';
import limitsPrivilegesAndClaims from './limits/privileges-and-claims.suite.js';
import limitsTokenSpecSize from './limits/token-spec-size.suite.js';
import sessionLifecycleDestroy from './session-lifecycle/destroy.suite.js';
import sessionLifecycleExpiration from './session-lifecycle/expiration.suite.js';
import sessionLifecycleIds from './session-lifecycle/ids.suite.js';
import sessionLifecycleLogonSid from './session-lifecycle/logon-sid.suite.js';
import sessionLifecyclePrivilege from './session-lifecycle/privilege.suite.js';
import sessionSpecPackage from './session-spec/package.suite.js';
import sessionSpecRecord from './session-spec/record.suite.js';
import sessionSpecUserSid from './session-spec/user-sid.suite.js';
import adjustPrivsActions from './adjust-privs/actions.suite.js';
import adjustPrivsMalformed from './adjust-privs/malformed.suite.js';
import adjustPrivsReset from './adjust-privs/reset.suite.js';
import adjustGroupsChange from './adjust-groups/change.suite.js';
import adjustGroupsReset from './adjust-groups/reset.suite.js';
import adjustGroupsRefused from './adjust-groups/refused.suite.js';
import adjustSessionId from './adjust-sessionid/session-id.suite.js';
import adjustDefaultChange from './adjust-default/change.suite.js';
import adjustDefaultRefused from './adjust-default/refused.suite.js';
import installInstall from './install/install.suite.js';
import installMatching from './install/matching.suite.js';
import installCredentials from './install/credentials.suite.js';
import tokenVariableBounds from './token-spec-variable/bounds.suite.js';
import tokenVariableClaimBuffers from './token-spec-variable/claim-buffers.suite.js';
import tokenVariableDefaultDacl from './token-spec-variable/default-dacl.suite.js';
import tokenVariableGids from './token-spec-variable/gids.suite.js';
import tokenVariableGroups from './token-spec-variable/groups.suite.js';
import tokenVariableLists from './token-spec-variable/lists.suite.js';
import tokenVariableMalformedDacl from './token-spec-variable/malformed-dacl.suite.js';
import tokenVariableOverlap from './token-spec-variable/overlap.suite.js';
import tokenVariablePlacement from './token-spec-variable/placement.suite.js';
import tokenVariableSids from './token-spec-variable/sids.suite.js';
import tokenSpecHeaderConfinement from './token-spec-header/confinement.suite.js';
import tokenSpecHeaderCreation from './token-spec-header/creation.suite.js';
import tokenSpecHeaderFieldsPacked from './token-spec-header/fields-packed.suite.js';
import tokenSpecHeaderFieldsWide from './token-spec-header/fields-wide.suite.js';
import tokenSpecHeaderGroupLimits from './token-spec-header/group-limits.suite.js';
import tokenSpecHeaderHiddenSections from './token-spec-header/hidden-sections.suite.js';
import tokenSpecHeaderIntegrity from './token-spec-header/integrity.suite.js';
import tokenSpecHeaderOwnerAndGroup from './token-spec-header/owner-and-group.suite.js';
import tokenSpecHeaderPrivileges from './token-spec-header/privileges.suite.js';
import tokenSpecHeaderProjection from './token-spec-header/projection.suite.js';
import tokenSpecHeaderRegistryExtension from './token-spec-header/registry-extension.suite.js';
import tokenSpecHeaderRegistryNames from './token-spec-header/registry-names.suite.js';
import tokenSpecHeaderSections from './token-spec-header/sections.suite.js';
import tokenSpecHeaderUserAndGroups from './token-spec-header/user-and-groups.suite.js';
import tokenSpecHeaderValidation from './token-spec-header/validation.suite.js';
import claimsBuffers from './claims/buffers.suite.js';
import claimsFields from './claims/fields.suite.js';
import claimsReadBack from './claims/read-back.suite.js';
import claimsValues from './claims/values.suite.js';
import claimsCounts from './claims/counts.suite.js';
import claimsEncodings from './claims/encodings.suite.js';
import tokenVariableEntrySids from './token-spec-variable/entry-sids.suite.js';
import duplicateCopied from './duplicate/copied.suite.js';
import duplicateDefaultSd from './duplicate/default-sd.suite.js';
import duplicateHandle from './duplicate/handle.suite.js';
import duplicateIndependence from './duplicate/independence.suite.js';
import duplicateLevels from './duplicate/levels.suite.js';
import duplicateResult from './duplicate/result.suite.js';
import linkTokensPair from './link-tokens/pair.suite.js';
import linkTokensRefused from './link-tokens/refused.suite.js';
import getLinkedClone from './get-linked-token/clone.suite.js';
import getLinkedPartner from './get-linked-token/partner.suite.js';
import logonseMitigations from './logonse-cli/mitigations.suite.js';
import logonseSessions from './logonse-cli/sessions.suite.js';
import logonseSubcommands from './logonse-cli/subcommands.suite.js';
import procfsShown from './procfs/shown.suite.js';
import procfsHandle from './procfs/handle.suite.js';
import procfsAccess from './procfs/access.suite.js';
import securityfsSelf from './securityfs/self.suite.js';
import securityfsSessions from './securityfs/sessions.suite.js';
import sessionsListingFormat from './sessions-listing-abi/format.suite.js';
import sessionsListingValues from './sessions-listing-abi/values.suite.js';
import tokenVariableAccessCheck from './token-spec-variable/access-check.suite.js';
import tokenCreationSecurityDescriptors from './token-creation-effects/security-descriptors.suite.js';
import ioctlCommonSecurityDescriptors from './ioctl-common/security-descriptors.suite.js';
import sessionLifecycleAccessCheck from './session-lifecycle/access-check.suite.js';
import impersonateAccessCheck from './impersonate/access-check.suite.js';
import getLinkedAccessCheck from './get-linked-token/access-check.suite.js';
import installSecurityDescriptors from './install/security-descriptors.suite.js';
import duplicateSecurityDescriptors from './duplicate/security-descriptors.suite.js';
import duplicateAccessCheck from './duplicate/access-check.suite.js';
import restrictAccessCheck from './restrict/access-check.suite.js';
import procfsSecurityDescriptors from './procfs/security-descriptors.suite.js';
import impersonateAnonymous from './impersonate/anonymous.suite.js';
import impersonateCeiling from './impersonate/ceiling.suite.js';
import impersonateEffect from './impersonate/effect.suite.js';
import impersonateGates from './impersonate/gates.suite.js';
import impersonatePrimaryWeighed from './impersonate/primary-weighed.suite.js';
import impersonateRefused from './impersonate/refused.suite.js';
import impersonateThreads from './impersonate/threads.suite.js';
import ioctlCommonCopies from './ioctl-common/copies.suite.js';
import sessionSpecListing from './session-spec/listing.suite.js';
import sessionLifecycleReferences from './session-lifecycle/references.suite.js';
import tokenCreationEffectsRights from './token-creation-effects/rights.suite.js';
import tokenCreationEffectsSharing from './token-creation-effects/sharing.suite.js';
import installThreads from './install/threads.suite.js';
import adjustGroupsDerived from './adjust-groups/derived.suite.js';
import adjustSessionIdImpersonating from './adjust-sessionid/impersonating.suite.js';
import ioctlQueryElevation from './ioctl-query/elevation.suite.js';
import restrictGroups from './restrict/groups.suite.js';
import restrictPayload from './restrict/payload.suite.js';
import restrictPrivileges from './restrict/privileges.suite.js';
import restrictResult from './restrict/result.suite.js';
import restrictSids from './restrict/sids.suite.js';
import anonymousCopied from './anonymous/copied.suite.js';
import anonymousPeer from './anonymous/peer.suite.js';
import anonymousStripped from './anonymous/stripped.suite.js';
import ioctlCommonNumbers from './ioctl-common/numbers.suite.js';
import ioctlQueryOverlap from './ioctl-query/overlap.suite.js';
import restrictRawStruct from './restrict/raw-struct.suite.js';
import sessionLifecycleEvents from './session-lifecycle/events.suite.js';
import tokenCreationNewProcessMin from './token-creation-effects/new-process-min.suite.js';
import adjustDefaultFiles from './adjust-default/files.suite.js';
import ioctlCommonCrossCall from './ioctl-common/cross-call.suite.js';
import procfsCrossCall from './procfs/cross-call.suite.js';
import securityfsCrossCall from './securityfs/cross-call.suite.js';
import duplicateCrossCall from './duplicate/cross-call.suite.js';
import getLinkedTokenCrossCall from './get-linked-token/cross-call.suite.js';
import adjustGroupsCrossCall from './adjust-groups/cross-call.suite.js';
import adjustPrivsCrossCall from './adjust-privs/cross-call.suite.js';
import adjustDefaultCrossCall from './adjust-default/cross-call.suite.js';
import adjustSessionidCrossCall from './adjust-sessionid/cross-call.suite.js';
import installCrossCall from './install/cross-call.suite.js';
import linkTokensCrossCall from './link-tokens/cross-call.suite.js';
import ioctlQueryCrossCall from './ioctl-query/cross-call.suite.js';
import tokenCreationEffectsCrossCall from './token-creation-effects/cross-call.suite.js';
import sessionLifecycleCrossCall from './session-lifecycle/cross-call.suite.js';
import restrictCrossCall from './restrict/cross-call.suite.js';
import tokenCreationPrivilegeStates from './token-creation-effects/privilege-states.suite.js';
import installPrivilegeStates from './install/privilege-states.suite.js';
import adjustSessionIdPrivilegeStates from './adjust-sessionid/privilege-states.suite.js';
import linkTokensPrivilegeStates from './link-tokens/privilege-states.suite.js';
import sessionLifecyclePrivilegeStates from './session-lifecycle/privilege-states.suite.js';
import ioctlCommonNoRight from './ioctl-common/no-right.suite.js';
import sessionLifecycleTwoDefects from './session-lifecycle/two-defects.suite.js';
import tokenCreationTwoDefects from './token-creation-effects/two-defects.suite.js';
import ioctlQueryTwoDefects from './ioctl-query/two-defects.suite.js';
import adjustPrivsTwoDefects from './adjust-privs/two-defects.suite.js';
import adjustGroupsTwoDefects from './adjust-groups/two-defects.suite.js';
import adjustDefaultTwoDefects from './adjust-default/two-defects.suite.js';
import adjustSessionIdTwoDefects from './adjust-sessionid/two-defects.suite.js';
import installTwoDefects from './install/two-defects.suite.js';
import duplicateTwoDefects from './duplicate/two-defects.suite.js';
import restrictTwoDefects from './restrict/two-defects.suite.js';
import linkTokensTwoDefects from './link-tokens/two-defects.suite.js';
import getLinkedTwoDefects from './get-linked-token/two-defects.suite.js';
import impersonateTwoDefects from './impersonate/two-defects.suite.js';
import ioctlCommonTwoDefects from './ioctl-common/two-defects.suite.js';
import sessionLifecycleOrders from './session-lifecycle/orders.suite.js';
import duplicateCommuting from './duplicate/commuting.suite.js';
import ioctlCommonCommuting from './ioctl-common/commuting.suite.js';
import tokenCreationAgain from './token-creation-effects/again.suite.js';
import ioctlCommonRaces from './ioctl-common/races.suite.js';
import sessionLifecycleRaces from './session-lifecycle/races.suite.js';
import impersonateRemembered from './impersonate/remembered.suite.js';
import duplicateRemembered from './duplicate/remembered.suite.js';
import linkTokensRemembered from './link-tokens/remembered.suite.js';
import restrictRemembered from './restrict/remembered.suite.js';
import procfsRemembered from './procfs/remembered.suite.js';
import securityfsRemembered from './securityfs/remembered.suite.js';
import installRemembered from './install/remembered.suite.js';

/** @public */
export const SUITES: readonly Suite[] = [
  sessionSpecRecord,
  sessionSpecPackage,
  sessionSpecUserSid,
  sessionLifecycleIds,
  sessionLifecycleLogonSid,
  sessionLifecycleDestroy,
  sessionLifecyclePrivilege,
  sessionLifecycleExpiration,
  limitsTokenSpecSize,
  limitsGroups,
  limitsAdjustEntries,
  limitsDefaultDacl,
  limitsPrivilegesAndClaims,
  ioctlQueryTwoCall,
  ioctlQueryClassNumbers,
  ioctlQueryHandleRight,
  ioctlQuerySids,
  ioctlQueryLists,
  ioctlQueryStructures,
  ioctlQueryNumbers,
  ioctlQueryStatistics,
  adjustPrivsActions,
  adjustPrivsMalformed,
  adjustPrivsReset,
  adjustGroupsChange,
  adjustGroupsReset,
  adjustGroupsRefused,
  adjustSessionId,
  adjustDefaultChange,
  adjustDefaultRefused,
  installInstall,
  installMatching,
  installCredentials,
  ioctlCommonHandles,
  ioctlCommonGenericRights,
  ioctlCommonOpening,
  tokenCreationEffectsCreation,
  tokenCreationEffectsLogonSid,
  tokenCreationEffectsRoundTrip,
  tokenCreationEffectsFields,
  tokenVariableBounds,
  tokenVariableClaimBuffers,
  tokenVariableDefaultDacl,
  tokenVariableGids,
  tokenVariableGroups,
  tokenVariableLists,
  tokenVariableMalformedDacl,
  tokenVariableOverlap,
  tokenVariablePlacement,
  tokenVariableSids,
  tokenSpecHeaderConfinement,
  tokenSpecHeaderCreation,
  tokenSpecHeaderFieldsPacked,
  tokenSpecHeaderFieldsWide,
  tokenSpecHeaderGroupLimits,
  tokenSpecHeaderHiddenSections,
  tokenSpecHeaderIntegrity,
  tokenSpecHeaderOwnerAndGroup,
  tokenSpecHeaderPrivileges,
  tokenSpecHeaderProjection,
  tokenSpecHeaderRegistryExtension,
  tokenSpecHeaderRegistryNames,
  tokenSpecHeaderSections,
  tokenSpecHeaderUserAndGroups,
  tokenSpecHeaderValidation,
  claimsBuffers,
  claimsFields,
  claimsReadBack,
  claimsValues,
  claimsCounts,
  claimsEncodings,
  tokenVariableEntrySids,
  duplicateCopied,
  duplicateDefaultSd,
  duplicateHandle,
  duplicateIndependence,
  duplicateLevels,
  duplicateResult,
  linkTokensPair,
  linkTokensRefused,
  getLinkedClone,
  getLinkedPartner,
  logonseMitigations,
  logonseSessions,
  logonseSubcommands,
  procfsShown,
  procfsHandle,
  procfsAccess,
  securityfsSelf,
  securityfsSessions,
  sessionsListingFormat,
  sessionsListingValues,
  tokenVariableAccessCheck,
  tokenCreationSecurityDescriptors,
  ioctlCommonSecurityDescriptors,
  sessionLifecycleAccessCheck,
  impersonateAccessCheck,
  getLinkedAccessCheck,
  installSecurityDescriptors,
  duplicateSecurityDescriptors,
  duplicateAccessCheck,
  restrictAccessCheck,
  procfsSecurityDescriptors,
  impersonateAnonymous,
  impersonateCeiling,
  impersonateEffect,
  impersonateGates,
  impersonatePrimaryWeighed,
  impersonateRefused,
  impersonateThreads,
  ioctlCommonCopies,
  sessionSpecListing,
  sessionLifecycleReferences,
  tokenCreationEffectsRights,
  tokenCreationEffectsSharing,
  installThreads,
  adjustGroupsDerived,
  adjustSessionIdImpersonating,
  ioctlQueryElevation,
  restrictGroups,
  restrictPayload,
  restrictPrivileges,
  restrictResult,
  restrictSids,
  anonymousCopied,
  anonymousPeer,
  anonymousStripped,
  ioctlCommonNumbers,
  ioctlQueryOverlap,
  restrictRawStruct,
  sessionLifecycleEvents,
  tokenCreationNewProcessMin,
  adjustDefaultFiles,
  ioctlCommonCrossCall,
  procfsCrossCall,
  securityfsCrossCall,
  duplicateCrossCall,
  getLinkedTokenCrossCall,
  adjustGroupsCrossCall,
  adjustPrivsCrossCall,
  adjustDefaultCrossCall,
  adjustSessionidCrossCall,
  installCrossCall,
  linkTokensCrossCall,
  ioctlQueryCrossCall,
  tokenCreationEffectsCrossCall,
  sessionLifecycleCrossCall,
  restrictCrossCall,
  tokenCreationPrivilegeStates,
  installPrivilegeStates,
  adjustSessionIdPrivilegeStates,
  linkTokensPrivilegeStates,
  sessionLifecyclePrivilegeStates,
  ioctlCommonNoRight,
  sessionLifecycleTwoDefects,
  tokenCreationTwoDefects,
  ioctlQueryTwoDefects,
  adjustPrivsTwoDefects,
  adjustGroupsTwoDefects,
  adjustDefaultTwoDefects,
  adjustSessionIdTwoDefects,
  installTwoDefects,
  duplicateTwoDefects,
  restrictTwoDefects,
  linkTokensTwoDefects,
  getLinkedTwoDefects,
  impersonateTwoDefects,
  ioctlCommonTwoDefects,
  sessionLifecycleOrders,
  duplicateCommuting,
  ioctlCommonCommuting,
  tokenCreationAgain,
  ioctlCommonRaces,
  sessionLifecycleRaces,
  impersonateRemembered,
  duplicateRemembered,
  linkTokensRemembered,
  restrictRemembered,
  procfsRemembered,
  securityfsRemembered,
  installRemembered,
];
