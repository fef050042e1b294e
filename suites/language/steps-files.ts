/** @module Builders of steps about ordinary files: making, labelling and running them. */
import { ref } from './steps.js';
import { descriptorOf, type SdSpec } from './steps-access.js';
import { control, type SuiteStep } from './suite.js';

/**
 * A runnable file bound to `as`, with an SD of its own or the creator's defaults; must succeed.
 * @public
 */
export function makeFile(as: string, sd?: SdSpec): SuiteStep {
  const args = sd === undefined ? {} : { descriptor: descriptorOf(sd) };
  return control({ as, op: 'world.makeFile', args });
}

/** execve(2) of the file bound to `file`; goes on as the same actor. @public */
export function execFile(file: string): SuiteStep {
  return { op: 'world.exec', args: { path: ref(`${file}.path`) } };
}

/** Owner, group and DACL of the file bound to `file`. @public */
export function fileSd(as: string, file: string): SuiteStep {
  return {
    as,
    op: 'kacs_get_sd',
    args: { path: ref(`${file}.path`), securityInformation: 7, capacity: 0x10000 },
  };
}
