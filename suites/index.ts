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
];
