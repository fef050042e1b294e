/**
 * @module The adjust ioctls in a form that can be repeated: each changes nothing worth the name.
 */
import type { SuiteStep } from '../language/suite.js';
import {
  adjustDefault,
  adjustGroups,
  adjustPrivileges,
  adjustSessionId,
} from '../language/steps.js';

/** @internal */
export interface Adjustment {
  readonly slug: string;
  /** The right that it needs on the handle. */
  readonly right: number;
  readonly of: (token: string) => SuiteStep;
}

const ADJUST_PRIVILEGES: Adjustment = {
  slug: 'adjust-privileges',
  right: 0x0020,
  of: (token) => adjustPrivileges(token, [{ luid: 2, attributes: 0 }]),
};

const ADJUST_GROUPS: Adjustment = {
  slug: 'adjust-groups',
  right: 0x0040,
  of: (token) => adjustGroups(token, [{ index: 0xffffffff, enable: 0 }]),
};

const ADJUST_DEFAULT: Adjustment = {
  slug: 'adjust-default',
  right: 0x0080,
  of: (token) => adjustDefault(token, { ownerIndex: 0 }),
};

/** @internal */
export const ADJUST_SESSION_ID: Adjustment = {
  slug: 'adjust-session-id',
  right: 0x0100,
  of: (token) => adjustSessionId(token, 0),
};

/** What GENERIC_WRITE on a token stands for, as far as calls use it. @internal */
export const GENERIC_WRITE_ADJUSTMENTS: readonly Adjustment[] = [
  ADJUST_PRIVILEGES,
  ADJUST_GROUPS,
  ADJUST_DEFAULT,
];

/** @internal */
export const ADJUSTMENTS: readonly Adjustment[] = [...GENERIC_WRITE_ADJUSTMENTS, ADJUST_SESSION_ID];
