/** @module Ordinary files: making one, running one (PSD-004 v0.20 §4.3, §3.6). */
import { bytesArgument } from '../arguments.js';
import { readDescriptor, type DescriptorParts } from '../access/descriptor.js';
import { labelOf, levelOfLabel } from '../access/integrity.js';
import { sidAtIndex } from '../default-sd.js';
import { defineCall, type CallContext, type Effect } from '../model.js';
import { effectiveToken } from '../privileges.js';
import type { FileNode, SecurityDescriptor } from '../state.js';
import { retain } from '../world.js';
import { deriveToken } from './derive.js';

/** @internal */
export interface MakeFileContext extends CallContext {
  /** Undefined: the creator's defaults decide; null: malformed. */
  readonly given: DescriptorParts | undefined | null;
  path: string;
}

/** The SD of a file whose folder hands nothing down: the creator's defaults (§3.6). */
function defaultFileSd({ thread }: CallContext): SecurityDescriptor {
  const creator = effectiveToken(thread);
  return {
    owner: sidAtIndex(creator, creator.ownerIndex),
    group: sidAtIndex(creator, creator.primaryGroupIndex),
    dacl: undefined,
  };
}

/** @internal */
export const makeFile = defineCall<MakeFileContext>({
  name: 'world.makeFile',
  prepare(base) {
    const given =
      base.args['descriptor'] === undefined
        ? undefined
        : (readDescriptor(base.world.model.wire, bytesArgument(base.args, 'descriptor')) ?? null);
    return { ...base, given, path: '' };
  },
  checks: [
    { id: 'descriptor', clauses: [], errno: 'EINVAL', refuses: ({ given }) => given === null },
  ],
  effects: [
    {
      id: 'make',
      clauses: [],
      apply: (c) => {
        const defaults = defaultFileSd(c);
        const { owner = defaults.owner, group = defaults.group, ...rest } = c.given ?? defaults;
        c.world.nextAddress += 1;
        c.path = `/tmp/file-${c.world.nextAddress}`;
        c.world.files.set(c.path, { maker: c.thread.process.pid, sd: { ...rest, owner, group } });
      },
    },
  ],
  result: ({ path }) => ({ path }),
});

/** @internal */
export interface ExecContext extends CallContext {
  /** The file that is run, unless it is the helper program. */
  readonly file: FileNode | undefined;
  /** The integrity of the file; Medium if it has no label. */
  readonly fileLevel: number;
}

const MEDIUM = 8192;
const NEW_PROCESS_MIN = 2;

/** @internal */
export function withFile(base: CallContext): ExecContext {
  const { path } = base.args;
  const file = typeof path === 'string' ? base.world.files.get(path) : undefined;
  const label = labelOf(file?.sd.sacl);
  const fileLevel = (label === undefined ? undefined : levelOfLabel(label.sid)) ?? MEDIUM;
  return { ...base, file, fileLevel };
}

/** A program below the token's integrity takes the token down to its own (§4.3). @internal */
export const LOWER_INTEGRITY: Effect<ExecContext> = {
  id: 'new-process-min',
  clauses: ['TC-035'],
  apply: ({ world, thread, file, fileLevel }) => {
    const { process } = thread;
    const old = process.primary;
    // What the helper program is labelled with is the adapter's affair.
    if (file === undefined || (old.mandatoryPolicy & NEW_PROCESS_MIN) === 0) return;
    if (fileLevel >= old.integrityLevel) return;
    const lowered = deriveToken(world, thread, old);
    lowered.integrityLevel = fileLevel;
    process.primary = retain(lowered);
    world.release(old);
  },
};
