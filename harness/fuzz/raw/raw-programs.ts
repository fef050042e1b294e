/**
 * @module Programs of raw ioctls: valid argument structs of the profile's words, then one thing
 * changed: the word, a byte, an address, the memory behind it.
 */
import { TOKEN_RIGHT } from '../../../reference/abi/numbers.js';
import { ioctlsOf } from '../../../reference/kernel/calls/raw-structs.js';
import type { Argument, CallStep, Program, Step } from '../../program/program.js';
import { chance, edge, pick } from '../calls/choice.js';
import { bodyOf, Draft } from '../calls/draft.js';
import { changedStep } from '../calls/change-step.js';
import type { Workshop } from '../calls/generate.js';
import { Hand, refTo } from '../calls/hand.js';
import { makeToken } from '../calls/token-kinds.js';
import type { Random } from '../target.js';

/** An ioctl about to be made: its memory, and the addresses in it. */
interface Memory {
  readonly bytes: Buffer;
  readonly addresses: { readonly at: number; readonly of: number }[];
  readonly patches: { readonly at: number; readonly width: number; readonly ref: string }[];
}

type Fill = (memory: Memory, random: Random, tokens: readonly string[], session: string) => void;

const STRUCT_MAX = 144;
const AREA = 512;
const KEEP = 0xffff;
/** Where a call can fail for want of something, about. */
const FAILURES = 24;

/** The struct of each call at the start of the area; its buffers behind it. */
const FILLS: Readonly<Record<string, Fill>> = {
  KACS_IOC_QUERY(memory, random) {
    memory.bytes.writeUInt32LE(1 + random(24), 0);
    memory.bytes.writeUInt32LE(pick(random, [0, 4, 64, 256]), 4);
    memory.addresses.push({ at: 8, of: pick(random, [STRUCT_MAX, STRUCT_MAX, 0, 8, 15, 16]) });
  },
  KACS_IOC_ADJUST_PRIVS(memory, random) {
    pairs(memory, random, [2, 3, 7, 62], [0, 2, 4, 0x80000000]);
  },
  KACS_IOC_ADJUST_GROUPS(memory, random) {
    pairs(memory, random, [0, 1, 2], [0, 1]);
  },
  KACS_IOC_DUPLICATE(memory, random) {
    memory.bytes.writeUInt32LE(pick(random, [TOKEN_RIGHT.ALL_ACCESS, 8]), 0);
    memory.bytes.writeUInt32LE(1 + random(2), 4);
    memory.bytes.writeUInt32LE(random(4), 8);
  },
  KACS_IOC_RESTRICT(memory, random) {
    memory.bytes.writeBigUInt64LE(0xcn, 0);
    memory.bytes.writeUInt32LE(1, 8);
    memory.bytes.writeUInt32LE(0, 12);
    memory.bytes.writeUInt32LE(4, 16);
    memory.bytes.writeUInt32LE(random(2), 20);
    memory.addresses.push({ at: 24, of: STRUCT_MAX });
  },
  KACS_IOC_LINK_TOKENS(memory, random, tokens, session) {
    memory.patches.push({ at: 0, width: 4, ref: pick(random, tokens) });
    memory.patches.push({ at: 4, width: 4, ref: pick(random, tokens) });
    memory.patches.push({ at: 8, width: 8, ref: session });
  },
  KACS_IOC_ADJUST_DEFAULT(memory, random) {
    memory.bytes.writeUInt32LE(pick(random, [0, 8, 0x10001]), 8);
    memory.bytes.writeUInt16LE(pick(random, [KEEP, 0]), 12);
    memory.bytes.writeUInt16LE(pick(random, [KEEP, 0]), 14);
    memory.bytes.writeUInt32LE(0x00080002, STRUCT_MAX);
    if (chance(random, 70)) memory.addresses.push({ at: 0, of: STRUCT_MAX });
  },
  KACS_IOC_ADJUST_SESSIONID(memory, random) {
    memory.bytes.writeUInt32LE(edge(random), 0);
  },
};

