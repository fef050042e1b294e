/** @module Adapter targets of the command line, from `reference` to `stdio:…`. */
import { FAULTS } from '../../reference/faults/index.js';
import { isOpen, LIBERTIES } from '../../reference/liberties/index.js';
import { modelOf } from '../../reference/kernel/calls/index.js';
import type { Profile } from '../../reference/profiles/built-in.generated.js';
import type { Adapter } from '../adapters/adapter.js';
import { recording } from '../adapters/record/recording.js';
import { replay } from '../adapters/record/replay.js';
import {
  ReferenceAdapter,
  type ReferenceOptions,
} from '../adapters/reference/reference-adapter.js';
import { openLinux } from '../adapters/linux/linux-target.js';
import { connect } from '../adapters/stdio/connect.js';
import { agentFile } from '../adapters/qemu/agent-file.js';
import {
  GUEST_NAMES,
  guestOptions,
  saysGuest,
  type GuestFlags,
} from '../adapters/qemu/guest-options.js';
import { openQemu } from '../adapters/qemu/qemu-target.js';
import { excerpt } from '../protocol/excerpt.js';
import { UsageError } from '../usage-error.js';
import { TARGET_HELP } from './target-help.js';

/** @internal */
export interface TargetOptions {
  readonly profile: Profile;
  readonly deadlineMs?: number;
  /** What is said about the guest of `qemu`. */
  readonly guest?: GuestFlags;
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
  const { profile, deadlineMs, guest = {} } = options;
  const connecting = deadlineMs === undefined ? {} : { deadlineMs };
  if (target === 'qemu') {
    const options = { ...guestOptions(guest), ...connecting };
    return openQemu(options, connecting, () => agentFile(guest.agent));
  }
  const foreign = saysGuest(guest);
  if (foreign !== undefined) throw new UsageError(`${foreign} is for --adapter qemu`);
  if (target === 'linux') return openLinux(connecting);
  const local = localReference(target, profile);
  if (local !== undefined) return new ReferenceAdapter({ ...local, window: LOCAL_WINDOW });
  if (target.startsWith('replay:')) return replay(target.slice('replay:'.length));
  if (/^(?:stdio|unix|tcp):/.test(target)) {
    return connect(target, connecting);
  }
  throw new UsageError(`unknown adapter ${excerpt(target)}: expected ${TARGET_HELP}`);
}

/** What is said about guests, of all flags of a command; its jobs may be others. @internal */
export function guestFlagsOf(flags: GuestFlags): GuestFlags {
  const names = GUEST_NAMES.filter((name) => name !== 'jobs');
  return Object.fromEntries(
    names.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]])),
  );
}

/** Whether a target is a kernel, whose version is best found out. @internal */
export function isKernel(target: string): boolean {
  return target === 'qemu' || target === 'linux';
}

/** Variants of the reference: by prefix, what there is and where it is listed. */
const VARIANTS = [
  { prefix: 'faulty:', word: 'fault', among: FAULTS, listed: '`faults --list` names them all' },
  {
    prefix: 'otherwise:',
    word: 'liberty',
    among: LIBERTIES,
    listed: `expected ${LIBERTIES.map(({ id }) => id).join(', ')}`,
  },
] as const;

/** The reference as it is, or changed; undefined for other targets. @internal */
export function localReference(target: string, profile: Profile): ReferenceOptions | undefined {
  if (target === 'reference') return { profile };
  const variant = VARIANTS.find(({ prefix }) => target.startsWith(prefix));
  if (variant === undefined) return undefined;
  const id = target.slice(variant.prefix.length);
  const change = variant.among.find((one) => one.id === id);
  if (change === undefined) {
    throw new UsageError(`unknown ${variant.word} ${excerpt(id)}: ${variant.listed}`);
  }
  const model = modelOf(profile);
  if (variant.word === 'liberty' && !isOpen(change, model)) {
    throw new UsageError(`${profile.id} does not leave the liberty ${id}: choose another profile`);
  }
  return { profile, model: change.apply(model), variant: `the ${variant.word} ${id}` };
}
