/** @module Adapter targets of the command line, from `reference` to `stdio:…`. */
import { FAULTS } from '../../reference/faults/index.js';
import { modelOf } from '../../reference/kernel/calls/index.js';
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import type { Adapter } from '../adapters/adapter.js';
import { recording } from '../adapters/record/recording.js';
import { replay } from '../adapters/record/replay.js';
import {
  ReferenceAdapter,
  type ReferenceOptions,
} from '../adapters/reference/reference-adapter.js';
import { connect } from '../adapters/stdio/connect.js';
import { excerpt } from '../protocol/excerpt.js';
import { UsageError } from '../usage-error.js';
import { TARGET_HELP } from './target-help.js';

/** @internal */
export interface TargetOptions {
  readonly profile: Profile;
  readonly deadlineMs?: number;
  /** Writes the exchange to this file. */
  readonly record?: string;
}

/** Enough for cases to run beside each other. */
const LOCAL_WINDOW = 4;

/** The adapter of a target. @internal */
export function openTarget(target: string, options: TargetOptions): Adapter {
  const adapter = open(target, options);
  return options.record === undefined ? adapter : recording(adapter, options.record);
}

function open(target: string, options: TargetOptions): Adapter {
  const { profile, deadlineMs } = options;
  const local = localReference(target, profile);
  if (local !== undefined) return new ReferenceAdapter({ ...local, window: LOCAL_WINDOW });
  if (target.startsWith('replay:')) return replay(target.slice('replay:'.length));
  if (/^(?:stdio|unix|tcp):/.test(target)) {
    return connect(target, deadlineMs === undefined ? {} : { deadlineMs });
  }
  throw new UsageError(`unknown adapter ${excerpt(target)}: expected ${TARGET_HELP}`);
}

/** The reference as it is, or with a fault; undefined for other targets. @internal */
export function localReference(target: string, profile: Profile): ReferenceOptions | undefined {
  if (target === 'reference') return { profile };
  if (!target.startsWith('faulty:')) return undefined;
  const id = target.slice('faulty:'.length);
  const fault = FAULTS.find((one) => one.id === id);
  if (fault === undefined) {
    throw new UsageError(`unknown fault ${excerpt(id)}: \`faults --list\` names them all`);
  }
  return { profile, model: fault.apply(modelOf(profile)), variant: `the fault ${id}` };
}
