/** @module Every suite, in the order of the catalogue. */
import type { Suite } from './language/suite.js';
import ioctlQueryTwoCall from './ioctl-query/two-call.suite.js';
import ioctlQueryClassNumbers from './ioctl-query/class-numbers.suite.js';
import ioctlQueryHandleRight from './ioctl-query/handle-right.suite.js';
import ioctlQuerySids from './ioctl-query/sids.suite.js';
import ioctlQueryLists from './ioctl-query/lists.suite.js';
import ioctlQueryStructures from './ioctl-query/structures.suite.js';
import ioctlQueryNumbers from './ioctl-query/numbers.suite.js';
import ioctlQueryStatistics from './ioctl-query/statistics.suite.js';
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

/** @public */
export const SUITES: readonly Suite[] = [
  sessionSpecRecord,
  sessionSpecPackage,
  sessionSpecUserSid,
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
];