function pairs(
  { bytes, addresses }: Memory,
  random: Random,
  first: readonly number[],
  second: readonly number[],
): void {
  const count = 1 + random(3);
  bytes.writeUInt32LE(count, 0);
  addresses.push({ at: 8, of: STRUCT_MAX });
  for (let n = 0; n < count; n += 1) {
    bytes.writeUInt32LE(first[n] ?? 0, STRUCT_MAX + 8 * n);
    bytes.writeUInt32LE(pick(random, second), STRUCT_MAX + 8 * n + 4);
  }
}

/** A new Program of raw calls; the kernel can fail on request only if it `injects`. @internal */
export function newRawProgram(workshop: Workshop, random: Random, injects = false): Program {
  const draft = new Draft(workshop.model, workshop.wire);
  draft.call('init', 'world.spawn', { identity: 'own' }, draft.newName('w'));
  const [me] = draft.actors;
  if (me === undefined) throw new Error('the model spawns a worker');
  const hand = new Hand(draft, random, workshop.usable, me);
  makeToken(hand, { type: 1, powerful: true });
  makeToken(hand);
  for (let n = 0; n < 3 + random(6); n += 1) {
    const step = rawCall(hand, injects);
    if (step !== undefined) draft.push(step);
    hand.observe();
  }
  hand.observe(true);
  return draft.finish('fuzz/raw', 'raw calls');
}

function rawCall(hand: Hand, injects: boolean): CallStep | undefined {
  const { draft, random } = hand;
  const tokens = hand.tokens();
  const [session] = draft.sessions;
  const target = tokens.length === 0 ? undefined : pick(random, tokens);
  if (target === undefined || session === undefined) return undefined;
  const ioctl = pick(random, [...ioctlsOf(draft.wire.profile).values()]);
  const memory: Memory = { bytes: Buffer.alloc(AREA), addresses: [], patches: [] };
  const refs = tokens.map(({ ref }) => ref);
  FILLS[ioctl.op]?.(memory, random, refs, `${session.name}.id`);
  const step: CallStep = {
    actor: hand.me.name,
    op: 'raw.ioctl',
    args: {
      handle: refTo(target),
      word: chance(random, 90) ? ioctl.word : oddWord(random, ioctl.word),
      argument: argumentOf(memory),
      ...(memory.addresses.length === 0 ? {} : { addresses: memory.addresses }),
      ...(chance(random, 12)
        ? { pointer: pick(random, ['null', 'unmapped', 'readOnly', 'straddling']) }
        : {}),
      ...(chance(random, 4) ? { start: random(8) } : {}),
      ...(chance(random, 6) ? { noDescriptors: true } : {}),
      ...(injects && chance(random, 30) ? { failNth: 1 + random(FAILURES) } : {}),
    },
  };
  return chance(random, 15) ? changedStep(random, step) : step;
}

function argumentOf({ bytes, patches }: Memory): Argument {
  const hex = bytes.toString('hex');
  return patches.length === 0 ? hex : { hex, patches };
}

/** Another direction, size, magic or number. */
function oddWord(random: Random, word: number): number {
  const change = pick(random, [0xc0000000, 0x40000000, 0x00010000, 0x00100000, 0x100, 0x20, 0x1]);
  return (word ^ change) >>> 0;
}

/** Another one out of one. @internal */
export function mutatedRawProgram(workshop: Workshop, random: Random, parent: Program): Program {
  const draft = new Draft(workshop.model, workshop.wire);
  const body = bodyOf(parent);
  const raw = body.flatMap((step, n) => (isRaw(step) ? [n] : []));
  const at = raw.length === 0 ? -1 : pick(random, raw);
  for (const [n, step] of body.entries()) {
    draft.push(n === at && isRaw(step) ? changedStep(random, step) : step);
  }
  return draft.finish('fuzz/raw', 'raw calls');
}

function isRaw(step: Step): step is CallStep {
  return 'op' in step && step.op === 'raw.ioctl';
}
