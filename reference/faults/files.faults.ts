/**
 * @module Faults about files: running one of low integrity, and what defaults do to those there.
 */
import type { AdjustDefaultContext } from '../kernel/calls/adjust-default.js';
import type { ExecContext } from '../kernel/calls/files.js';
import { sidAtIndex } from '../kernel/default-sd.js';
import type { SecurityDescriptor, Token } from '../kernel/state.js';
import { tokenOf } from '../kernel/calls/handle-checks.js';
import { alsoDoing, fault, otherEffect, withoutEffect, type Change, type Fault } from './fault.js';

const EXEC = 'world.exec';
const LOWER = 'new-process-min';
const MEDIUM = 8192;

/** What exec makes of the primary token's integrity, on top of what it should. */
function atExec(
  change: (context: ExecContext, primary: Token, original: () => void) => void,
): Change {
  return otherEffect<ExecContext>(EXEC, LOWER, (c, original) => {
    if (c.file === undefined) original();
    else change(c, c.thread.process.primary, original);
  });
}

/** Files of the process follow a change of defaults. */
function filesFollow(
  change: (token: Token, sd: SecurityDescriptor) => Partial<SecurityDescriptor>,
): Change {
  return alsoDoing<AdjustDefaultContext>('KACS_IOC_ADJUST_DEFAULT', (c) => {
    for (const file of c.world.files.values()) {
      if (file.maker === c.thread.process.pid) {
        file.sd = { ...file.sd, ...change(tokenOf(c), file.sd) };
      }
    }
  });
}

/** @internal */
export const FILES_FAULTS: readonly Fault[] = [
  fault('token-creation-effects/exec-lowers-nothing', 'TC-035', withoutEffect(EXEC, LOWER)),
  fault(
    'token-creation-effects/exec-lowers-without-the-policy',
    'TC-035',
    atExec((c, primary, original) => {
      original();
      if (c.fileLevel < primary.integrityLevel) {
        c.thread.process.primary.integrityLevel = c.fileLevel;
      }
    }),
  ),
  fault(
    'token-creation-effects/exec-raises-too',
    'TC-035',
    atExec((c, primary, original) => {
      original();
      if ((primary.mandatoryPolicy & 2) !== 0) {
        c.thread.process.primary.integrityLevel = c.fileLevel;
      }
    }),
  ),
  fault(
    'token-creation-effects/exec-lowers-the-token-in-place',
    'TC-035',
    atExec((c, primary) => {
      if ((primary.mandatoryPolicy & 2) === 0) return;
      primary.integrityLevel = Math.min(primary.integrityLevel, c.fileLevel);
    }),
  ),
  fault(
    'token-creation-effects/exec-takes-no-label-for-no-limit',
    'TC-035',
    atExec((c, _, original) => {
      if (c.file?.sd.sacl !== undefined) original();
    }),
  ),
  fault(
    'token-creation-effects/exec-lowers-below-medium-only',
    'TC-035',
    atExec((c, _, original) => {
      if (c.fileLevel < MEDIUM) original();
    }),
  ),
  fault(
    'token-creation-effects/exec-lowers-by-one-step',
    'TC-035',
    atExec((c, primary, original) => {
      const before = primary.integrityLevel;
      original();
      const { primary: after } = c.thread.process;
      if (after !== primary) after.integrityLevel = before - 4096;
    }),
  ),
  fault(
    'token-creation-effects/exec-loses-the-privileges',
    'TC-035',
    atExec((c, primary, original) => {
      original();
      const { primary: after } = c.thread.process;
      if (after !== primary) after.privileges = { ...after.privileges, enabled: 0n };
    }),
  ),
  fault(
    'adjust-default/files-change-owner',
    'AD-018',
    filesFollow((token) => ({ owner: sidAtIndex(token, token.ownerIndex) })),
  ),
  fault(
    'adjust-default/files-change-group',
    'AD-018',
    filesFollow((token) => ({ group: sidAtIndex(token, token.primaryGroupIndex) })),
  ),
  fault(
    'adjust-default/files-change-dacl',
    'AD-018',
    filesFollow(({ defaultDacl }) => (defaultDacl === undefined ? {} : { dacl: [] })),
  ),
];
